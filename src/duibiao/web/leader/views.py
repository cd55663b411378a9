"""The leader's first page: what stands ready, what is missing and whose it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation import queries
from duibiao.places import queries as places
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def home(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    known = {
        "county": queries.county(),
        "now": queries.overview(by),
        "areas": places.coverage(by),
        "missing": queries.without_liaison(by)[:20],
        "office": queries.office_contacts(),
    }
    return render(request, "leader/home.html", known)
