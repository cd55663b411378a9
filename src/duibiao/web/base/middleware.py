"""What happens to every request, each in a few lines and in the order of the settings."""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from psycopg_pool import PoolTimeout

from duibiao.lib import request as request_number
from duibiao.organisation import queries

Answer = Callable[[HttpRequest], HttpResponseBase]
#: Pages that answer before there is a county, and without a log-in.
BEFORE_SET_UP = frozenset({"setup", "prefer", "healthz"})
#: Pages that answer while a new password is owed.
BEFORE_PASSWORD = frozenset(
    {"account_change_password", "account_logout", "account_reauthenticate", "prefer", "healthz"}
)


def page_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def number_the_request(answer: Answer) -> Answer:
    """Give the request a number that stands in its audit lines and in its answer's header."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        token = request_number.number.set(secrets.token_hex(8))
        try:
            response = answer(request)
            response["X-Request-ID"] = request_number.number.get()
            return response
        finally:
            request_number.number.reset(token)

    return handle


#: What is raised while the database cannot be reached.
GONE = (OperationalError, InterfaceError, PoolTimeout)


class say_when_the_database_is_gone:
    """A page that says what is wrong, drawn without the database. `process_exception` sees what views raise.

    What a layer between raises, the framework has made an answer of before it comes here: `views.failed` draws the same page.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.answer(request)
        except GONE:
            return database_gone_page(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return database_gone_page(request) if isinstance(error, GONE) else None


def is_gone(error: BaseException | None) -> bool:
    """Whether an error comes of the database being gone: also the session's, which says that it was deleted when it could not be written."""
    while error is not None and not isinstance(error, GONE):
        error = error.__cause__ or error.__context__
    return error is not None


def database_gone_page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=503, headers={"Retry-After": "15"})
    with translation.override(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)):
        from django.template.loader import render_to_string

        response.content = render_to_string("base/503.html")
    return response


def speak_the_chosen_language(answer: Answer) -> Answer:
    """Chinese, unless the reader chose otherwise here: a browser's own language says little about an office PC."""
    known = dict(settings.LANGUAGES)

    def handle(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle


def end_idle_sessions(answer: Answer) -> Answer:
    """Log out who has not clicked for a while. The time is written once a minute, not at every click."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now, last = int(time.time()), request.session.get("last_click", 0)
            if last and now - last > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - last > 60:
                request.session["last_click"] = now
        return answer(request)

    return handle


def set_up_first(answer: Answer) -> Answer:
    """Until there is a county, every page is the set-up page. Once there is one, nobody asks again."""
    known = False

    def handle(request: HttpRequest) -> HttpResponseBase:
        nonlocal known
        if known or page_name(request) in BEFORE_SET_UP:
            return answer(request)
        known = queries.is_set_up()
        return answer(request) if known else redirect("setup")

    return handle


def ask_for_an_own_password(answer: Answer) -> Answer:
    """Who was given a password by somebody else changes it before anything else."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        owes = request.user.is_authenticated and request.user.must_change_password
        if owes and page_name(request) not in BEFORE_PASSWORD:
            return redirect(reverse("account_change_password"))
        return answer(request)

    return handle


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    return render(
        request,
        "base/error.html",
        {"status": status, "message": message, "number": request_number.number.get()},
        status=status,
    )
