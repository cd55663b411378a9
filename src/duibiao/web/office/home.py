"""The office's first page: how far the county stands, and the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation import queries
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import queries as places
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of


@page(may_manage_organisation)
def home(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    known = {"county": queries.county(), "now": queries.overview(by), "areas": places.coverage(by)}
    return render(request, "office/home.html", known)
