"""Visits: what was seen, line by line, with clause and photo."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.inspections import queries
from duibiao.inspections.choices import Oddity
from duibiao.inspections.rounds import note_reading
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import page
from duibiao.web.base.inspections.reading import picture, visit_known
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Any]]:
    return [
        Column("site", _("点位"), lambda row: row.site.name),
        Column("type", _("点位类型"), lambda row: row.site.type.name),
        Column("unit", _("属地单位"), lambda row: row.site.unit.name),
        Column("round", _("轮次"), lambda row: row.round.title),
        Column("at", _("到访时间"), lambda row: day_text(row.at.date()), sort="at"),
        Column("faults", _("问题"), lambda row: row.fault_count, sort="fault_count", number=True),
        Column("lost", _("扣分"), lambda row: row.lost, sort="lost", number=True),
        Column("odd", _("提醒"), lambda row: "、".join(str(Oddity(one).label) for one in row.warnings)),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("点位、单位"), lambda text: Q(site__name__icontains=text) | Q(site__unit__name__icontains=text)),
        Filter("round", _("轮次"), lambda pk: Q(round=int(pk) if pk.isdigit() else 0)),
        Filter("odd", _("提醒"), lambda odd: Q(warnings__contains=[odd]), Oddity.choices),
    ]


@page(may_manage_organisation)
def visits(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return list_page(
        request,
        "office/field/visits.html",
        Table(request.GET, queries.visits(by), columns(), filters(), order="-at"),
        heading=_("到访记录"),
        row="office/field/visit_row.html",
        empty="office/field/visits_empty.html",
    )


@page(may_manage_organisation)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.visit(by_of(request), pk)
    note_reading(by_of(request), found.round)
    return render(request, "office/field/visit.html", visit_known(found, "office:visit_photo"))


@page(may_manage_organisation)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return picture(queries.photo(by_of(request), pk))
