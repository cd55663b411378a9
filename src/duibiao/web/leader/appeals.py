"""Appeals for a leader to decide: above all those about what the office itself recorded."""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.appeals import pages
from duibiao.web.base.guards import act, page
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def appeals(request: HttpRequest) -> HttpResponse:
    return pages.listed(request, "leader")


@page(may_enter)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, "leader", pk)


@act(may_enter)
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.decided(request, "leader", pk)


@page(may_enter)
def appeal_file(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.file_of(request, pk)


@page(may_enter)
def appeal_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    return pages.photo_of(request, pk, photo)


@page(may_enter)
def appeal_decisions(request: HttpRequest) -> HttpResponse:
    return pages.published(request, "leader")
