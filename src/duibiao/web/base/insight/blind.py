"""Blind spots: where nobody was, ever or for long, and how far inspection reaches by zone and type of site.

Opened when a round is planned. In ten seconds: how many places nobody looks at, of which type, and how to put them into a round.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.insight import blind as counting
from duibiao.insight.choices import Since
from duibiao.inspections.permissions import may_run_rounds
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit
from duibiao.places.choices import Zone
from duibiao.places.models import SiteType
from duibiao.web.base.insight.maps import Where
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Any]]:
    return [
        Column("name", _("名称"), lambda row: row.name, sort="name"),
        Column("code", _("编号"), lambda row: row.code, sort="code"),
        Column("type", _("点位类型"), lambda row: row.type.name, sort="type__order"),
        Column("unit", _("属地单位"), lambda row: row.unit.known_as),
        Column("zone", _("区域分级"), lambda row: row.get_zone_display(), sort="zone"),
        Column("within", _("所在区域路段"), lambda row: row.within.name if row.within else ""),
        Column("last", _("最近检查"), lambda row: day_text(row.last_visit.date()) if row.last_visit else _("从未")),
    ]


def filters(types: list[SiteType], units: list[Unit], lines: list[counting.Line]) -> list[Filter]:
    longer = [(value, words) for value, words in Since.choices if value != Since.NEVER]
    return [
        Filter("since", _("多久没查"), lambda days: counting.not_since(Since(days)), longer),
        Filter("q", _("名称、编号"), lambda text: Q(name__icontains=text) | Q(code__startswith=text)),
        Filter("type", _("点位类型"), lambda pk: Q(type=pk), [(str(one.pk), one.name) for one in types]),
        Filter("zone", _("区域分级"), lambda zone: Q(zone=zone), Zone.choices),
        Filter("unit", _("属地单位"), lambda pk: Q(unit=pk), [(str(one.pk), one.known_as) for one in units]),
        Filter("within", _("沿线"), lambda pk: Q(within=pk), [(str(one.area), one.name) for one in lines]),
    ]


@dataclass(frozen=True)
class Row:
    """A type of site: how far inspection reaches in each zone, and in all."""

    name: str
    line: bool
    cells: list[counting.Reach | None]

    @property
    def whole(self) -> counting.Reach:
        held = [one for one in self.cells if one is not None]
        return counting.Reach(
            sum(one.sites for one in held), sum(one.seen for one in held),
            sum(one.metres for one in held), sum(one.metres_seen for one in held),
        )  # fmt: skip


def since_of(request: HttpRequest) -> Since:
    asked = request.GET.get("since", "")
    return Since(asked) if asked in Since.values else Since.NEVER


def kinds() -> list[SiteType]:
    """Facilities have a census of their own."""
    return list(SiteType.objects.filter(is_facility=False))


def listed(request: HttpRequest, lines: list[counting.Line] | None = None) -> Table[Any]:
    """The list as its address asks for it: of sites never seen, or with `since` of those not seen for so long."""
    by, since, types = by_of(request), since_of(request), kinds()
    found, lines = counting.blind(by, since), counting.lines(by, since) if lines is None else lines
    units = list(Unit.objects.filter(pk__in=found.order_by().values("unit")).order_by("path"))
    return Table(request.GET, found, columns(), filters(types, units, lines), order="code")


def blind_page(request: HttpRequest, where: Where) -> HttpResponse:
    by, since, types = by_of(request), since_of(request), kinds()
    lines = counting.lines(by, since)
    table = listed(request, lines)
    reached = counting.reach(by, since)
    rows = [
        Row(kind.name, kind.shape != "point", [reached.get((zone, kind.pk)) for zone in Zone.values]) for kind in types
    ]
    rows = [row for row in rows if row.whole.sites]
    whole = Row("", False, [row.whole for row in rows]).whole
    plan = reverse("office:plan_blind_round") if where.door == "office" and may_run_rounds(by) else ""
    return list_page(
        request, "base/insight/blind.html", table, heading=_("盲区"), row="base/insight/blind_row.html",
        empty="base/insight/blind_empty.html", where=where, since=since, choices=Since.choices, rows=rows,
        zones=Zone.choices, whole=whole, plan=plan, with_seen="base/insight/blind_plan.html" if plan else "",
        lines=lines,
    )  # fmt: skip
