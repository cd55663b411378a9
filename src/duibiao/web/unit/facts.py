"""The unit's pages of facts: what is on record about us, so that nobody is surprised by a score."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from duibiao.appeals.permissions import may_appeal_at_all
from duibiao.web.base.facts.reading import Where, fact_page, journal_page
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter

WHERE = Where("unit:facts", "unit:fact", "unit:home")


@page(may_enter)
def facts(request: HttpRequest) -> HttpResponseBase:
    return journal_page(request, WHERE)


@page(may_enter)
def fact(request: HttpRequest, sequence: int) -> HttpResponse:
    return fact_page(request, sequence, WHERE, may_appeal=may_appeal_at_all(by_of(request)))
