"""The unit's first page: what the organisation knows of it, and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation import queries
from duibiao.places import queries as places
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def home(request: HttpRequest) -> HttpResponse:
    """A unit sees itself; an inspector or assessor without one sees whom to ask."""
    by = by_of(request)
    unit = by.unit
    known = {
        "county": queries.county(),
        "unit": unit,
        "posts": [post for post in queries.people_of(unit) if post.is_current] if unit else [],
        "areas": places.coverage(by),
        "office": queries.office_contacts(),
    }
    return render(request, "unit/home.html", known)
