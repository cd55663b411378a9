"""All problems, as a list and as a board. Opened by the campaign office every morning.

In ten seconds: how many are open and late, which wait for us, and the button that gives out, in one go, what was found.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take
from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places.models import Site
from duibiao.places.site_queries import sites
from duibiao.problems import counting, figures, queries, services
from duibiao.problems.choices import Source
from duibiao.problems.models import Problem
from duibiao.problems.permissions import may_manage
from duibiao.problems.rules import labels
from duibiao.scores.services import follow
from duibiao.standards.models import Measure
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.problems import lists, pages
from duibiao.web.base.problems.acts import act_page
from duibiao.web.base.problems.forms import FoundForm
from duibiao.web.base.requests import by_of

DOOR = "office"


@page(may_manage_organisation)
def problems(request: HttpRequest) -> HttpResponse:
    by, titles = by_of(request), labels()
    found = queries.lit(queries.problems(by))
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


@page(may_manage_organisation)
def problem_figures(request: HttpRequest) -> HttpResponse:
    """By unit: closed, late, reworked, relapsed."""
    from duibiao.lib import sheets

    rows = figures.by_unit(queries.problems(by_of(request)))
    heads = [
        _("单位"),
        _("件数"),
        _("已解决"),
        _("销号率（%）"),
        _("在办"),
        _("超期"),
        _("超期率（%）"),
        _("返工"),
        _("反弹"),
        _("反弹率（%）"),
    ]
    names = (
        "name",
        "all",
        "fixed",
        "fixed_percent",
        "live",
        "late_now",
        "late_percent",
        "reworked",
        "relapsed",
        "relapse_percent",
    )
    if request.GET.get("export") == "xlsx":
        content = sheets.workbook(_("整改统计"), heads, [[row[name] for name in names] for row in rows])
        return download(content, f"{_('整改统计')}.xlsx", sheets.XLSX)
    measures = Measure.objects.filter(kind="ratio").order_by("name")
    known = {"rows": rows, "heading": _("整改统计"), "measures": measures, "may_manage": may_manage(by_of(request))}
    return render(request, "office/problems/figures.html", {**known, "month": f"{last_month():%Y-%m}"})


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


@act(may_manage)
def post_problem_facts(request: HttpRequest) -> HttpResponse:
    """Last month's rate goes into the journal, under the measure that the standard scores."""
    measure = Measure.objects.filter(pk=request.POST.get("measure", ""), kind="ratio").first()
    if measure is None:
        messages.warning(request, _("请先选一个比率的计量项。"))
    else:
        with transaction.atomic():
            made = counting.post_month(by_of(request), measure=measure, month=last_month())
            follow(made)
        messages.success(request, _("已记入 %d 条按期整改率，得分随后更新。") % len(made))
    return redirect("office:problem_figures")
