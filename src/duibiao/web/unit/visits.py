"""Visits at one's own sites, once their round is no secret: what was found, by clause and photo."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.appeals.deadlines import open_since
from duibiao.appeals.permissions import may_appeal_at_all
from duibiao.inspections import queries
from duibiao.inspections.models import Visit
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Table
from duibiao.organisation.models import User
from duibiao.web.base.guards import page
from duibiao.web.base.inspections.reading import or_refused, picture, visit_known
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


def columns() -> list[Column[Any]]:
    return [
        Column("site", _("点位"), lambda row: row.site.name),
        Column("round", _("轮次"), lambda row: row.round.title),
        Column("at", _("到访时间"), lambda row: day_text(row.at.date()), sort="at"),
        Column("faults", _("问题"), lambda row: row.fault_count, sort="fault_count", number=True),
        Column("lost", _("扣分"), lambda row: row.lost, sort="lost", number=True),
    ]


@page(may_enter)
def visits(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "unit/visits.html",
        Table(request.GET, queries.visits(by_of(request)), columns(), order="-at"),
        heading=_("现场检查"),
        row="unit/visit_row.html",
        empty="unit/visits_empty.html",
    )


@page(may_enter)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = or_refused(queries.visit, by_of(request), pk)
    known = visit_known(found, "unit:visit_photo")
    return render(request, "unit/visit.html", {**known, "appeal_page": appeal_page(by_of(request), found)})


def appeal_page(by: User, found: Visit) -> str:
    """Where one appeals against its faults; empty where one cannot, or no longer."""
    moment = found.posted_at
    known = moment is not None and timezone.localtime(moment).date() >= open_since()
    return "unit:appeal_fault" if known and found.counts and may_appeal_at_all(by) else ""


@page(may_enter)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return picture(or_refused(queries.photo, by_of(request), pk))
