"""Behaviour at fixed spots and times: rates by spot and time of day against the line.

In ten seconds: where is the line missed, and at which time of day.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.inspections import behaviour as counting
from duibiao.inspections.behaviour import Row, Tally
from duibiao.inspections.permissions import may_run_rounds
from duibiao.lib.tables import Column, Listed, Pick
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places.models import SiteType
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def rate_of(counted: Tally) -> float | None:
    return None if counted.rate_percent is None else round(counted.rate_percent, 1)


def line_of(row: Row) -> str:
    if row.line is None:
        return ""
    return (_("不高于 %g%%") if row.fewer else _("不低于 %g%%")) % row.line


def columns(slots: list[str]) -> list[Column[Row]]:
    def of(slot: str) -> Any:
        return lambda row: rate_of(row.slots.get(slot, Tally()))

    return [
        Column("site", _("点位"), lambda row: row.site, sort="site"),
        Column("text", _("观察内容"), lambda row: row.text, sort="text"),
        Column("line", _("达标线"), line_of),
        *[Column(f"slot{n}", f"{slot}（%）", of(slot), sort=f"slot{n}", number=True) for n, slot in enumerate(slots)],
        Column("whole", _("合计（%）"), lambda row: rate_of(row.whole), sort="whole", number=True),
        Column("times", _("观察次数"), lambda row: row.whole.times, sort="times", number=True),
        Column("out_of", _("观察总数"), lambda row: row.whole.out_of, sort="out_of", number=True),
        Column("passed", _("达标"), lambda row: {True: _("达标"), False: _("未达标"), None: ""}[row.passed]),
    ]


def filters(by: Any, rows: list[Row]) -> list[Pick[Row]]:
    kinds = [(str(one.pk), one.name) for one in SiteType.objects.filter(pk__in={row.type for row in rows})]
    held = [(str(one.pk), str(one)) for one in campaigns(by).filter(pk__in={row.campaign for row in rows})]
    passed = {"yes": True, "no": False}
    return [
        Pick("q", _("点位、观察内容"), lambda row, text: text in row.site or text in row.text),
        Pick("campaign", _("创建活动"), lambda row, pk: str(row.campaign) == pk, held),
        Pick("type", _("点位类型"), lambda row, pk: str(row.type) == pk, kinds),
        Pick(
            "passed", _("达标"), lambda row, one: row.passed is passed[one], [("no", _("未达标")), ("yes", _("达标"))]
        ),
    ]


@page(may_manage_organisation)
def behaviour(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    slots, rows = counting.rows(by)
    table = Listed(request.GET, rows, columns(slots), filters(by, rows), key=lambda row: row.key)
    for row in table.rows:
        row.cells = [(row.slots.get(slot, Tally()), row.passes(row.slots.get(slot, Tally()))) for slot in slots]  # type: ignore[attr-defined]
        row.line_words = line_of(row)  # type: ignore[attr-defined]
    missed = sum(row.passed is False for row in rows)
    return list_page(
        request, "office/field/behaviour.html", table, heading=_("行为观察"), row="office/field/behaviour_row.html",
        empty="office/field/behaviour_empty.html", missed=missed, all=len(rows), may_run=may_run_rounds(by),
    )  # fmt: skip
