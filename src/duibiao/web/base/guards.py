"""Who may enter a view, said above it. Services check again: a view is not the last word."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.web.base.requests import by_of

View = Callable[..., HttpResponseBase]


def only(may: Callable[[User], bool], method: Callable[[View], View]) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
            require(may(by_of(request)))
            return view(request, *arguments, **options)

        return method(login_required(guarded))

    return guard


def page(may: Callable[[User], bool]) -> Callable[[View], View]:
    """A page to read: GET only, for those who `may`."""
    return only(may, require_GET)


def form(may: Callable[[User], bool]) -> Callable[[View], View]:
    """A page with a form: GET shows it, POST does the act and redirects."""
    return only(may, require_http_methods(["GET", "POST"]))


def act(may: Callable[[User], bool]) -> Callable[[View], View]:
    """An act without a page of its own: POST only, then a redirect."""
    return only(may, require_POST)
