"""The leader's pages of facts: what stands behind a number, down to who recorded it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from duibiao.web.base.facts.reading import Where, fact_page, journal_page
from duibiao.web.base.guards import page
from duibiao.web.leader.menu import may_enter

WHERE = Where("leader:facts", "leader:fact", "leader:home")


@page(may_enter)
def facts(request: HttpRequest) -> HttpResponseBase:
    return journal_page(request, WHERE)


@page(may_enter)
def fact(request: HttpRequest, sequence: int) -> HttpResponse:
    return fact_page(request, sequence, WHERE)
