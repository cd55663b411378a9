"""The inspector's own visits: what was handed in, and what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.inspections import queries
from duibiao.inspections.permissions import may_use_phone
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Table
from duibiao.web.base.guards import page
from duibiao.web.base.inspections.reading import or_refused, picture, visit_known
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Any]]:
    return [
        Column("site", _("点位"), lambda row: row.site.name),
        Column("at", _("到访时间"), lambda row: day_text(row.at.date()), sort="at"),
        Column("round", _("轮次"), lambda row: row.round.title),
        Column("faults", _("问题"), lambda row: row.fault_count, number=True),
        Column("lost", _("扣分"), lambda row: row.lost, number=True),
    ]


@page(may_use_phone)
def visits(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return list_page(
        request,
        "field/visits.html",
        Table(request.GET, queries.visits(by).filter(inspector=by), columns(), order="-at"),
        heading=_("我的到访"),
        row="field/visit_row.html",
        empty="field/visits_empty.html",
    )


@page(may_use_phone)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = or_refused(queries.visit, by_of(request), pk)
    return render(request, "field/visit.html", visit_known(found, "field:photo"))


@page(may_use_phone)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return picture(or_refused(queries.photo, by_of(request), pk))
