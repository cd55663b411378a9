"""A resident reports something and follows what became of it. Opened on a phone in the street, without an account.

In ten seconds: what is wrong, where, send; and later by a number: was it looked at, who is at it, is it done. It works without
a script; with one the phone says where it stands and makes the photos smaller before they are sent.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db.models import Avg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from duibiao.organisation.queries import county
from duibiao.participation import opening, queries
from duibiao.participation.models import Report
from duibiao.participation.services import residents
from duibiao.places.models import Site
from duibiao.web.public.limits import over
from duibiao.web.public.report_forms import ReportForm

#: Reports of one address in an hour, and codes tried by one: a whole housing estate may stand behind one address.
MOST_REPORTS, MOST_LOOKS, HOUR = 20, 60, 3600


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent and right, on to the page by which it is followed."""
    asked = ReportForm(request.POST or None, request.FILES or None, initial={"uid": uuid4().hex})
    if request.method == "POST" and asked.is_valid():
        made = _handed_in(request, asked)
        if made is not None:
            return redirect("public:followed", code=made.code)
    known: dict[str, Any] = {"form": asked, "county": county()}
    if settings.MAP_TILES:
        known["map"] = {"tiles": settings.MAP_TILES, "middle": _middle()}
    return render(request, "public/reports/report.html", known)


def _middle() -> list[float]:
    """Where the county's sites lie: the map opens there."""
    found = Site.objects.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    return [found["latitude"] or 35.0, found["longitude"] or 110.0]


def _handed_in(request: HttpRequest, asked: ReportForm) -> Report | None:
    """The report; None when it was refused, which the form then says."""
    if over(request, "report", most=MOST_REPORTS, seconds=HOUR):
        asked.add_error(None, _("这个网络一小时内提交得太多了，请过一会儿再来；急事请打 12345 或 110。"))
        return None
    given = {name: value for name, value in asked.cleaned_data.items() if name not in ("photos", "website")}
    photos = [residents.Sent(one.name or "", one.read()) for one in asked.cleaned_data["photos"]]
    try:
        return residents.hand_in(photos=photos, **given)
    except residents.Refused as refused:
        asked.add_error(refused.field or None, str(refused))
        return None


@never_cache
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for the number; a right one leads to its page."""
    code, words = request.GET.get("code", "").strip()[:20], ""
    if code:
        if over(request, "follow", most=MOST_LOOKS, seconds=HOUR):
            words = _("查得太多了，请过一会儿再来。")
        elif (found := queries.followed(code)) is not None:
            return redirect("public:followed", code=found.code)
        else:
            words = _("没有这个查询号。请核对：它有 8 位，是提交以后页面上给的。")
    known = {"code": code, "words": words, "tally": queries.tally(), "county": county()}
    return render(request, "public/reports/follow.html", known, status=404 if words else 200)


@never_cache
@require_safe
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """How far it is, in plain words. What the resident wrote is shown to nobody here, not even to whoever has the number."""
    found = None if over(request, "follow", most=MOST_LOOKS, seconds=HOUR) else queries.followed(code)
    if found is None:
        return redirect(f"{reverse('public:follow')}?{urlencode({'code': code[:20]})}")
    known = {"report": found, "progress": opening.progress(found), "county": county()}
    return render(request, "public/reports/followed.html", known)
