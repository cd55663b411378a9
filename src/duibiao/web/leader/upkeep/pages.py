"""A leader's look at shortcomings: the open ones by points, and what they cost."""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.guards import page
from duibiao.web.base.upkeep import shortcomings as pages
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def shortcomings(request: HttpRequest) -> HttpResponse:
    return pages.listed(request, "leader", may_add=False)


@page(may_enter)
def shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, "leader", pk)
