"""The office's zones of daily work (“五个一”): who works where, the gaps, the demonstration segments, what units put in.

Opened when an area changes hands, and monthly. In ten seconds: how much of the ground has exactly one body; where are gaps and doubles.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Listed, Pick, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.upkeep import services, zoning
from duibiao.upkeep.choices import Mechanism
from duibiao.upkeep.models import Body
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.zoning import Cell, Row
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import outlays as lists
from duibiao.web.base.upkeep.zone_forms import BodyForm, LayForm, ZoneForm, zone_start


def _said(cell: Cell) -> str:
    return {"none": _("空档"), "spared": _("不需要")}.get(cell.state, cell.words)


def _column(place: int, mechanism: Mechanism) -> Column[Row]:
    return Column(mechanism.value, mechanism.label, lambda row: _said(row.cells[place]))


def columns() -> list[Column[Row]]:
    return [
        Column("area", _("区域路段"), lambda row: f"{row.area.code} {row.area.name}", sort="area"),
        Column("unit", _("属地单位"), lambda row: row.area.unit.name, sort="unit"),
        *(_column(place, one) for place, one in enumerate(Mechanism)),
        Column("problems", _("近 90 天问题"), lambda row: row.problems, sort="problems", number=True),
        Column("demonstration", _("示范"), lambda row: _("示范") if row.demonstrates else ""),
    ]


def filters() -> list[Pick[Row]]:
    holds: dict[str, Callable[[Row], bool]] = {
        "gap": lambda row: row.gaps > 0, "two": lambda row: row.doubles > 0, "whole": lambda row: not row.gaps and not row.doubles,
        "quiet": lambda row: any(cell.quiet for cell in row.cells), "demo": lambda row: row.demonstrates,
    }  # fmt: skip
    words = [
        ("gap", _("有空档的")),
        ("two", _("两家都管的")),
        ("quiet", _("久没作业记录的")),
        ("whole", _("项项有人管的")),
        ("demo", _("示范路段")),
    ]
    return [
        Pick("q", _("路段、单位、责任主体"), lambda row, text: text in f"{row.area.code} {row.area.name} {row.area.unit.name} {''.join(cell.words for cell in row.cells)}"),
        Pick("state", _("状态"), lambda row, name: holds[name](row), words),
    ]  # fmt: skip


@page(may_manage_organisation)
def zones(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = zoning.rows(by)
    table = Listed(request.GET, found, columns(), filters(), key=lambda row: row.area.code)
    return list_page(
        request, "office/upkeep/zones.html", table, heading=_("作业责任区"), row="office/upkeep/zone_row.html",
        empty="office/upkeep/zones_empty.html", coverage=zoning.coverage(found), may_keep=may_keep(by), has_areas=bool(found),
    )  # fmt: skip


@form(may_keep)
def lay_zones(request: HttpRequest) -> HttpResponse:
    """In bulk: the areas, the mechanisms, and each area's own unit as the body."""
    back = reverse("office:zones")
    asked = LayForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        n = services.lay_zones(by_of(request), **asked.cleaned_data)
        messages.success(request, ngettext("划定了 %d 个责任区。", "划定了 %d 个责任区。", n) % n)
        return redirect(back)
    return render(request, "office/upkeep/lay.html", {"form": asked, "back": back})


@page(may_manage_organisation)
def zone(request: HttpRequest, pk: int) -> HttpResponse:
    found, cell = zoning.zone(by_of(request), pk)
    bodies = list(found.bodies.select_related("unit").order_by("-since", "-pk"))
    known: dict[str, Any] = {
        "zone": found, "cell": cell, "bodies": bodies, "works": zoning.works_of(found), "may_keep": may_keep(by_of(request)),
        "lines": history_of(found), "body_form": BodyForm(), "today": today(), "space": "office",
    }  # fmt: skip
    return render(request, "base/upkeep/zone.html", known)


@form(may_keep)
def change_zone(request: HttpRequest, pk: int) -> HttpResponse:
    found, _cell = zoning.zone(by_of(request), pk)
    back = reverse("office:zone", args=[pk])
    return form_page(
        request, ZoneForm(request.POST or None, initial=zone_start(found)),
        lambda given: services.change_zone(by_of(request), found, **given), heading=_("修改责任区"), act=_("保存"), back=back,
        done=_("已保存。"), where=((_("作业责任区"), reverse("office:zones")), (str(found), back)), refusals=(Refused,),
    )  # fmt: skip


@act(may_keep)
def appoint_body(request: HttpRequest, pk: int) -> HttpResponse:
    found, _cell = zoning.zone(by_of(request), pk)
    asked = BodyForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有保存：请选责任主体和日期。"))
        return redirect("office:zone", pk=pk)
    try:
        services.appoint_body(by_of(request), found, **asked.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("责任主体已定。"))
    return redirect("office:zone", pk=pk)


@act(may_keep)
def release_body(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Body.objects.select_related("zone"), pk=pk)
    services.release_body(by_of(request), held)
    messages.success(request, _("到今天为止。"))
    return redirect("office:zone", pk=held.zone_id)


@page(may_manage_organisation)
def outlays(request: HttpRequest) -> HttpResponse:
    found = zoning.outlays(by_of(request))
    table = Table(request.GET, found, lists.columns(), lists.filters(), order="-year")
    return list_page(
        request, "base/upkeep/outlays.html", table, heading=_("作业投入"), row="base/upkeep/outlay_row.html",
        empty="base/upkeep/outlays_empty.html", sums=zoning.sums_of(found, today().year), year=today().year, here="office",
    )  # fmt: skip
