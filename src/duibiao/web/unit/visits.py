"""Visits at one's own sites, once their round is no secret: what was found, by clause and photo."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
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
from duibiao.web.base.inspections.reading import picture, visit_known
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter

Found = TypeVar("Found")


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


def _or_refused(find: Callable[[User, int], Found], by: User, pk: int) -> Found:
    """Another unit's, a secret one and one that never was are refused alike: the answer tells nobody that it exists."""
    try:
        return find(by, pk)
    except Http404:
        raise PermissionDenied(_("没有这次到访，或者它不是本单位点位上的。")) from None


@page(may_enter)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _or_refused(queries.visit, by_of(request), pk)
    known = visit_known(found, "unit:visit_photo")
    return render(request, "unit/visit.html", {**known, "appeal_page": appeal_page(by_of(request), found)})


def appeal_page(by: User, found: Visit) -> str:
    """Where one appeals against its faults; empty where one cannot, or no longer."""
    moment = found.posted_at
    known = moment is not None and timezone.localtime(moment).date() >= open_since()
    return "unit:appeal_fault" if known and found.counts and may_appeal_at_all(by) else ""


@page(may_enter)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return picture(_or_refused(queries.photo, by_of(request), pk))
