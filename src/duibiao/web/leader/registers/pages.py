"""A leader's look at registers: the sums, and the rows behind each; nothing to do here."""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.guards import page
from duibiao.web.base.registers import pages
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def registers(request: HttpRequest) -> HttpResponse:
    return pages.overview(request, "leader", "base/registers/registers.html")


@page(may_enter)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_totals(request, "leader", pk)


@page(may_enter)
def register_rows(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_rows(request, "leader", pk)


@page(may_enter)
def register_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_row(request, "leader", pk)


@page(may_enter)
def register_fed(request: HttpRequest, feed: int, unit: int, day: str) -> HttpResponse:
    return pages.to_rows(request, "leader", feed, unit, day)
