"""A unit's zones: where it works, a line when it has, and what it puts in. Ten seconds: which zones have long heard nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.organisation.permissions import require
from duibiao.upkeep import services, zoning
from duibiao.upkeep.models import UpkeepZone
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.zones import works_in
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import outlays as lists
from duibiao.web.base.upkeep.zone_forms import OutlayForm, WorkForm
from duibiao.web.unit.upkeep.shortcomings import is_unit


@page(is_unit)
def zones(request: HttpRequest) -> HttpResponse:
    held = zoning.mine(by_of(request))
    return render(request, "unit/upkeep/zones.html", {"cells": held, "quiet": sum(one.quiet for one in held)})


@page(is_unit)
def zone(request: HttpRequest, pk: int) -> HttpResponse:
    found, cell = zoning.zone(by_of(request), pk)
    bodies = list(found.bodies.select_related("unit").order_by("-since", "-pk"))
    known = {"zone": found, "cell": cell, "bodies": bodies, "works": zoning.works_of(found), "space": "unit"}
    known["may_tell"] = found.bodies.filter(works_in(by_of(request))).exists()
    return render(request, "base/upkeep/zone.html", {**known, "today": today()})


@form(is_unit)
def tell_work(request: HttpRequest) -> HttpResponse:
    """One form for all zones of a day."""
    by, back = by_of(request), reverse("unit:zones")
    own = UpkeepZone.objects.filter(pk__in=[one.zone.pk for one in zoning.mine(by) if one.zone is not None])
    start = {"zones": [request.GET["zone"]]} if request.GET.get("zone", "").isdigit() else None
    files = request.FILES if request.method == "POST" else None
    asked = WorkForm(own.select_related("area"), request.POST or None, files, initial=start)
    return form_page(
        request, asked, lambda given: services.tell_work(by, **given), heading=_("记作业"), act=_("记下"), back=back,
        done=_("已记下。"), where=((_("作业责任区"), back),), refusals=(Refused,), sentence=_("只记做了哪些责任区，不打卡、不定位。"),
    )  # fmt: skip


@page(is_unit)
def outlays(request: HttpRequest) -> HttpResponse:
    found = zoning.outlays(by_of(request))
    table = Table(request.GET, found, lists.columns(), lists.filters(), order="-year")
    return list_page(
        request, "base/upkeep/outlays.html", table, heading=_("作业投入"), row="base/upkeep/outlay_row.html",
        empty="base/upkeep/outlays_empty.html", sums=zoning.sums_of(found, today().year), year=today().year, here="unit",
    )  # fmt: skip


@form(is_unit)
def set_outlay(request: HttpRequest) -> HttpResponse:
    """For a year and a mechanism; what was said before is changed, if nobody has changed it since."""
    by, back = by_of(request), reverse("unit:outlays")
    unit = by.unit
    require(unit is not None)
    assert unit is not None
    of = request.GET.get("of", "")
    held = zoning.outlays(by).filter(unit=unit, pk=int(of)).first() if of.isdigit() else None
    names = ("version", "year", "mechanism", "staff", "machines", "money_wan", "words")
    start = {name: getattr(held, name) for name in names} if held is not None else {"year": today().year}
    return form_page(
        request, OutlayForm(request.POST or None, initial=start), lambda given: services.set_outlay(by, unit, **given),
        heading=_("登记作业投入"), act=_("保存"), back=back, done=_("已保存。"), where=((_("作业投入"), back),),
        refusals=(Refused,), sentence=_("本单位自己登记，一项机制一年一行；再填就是修改。"),
    )  # fmt: skip
