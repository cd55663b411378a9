"""The standards, read from the leader's door. In ten seconds: what a clause demands, its points, how it is counted, who answers."""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.guards import page
from duibiao.web.base.standards import pages
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def standards(request: HttpRequest) -> HttpResponse:
    return pages.editions_page(request, "leader")


@page(may_enter)
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.edition_page(request, pk, "leader")


@page(may_enter)
def measures(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.measures_page(request, pk, "leader")
