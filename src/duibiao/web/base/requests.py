"""Reading a request: who asks, and answering a whole page or only the part that changed."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation.models import User


def by_of(request: HttpRequest) -> User:
    """The logged-in account; for views behind `login_required`."""
    return cast(User, request.user)


def page_or_part(request: HttpRequest, page: str, part: str, known: dict[str, Any]) -> HttpResponse:
    """The whole page, or asked by HTMX only its part: one address for both."""
    by_htmx = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    response = render(request, part if by_htmx else page, known)
    response["Vary"] = "HX-Request, Cookie"
    return response
