"""A supervisor's own page, opened on a phone by a link: what they are asked to look at, report, suggest, and what became of it.

In ten seconds: is there something to look at, how do I report, what became of mine. No account, no position taken, nothing counted.
The link is looked up anew at every click, so that taking it back closes every window at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duibiao.organisation.queries import county
from duibiao.participation import keys
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.models import Supervisor
from duibiao.participation.services import errands, residents, suggestions
from duibiao.web.public.limits import over
from duibiao.web.public.reports import HOUR, MOST_REPORTS
from duibiao.web.public.supervisor_forms import OpinionForm, SuggestionForm, SupervisorReportForm

#: Wrong links that one address may try in an hour. A right one is never counted.
MOST_WRONG = 30


def opened(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for whoever has a link that works; it may be neither kept by a cache nor found by a search."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        found = keys.supervisor_of(token)
        if found is None:
            tired = over(request, "supervisor", most=MOST_WRONG, seconds=HOUR)
            return render(request, "public/supervisors/closed.html", {"tired": tired}, status=429 if tired else 404)
        response = view(request, found, token, **more)
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(guarded)


@require_safe
@opened
def supervisor(request: HttpRequest, found: Supervisor, token: str) -> HttpResponse:
    """What is asked, two buttons, and what became of each of theirs."""
    known = {**_about(found, token), "errands": list(queries.errands_of(found)), "reports": queries.reports_of(found)}
    known["suggestions"] = list(queries.suggestions_of(found))
    return render(request, "public/supervisors/home.html", known)


def _about(found: Supervisor, token: str) -> dict[str, Any]:
    return {"one": found, "token": token, "title": queries.labels()[found.kind], "county": county()}


@require_http_methods(["GET", "POST"])
@opened
def report(request: HttpRequest, found: Supervisor, token: str) -> HttpResponse:
    """The residents' form, without asking who one is."""
    start = {"uid": uuid4().hex[:24], "errand": request.GET.get("errand")}
    asked = SupervisorReportForm(found, request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and asked.is_valid() and _reported(request, found, asked):
        messages.success(request, _("收到了，谢谢您。工作人员审核以后，进展显示在“我反映的”里。"))
        return redirect("public:supervisor", token)
    return render(request, "public/supervisors/report.html", {**_about(found, token), "form": asked})


def _too_many(request: HttpRequest, asked: Any) -> bool:
    if over(request, "report", most=MOST_REPORTS, seconds=HOUR):
        asked.add_error(None, _("这个网络一小时内提交得太多了，请过一会儿再来；急事请打 12345 或 110。"))
        return True
    return False


def _reported(request: HttpRequest, found: Supervisor, asked: SupervisorReportForm) -> bool:
    if _too_many(request, asked):
        return False
    given = {name: value for name, value in asked.cleaned_data.items() if name not in ("photos", "website")}
    photos = [residents.Sent(one.name or "", one.read()) for one in asked.cleaned_data["photos"]]
    try:
        errands.report(found, photos=photos, **given)
    except residents.Refused as refused:
        asked.add_error(refused.field or None, str(refused))
        return False
    return True


@require_http_methods(["GET", "POST"])
@opened
def suggest(request: HttpRequest, found: Supervisor, token: str) -> HttpResponse:
    """A suggestion; what a deputy gives a unit's name goes there at once."""
    asked = SuggestionForm(found, request.POST or None, initial={"uid": uuid4().hex})
    if request.method == "POST" and asked.is_valid() and not _too_many(request, asked):
        suggestions.suggest(found, **asked.cleaned_data)
        messages.success(request, _("收到了，谢谢您。答复会显示在“我的建议”里。"))
        return redirect("public:supervisor", token)
    return render(request, "public/supervisors/suggest.html", {**_about(found, token), "form": asked})


@require_POST
@opened
def judge(request: HttpRequest, found: Supervisor, token: str, pk: int) -> HttpResponse:
    """Satisfied or not, said once."""
    held, asked = get_object_or_404(found.suggestions, pk=pk), OpinionForm(request.POST)
    if asked.is_valid():
        try:
            suggestions.judge(found, held, **asked.cleaned_data)
            messages.success(request, _("谢谢您的评价。"))
        except residents.Refused:
            messages.info(request, _("这一条已经评价过，或者还没有答复。"))
    return redirect("public:supervisor", token)
