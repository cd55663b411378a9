"""The census of facilities: how many, by kind, by place, by who answers, and how they were found. Opened for the report on it.

In ten seconds: how much of it has been looked at, where most is not well.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.inspections.censuses import take_in_census
from duibiao.inspections.permissions import may_run_rounds
from duibiao.lib.sheets import XLSX, workbook
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import facility_queries as queries
from duibiao.places.choices import FacilityState, Zone
from duibiao.places.models import SiteType
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.facilities.forms import CensusForm


def sides() -> list[tuple[str, str]]:
    return [("type", _("种类")), ("place", _("属地单位")), ("zone", _("区域")), ("unit", _("责任单位"))]


def lines_of(request: HttpRequest, side: str) -> list[queries.Line]:
    """Zones have their names in words."""
    found = queries.census(by_of(request), side)
    if side == "zone":
        names = dict(Zone.choices)
        return [queries.Line(one.key, str(names.get(one.name, one.name)), one.by_state) for one in found]
    return found


@page(may_manage_organisation)
def facility_census(request: HttpRequest) -> HttpResponse:
    """One side at a time; the export is what is seen."""
    titles = dict(sides())
    side = request.GET.get("side", "type")
    side = side if side in titles else "type"
    lines = lines_of(request, side)
    if request.GET.get("export") == "xlsx":
        return export(lines, titles[side])
    by = by_of(request)
    without = SiteType.objects.filter(is_facility=True).exclude(checklists__versions__state="in_force")
    known = {
        "lines": lines,
        "unchecked": without.count(),
        "may_run": may_run_rounds(by),
        "side": side,
        "sides": sides(),
        "states": FacilityState.choices,
        "counts": queries.counts(by),
    }
    kinds = [one.key for one in queries.census(by, "type")]
    return render(request, "office/facilities/census.html", {**known, "plan": plan_address(request, kinds)})


def export(lines: list[queries.Line], title: str) -> HttpResponse:
    heads = [title, _("合计"), *[str(words) for _code, words in FacilityState.choices], _("完好率（%）")]
    rows = [
        [one.name, one.all, *one.by_state.values(), None if one.good_percent is None else round(one.good_percent, 1)]
        for one in lines
    ]
    return download(workbook(_("设施普查"), heads, rows), f"{_('设施普查')}.xlsx", XLSX)


def plan_address(request: HttpRequest, kinds: list[int]) -> str:
    """Where a round over every facility is planned; empty for who plans none."""
    if not kinds or not may_run_rounds(by_of(request)):
        return ""
    asked = {"types": kinds, "kind": "carpet", "title": _("公共设施普查")}
    return f"{reverse('office:plan_round')}?{urlencode(asked, doseq=True)}"


@form(may_run_rounds)
def census_checklists(request: HttpRequest) -> HttpResponse:
    """What the inspector is asked of a facility: four states; put in force for the types that have no checklist."""
    by = by_of(request)
    back = reverse("office:facility_census")
    asked = CensusForm(campaigns(by).order_by("-since", "-pk"), request.POST or None)
    return form_page(
        request, asked, lambda given: take_in_census(by, given["campaign"].edition, clause=given["clause"]),
        heading=_("普查检查表"), act=_("启用"), back=back, done=_("已启用，没有检查表的种类都有了；可以排一轮普查。"),
        where=((_("普查统计"), back),),
        sentence=_("每处设施问四句：陈旧、破损、过期、私设。督查员点了有问题的，状态自动记下，同时立案。"),
    )  # fmt: skip
