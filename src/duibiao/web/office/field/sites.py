"""The register of sites: list, map, and one site with whoever answers for it and what was seen there.

In ten seconds: where nobody answers, where nobody has ever been, what has no place on the map yet.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.inspections import queries as inspections
from duibiao.lib.dates import day_text
from duibiao.lib.spans import current
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import site_queries
from duibiao.places.choices import Zone
from duibiao.places.models import Site, SiteAnswerer, SiteDepartment, SiteType
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.field.forms import InChargeForm

#: More sites than this are not sent to a map at once.
MOST_ON_MAP = 20_000


def heads_of(site: Any) -> str:
    return "、".join(one.person.name for one in site.answerers.all())


def columns() -> list[Column[Any]]:
    return [
        Column("name", _("名称"), lambda row: row.name, sort="name"),
        Column("code", _("编号"), lambda row: row.code, sort="code"),
        Column("type", _("点位类型"), lambda row: row.type.name, sort="type__order"),
        Column("unit", _("属地单位"), lambda row: row.unit.name),
        Column("zone", _("区域"), lambda row: row.get_zone_display(), sort="zone"),
        Column("partner", _("包联单位"), lambda row: row.partner.name if row.partner else ""),
        Column("head", _("责任人"), heads_of),
        Column("pledged", _("三包签约日期"), lambda row: row.pledged_on or ""),
        Column("last", _("最近检查"), lambda row: day_text(row.last_visit.date()) if row.last_visit else _("从未")),
    ]


def filters() -> list[Filter]:
    kinds = [(str(kind.pk), kind.name) for kind in SiteType.objects.filter(is_facility=False)]
    return [
        Filter("q", _("名称、编号、单位、地址"), words),
        Filter("type", _("点位类型"), lambda pk: Q(type=pk), kinds),
        Filter("zone", _("区域"), lambda zone: Q(zone=zone), Zone.choices),
        Filter("attended", _("责任人"), attended, [("yes", _("有")), ("no", _("无人负责"))]),
        Filter(
            "visited",
            _("检查过"),
            lambda has: Q(last_visit__isnull=has == "no"),
            [("yes", _("是")), ("no", _("从未检查"))],
        ),
        Filter(
            "partner", _("包联单位"), lambda has: Q(partner__isnull=has == "no"), [("yes", _("有")), ("no", _("没有"))]
        ),
        Filter(
            "pledged",
            _("三包签约"),
            lambda has: Q(pledged_on__isnull=has == "no"),
            [("yes", _("已签")), ("no", _("没有签"))],
        ),
        Filter("placed", _("坐标"), lambda has: Q(latitude__isnull=has == "no"), [("yes", _("有")), ("no", _("没有"))]),
        Filter("stubborn", _("老大难"), lambda has: Q(stubborn=has == "yes"), [("yes", _("是")), ("no", _("否"))]),
    ]


def words(text: str) -> Q:
    return (
        Q(name__icontains=text) | Q(code__startswith=text) | Q(unit__name__icontains=text) | Q(address__icontains=text)
    )


def attended(has: str) -> Q:
    """Nobody answers counts as an alarm only where somebody must."""
    return Q(is_attended=True) if has == "yes" else Q(is_attended=False, type__needs_person=True)


def open_sites(by: User) -> QuerySet[Site]:
    """Sites to visit; facilities have a page of their own."""
    return inspections.with_last_visit(site_queries.sites(by).filter(current(), type__is_facility=False), by)


@page(may_manage_organisation)
def sites(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return list_page(
        request,
        "office/field/sites.html",
        Table(request.GET, open_sites(by), columns(), filters(), order="code"),
        heading=_("点位"),
        row="office/field/site_row.html",
        empty="office/field/sites_empty.html",
        coverage=site_queries.coverage(by),
        never=open_sites(by).filter(Q(last_visit=None)).count(),
    )


@page(may_manage_organisation)
def site_map(request: HttpRequest) -> HttpResponse:
    """The same sites, filtered the same, on a map that needs nobody's tiles."""
    table = Table(request.GET, open_sites(by_of(request)), columns(), filters(), order="code")
    placed = table.everything().filter(latitude__isnull=False).prefetch_related(None)[:MOST_ON_MAP]
    drawn = [on_map(one) for one in placed]
    words = {"good": _("有人负责"), "bad": _("无人负责"), "none": _("不要求定人")}
    known = {"sites": drawn, "tiles": settings.MAP_TILES, "words": words}
    return render(request, "office/field/map.html", {"known": known, "count": len(drawn), "table": table})


def on_map(site: Any) -> dict[str, Any]:
    state = "good" if site.is_attended else "bad" if site.type.needs_person else "none"
    return {
        "name": site.name, "type": site.type.name, "unit": site.unit.known_as, "state": state, "line": site.line,
        "shape": site.type.shape, "latitude": site.latitude, "longitude": site.longitude,
        "href": reverse("office:site", args=[site.pk]),
    }  # fmt: skip


@page(may_manage_organisation)
def site(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    found = site_queries.site(by, pk)
    past = [one for one in SiteAnswerer.objects.filter(site=found).select_related("person") if not one.is_current]
    known = {"site": found, "past": past, "form": InChargeForm(), "lines": history_of(found)}
    known["departments"] = departments_of(found)
    known["visits"] = inspections.visits(by).filter(site=found)[:12]
    return render(request, "office/field/site.html", known)


def departments_of(site: Site) -> list[tuple[str, str]]:
    """Matter and department: the site's own, else its type's."""
    own: list[Any] = list(SiteDepartment.objects.filter(site=site).select_related("unit"))
    rows: list[Any] = own or list(site.type.departments.select_related("unit"))
    return [(row.matter or _("全部事项"), str(row.unit)) for row in rows]
