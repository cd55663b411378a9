"""The line that must be reached: which share of the indicators is met, how far it is, and which ones are still missing.

Opened by the campaign office before it declares itself, and before every meeting. In ten seconds: met so many of so many, so many
more are needed; these are the nearest, and these units hold them up.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import met
from duibiao.standards.choices import Method
from duibiao.standards.queries import standard_of
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.base.standards.narrowing import below, by_status, by_words
from duibiao.web.base.templatetags.met import WORDS


def columns() -> list[Column[Any]]:
    return [
        Column("code", _("编号"), lambda row: row.code, sort="number"),
        Column("name", _("指标"), lambda row: row.name, sort="name"),
        Column("status", _("全县"), lambda row: str(WORDS[row.status]), sort="status"),
        Column("percent", _("已得（%）"), lambda row: round(row.percent, 2), sort="percent", number=True),
        Column("missing", _("没达标的单位"), lambda row: row.missing, sort="missing", number=True),
        Column("unknown", _("缺数据的单位"), lambda row: row.n_unknown, sort="n_unknown", number=True),
        Column("n_met", _("达标的单位"), lambda row: row.n_met, sort="n_met", number=True),
        Column("method", _("测评方法"), lambda row: row.get_method_display(), sort="method"),
    ]


def filters(campaign: Campaign) -> list[Filter]:
    tops = [node for node in standard_of(campaign.edition).nodes if node.depth == 1]
    return [
        Filter("q", _("编号、名称、拼音"), by_words),
        Filter("status", _("全县"), by_status, [("open", _("还没达标")), *WORDS.items()]),
        Filter("top", _("一级指标"), below(campaign), [(node.code, f"{node.code} {node.indicator.name}") for node in tops]),
        Filter("method", _("测评方法"), lambda method: Q(method=method), Method.choices),
    ]  # fmt: skip


@page(may_manage_organisation)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """By indicator: what is still missing, nearest first."""
    found = campaign_of(by_of(request), pk)
    table = Table(request.GET, met.indicators(found), columns(), filters(found), order="-percent")
    return list_page(
        request,
        "office/campaigns/line.html",
        table,
        heading=_("达标线：%s") % found,
        row="office/campaigns/line_row.html",
        empty="office/campaigns/met_empty.html",
        campaign=found,
        line=met.county_line(found),
        may_run=may_run_campaigns(by_of(request)),
    )


def unit_columns(limit: float | None) -> list[Column[Any]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("kind", _("单位类别"), lambda row: row.unit.get_kind_display(), sort="unit__kind"),
        Column("percent", _("达标率（%）"), lambda row: round(row.percent, 2), sort="percent", number=True),
        Column("to_go", _("还差几项"), lambda row: met.unit_line(row, limit).to_go, number=True),
        Column("n_met", _("达标"), lambda row: row.n_met, sort="n_met", number=True),
        Column("n_partly", _("部分达标"), lambda row: row.n_partly, sort="n_partly", number=True),
        Column("n_not", _("未达标"), lambda row: row.n_not, sort="n_not", number=True),
        Column("n_unknown", _("还不知道"), lambda row: row.n_unknown, sort="n_unknown", number=True),
    ]


def unit_filters(limit: float | None) -> list[Filter]:
    held = [Filter("q", _("单位名称"), lambda text: Q(unit__name__icontains=text))]
    held.append(Filter("kind", _("单位类别"), lambda kind: Q(unit__kind=kind), UnitKind.choices))
    if limit is not None:
        ways = [("yes", _("到线")), ("no", _("没到线"))]
        held.append(Filter("reached", _("达标线"), lambda way: _reached(way, limit), ways))
    return held


def _reached(way: str, limit: float) -> Q:
    reached = Q(percent__gte=limit - 1e-9)
    return reached if way == "yes" else ~reached


@page(may_manage_organisation)
def line_units(request: HttpRequest, pk: int) -> HttpResponse:
    """By unit: who has reached the line, who lacks how many."""
    found = campaign_of(by_of(request), pk)
    limit = met.line_of(found)
    table = Table(
        request.GET, met.units(by_of(request), found), unit_columns(limit), unit_filters(limit), order="percent"
    )
    for row in table.rows:
        row.line = met.unit_line(row, limit)
    return list_page(
        request,
        "office/campaigns/line_units.html",
        table,
        heading=_("达标线：%s") % found,
        row="office/campaigns/line_unit_row.html",
        empty="office/campaigns/met_empty.html",
        campaign=found,
        line=met.county_line(found),
        may_run=may_run_campaigns(by_of(request)),
    )
