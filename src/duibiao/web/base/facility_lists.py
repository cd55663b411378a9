"""The register of facilities as both doors show it: columns, filters, the photo of a look."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter
from duibiao.organisation.models import Unit, User
from duibiao.places import facility_queries
from duibiao.places.choices import BAD_STATES, FacilityState, Zone
from duibiao.places.models import Facility, Look, SiteType
from duibiao.problems.facility_orders import with_order
from duibiao.web.base.pictures import shown
from duibiao.web.base.requests import by_of

#: Sorts what nobody has looked at to the front.
NEVER = datetime(1970, 1, 1, tzinfo=timezone.get_default_timezone())


def rows_for(by: User) -> QuerySet[Facility]:
    return with_order(facility_queries.facilities(by)).annotate(looked=Coalesce("looked_at", NEVER))


def waiting(by: User) -> int:
    """How many are not well and have no order: one statement."""
    found: QuerySet[Any] = rows_for(by)
    return found.filter(state__in=BAD_STATES, order=None).count()


def columns() -> list[Column[Any]]:
    return [
        Column("name", _("名称"), lambda row: row.site.name, sort="site__name"),
        Column("code", _("编号"), lambda row: row.site.code, sort="site__code"),
        Column("type", _("种类"), lambda row: row.site.type.name, sort="site__type__order"),
        Column("place", _("属地单位"), lambda row: row.site.unit.known_as),
        Column("address", _("地址"), lambda row: row.site.address),
        Column("unit", _("责任单位"), lambda row: row.unit.known_as),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("looked", _("最近查看"), lambda row: row.looked_at and timezone.localtime(row.looked_at).date(), sort="looked"),
        Column("order", _("处置单"), lambda row: _("有") if row.order else ""),
    ]  # fmt: skip


def filters(by: User) -> list[Filter]:
    kinds = [(str(kind.pk), kind.name) for kind in SiteType.objects.filter(is_facility=True)]
    held = facility_queries.facilities(by)
    places = [
        (str(one.pk), one.known_as) for one in Unit.objects.filter(pk__in=held.values("site__unit")).order_by("path")
    ]
    units = [(str(one.pk), one.known_as) for one in Unit.objects.filter(pk__in=held.values("unit")).order_by("path")]
    yes_no = [("yes", _("有")), ("no", _("没有"))]
    return [
        Filter("q", _("名称、编号、地址"), _search),
        Filter("bad", _("要处置的"), lambda _yes: Q(state__in=BAD_STATES), [("yes", _("是"))]),
        Filter("state", _("状态"), lambda one: Q(state=one), FacilityState.choices),
        Filter("order", _("处置单"), lambda has: Q(order__isnull=has == "no"), yes_no),
        Filter("type", _("种类"), lambda pk: Q(site__type=pk), kinds),
        Filter("place", _("属地单位"), lambda pk: Q(site__unit=pk), places),
        Filter("unit", _("责任单位"), lambda pk: Q(unit=pk), units),
        Filter("zone", _("区域"), lambda one: Q(site__zone=one), Zone.choices),
        Filter("before", _("此日以后没有查看"), _not_since, day=True),
    ]  # fmt: skip


def _search(text: str) -> Q:
    return Q(site__name__icontains=text) | Q(site__code__startswith=text) | Q(site__address__icontains=text)


def _not_since(text: str) -> Q:
    try:
        return Q(looked__lt=timezone.make_aware(datetime.fromisoformat(text[:10])))
    except ValueError:
        return Q()


def look_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of a look at a facility that the visitor may see."""
    by = by_of(request)
    look = get_object_or_404(Look.objects.select_related("photo"), pk=pk, photo__isnull=False)
    facility_queries.facility(by, look.facility_id)
    if look.photo is None:
        raise Http404
    return shown(look.photo)
