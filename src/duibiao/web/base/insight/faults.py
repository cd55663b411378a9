"""The faults behind a number of the heat, and any others: by clause, place and days, each with its visit."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.insight import heat as counting
from duibiao.insight.blind import start_of
from duibiao.insight.choices import Place
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import visible_units
from duibiao.places.choices import Zone
from duibiao.places.models import Area, SiteType
from duibiao.web.base.insight.maps import Where
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Any]]:
    return [
        Column("text", _("检查内容"), lambda row: row.item.text),
        Column("clause", _("条款"), lambda row: row.item.clause, sort="item__clause"),
        Column("site", _("点位"), lambda row: row.visit.site.name),
        Column("unit", _("属地单位"), lambda row: row.visit.site.unit.known_as),
        Column("at", _("到访时间"), lambda row: day_text(row.visit.at.date()), sort="visit__at"),
        Column("lost", _("扣分"), lambda row: row.points_lost, sort="points_lost", number=True),
        Column("note", _("说明"), lambda row: row.note),
    ]


def day_is(text: str, *, after: bool) -> Q:
    """On or after that day, or on or before it; anything else says nothing."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        return Q()
    return Q(visit__at__gte=start_of(day)) if after else Q(visit__at__date__lte=day)


def filters(by: User) -> list[Filter]:
    """Four statements for the choices."""
    seen = Unit.objects.filter(visible_units(by))
    units = [(str(one.pk), one.known_as) for one in seen.filter(sites__isnull=False).distinct().order_by("path")]
    areas = [(str(one.pk), one.name) for one in Area.objects.filter(sites__isnull=False, unit__in=seen).distinct()]
    held = [(str(one.pk), one.title) for one in campaigns(by)]
    return [
        Filter("q", _("点位、说明"), lambda text: Q(visit__site__name__icontains=text) | Q(note__icontains=text)),
        Filter("campaign", _("创建活动"), lambda pk: Q(visit__round__campaign=pk), held),
        Filter("clause", _("条款编号"), lambda code: Q(item__clause=code)),
        Filter("since", _("从"), lambda day: day_is(day, after=True), day=True),
        Filter("until", _("到"), lambda day: day_is(day, after=False), day=True),
        at(Place.UNIT, units),
        at(Place.AREA, [(counting.NOWHERE, _("不在任何区域路段内")), *areas]),
        at(Place.TYPE, [(str(one.pk), one.name) for one in SiteType.objects.all()]),
        at(Place.ZONE, list(Zone.choices)),
    ]


def at(place: Place, options: list[Any]) -> Filter:
    return Filter(place, place.label, lambda key: counting.at_place(place, key), options)


def faults_page(request: HttpRequest, where: Where) -> HttpResponse:
    by = by_of(request)
    found = counting.all_faults(by).select_related("item", "visit__site__unit", "visit__round")
    table: Table[Any] = Table(request.GET, found, columns(), filters(by), order="-points_lost")
    return list_page(
        request, "base/insight/faults.html", table, heading=_("失分明细"), row="base/insight/fault_row.html",
        empty="base/insight/faults_empty.html", where=where,
    )  # fmt: skip
