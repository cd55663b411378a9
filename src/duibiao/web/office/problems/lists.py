"""All problems, as a list and as a board. Opened by the campaign office every morning.

In ten seconds: how many are open and late, which wait for us, and the button that gives out, in one go, what was found.
"""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take
from duibiao.lib.tables import Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places.models import Site
from duibiao.places.site_queries import sites
from duibiao.problems import queries, services
from duibiao.problems.choices import Source
from duibiao.problems.models import Problem
from duibiao.problems.permissions import may_manage
from duibiao.problems.rules import labels
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.problems import lists, pages
from duibiao.web.base.problems.acts import act_page
from duibiao.web.base.problems.forms import FoundForm
from duibiao.web.base.requests import by_of

DOOR = "office"


@page(may_manage_organisation)
def problems(request: HttpRequest) -> HttpResponse:
    by, titles = by_of(request), labels()
    found = queries.with_cards(queries.lit(queries.problems(by)))
    table = Table(request.GET, found, lists.columns(titles), lists.filters(titles), order="due")
    return list_page(
        request,
        "office/problems/list.html",
        table,
        heading=_("问题台账"),
        row="office/problems/row.html",
        empty="office/problems/empty.html",
        counts=queries.counts(queries.problems(by)),
        labels=titles,
        may_manage=may_manage(by),
    )


@page(may_manage_organisation)
def board(request: HttpRequest) -> HttpResponse:
    by, titles = by_of(request), labels()
    found = queries.problems(by)
    known: dict[str, Any] = {"columns": queries.board(found, titles), "counts": queries.counts(found), "labels": titles}
    return render(request, "office/problems/board.html", known)


@page(may_manage_organisation)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.problem_page(request, DOOR, pk, queries.problem)


@form(may_manage_organisation)
def problem_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return act_page(request, DOOR, pk, name, queries.problem)


@page(may_manage_organisation)
def problem_photo(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.picture(queries.photo(by_of(request), pk))


def _chosen(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("problem") if pk.isdigit()]


@act(may_manage)
def many(request: HttpRequest) -> HttpResponse:
    """Give out or strike off what was ticked."""
    by, chosen = by_of(request), _chosen(request)
    if request.POST.get("do") == "close":
        done = services.close_many(by, problems=chosen)
        said = _("已销号 %d 件，进入观察期。") % done
    else:
        done = services.assign_many(by, problems=chosen)
        said = _("已按建议单位交办 %d 件，等签收。") % done
    if done:
        messages.success(request, said)
    else:
        messages.warning(request, _("没有可以办的：交办要勾选有建议单位的“待交办”，销号要勾选“待销号”。"))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "office:problems")


@form(may_manage)
def open_problem(request: HttpRequest) -> HttpResponse:
    """Write down what was found; sending twice is one problem."""
    asked = FoundForm(request.POST or None, request.FILES or None, initial={"uid": uuid4().hex, "severity": ""})
    by = by_of(request)
    if request.method == "POST" and asked.is_valid():
        made = _opened(by, asked)
        if made is not None:
            messages.success(request, _("已登记：%s。") % made.number)
            return redirect("office:problem", made.pk)
    known = {"form": asked, "sites": sites(by).prefetch_related(None)[:2000], "back": reverse("office:problems")}
    return render(request, "office/problems/open.html", known)


def _opened(by: User, asked: FoundForm) -> Problem | None:
    given = dict(asked.cleaned_data)
    named = given.pop("site")
    site = Site.objects.filter(code=named).first() or Site.objects.filter(name=named).first() if named else None
    if named and site is None:
        asked.add_error("site", _("没有这个点位；请从列表里选，或空着，把地点写在“位置”里。"))
        return None
    try:
        photos = [take(one.chunks(), name=one.name or "", families=("image",)) for one in given.pop("photos")]
    except BadFile as refused:
        asked.add_error("photos", str(refused))
        return None
    reference = f"hand:{given.pop('uid')}"
    return services.open_problem(by, source=Source.OTHER, reference=reference, site=site, photos=photos, **given)
