"""The pages that every door shares: home, set-up, preferences, errors."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duibiao.lib import setup_code
from duibiao.organisation import queries, services
from duibiao.organisation.services.setting_up import Credentials
from duibiao.web.base.doors import doors_of
from duibiao.web.base.forms import SetUpForm
from duibiao.web.base.middleware import database_gone_page, error_page, is_gone
from duibiao.web.base.requests import by_of


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own door."""
    opened = doors_of(by_of(request))
    if opened:
        return redirect(opened[0].page)
    return error_page(request, 403, _("这个账号还没有角色，请联系系统管理员。"))


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """The first run: from nothing to a county with two accounts."""
    if queries.is_set_up():
        return redirect("home")
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if setup_code.fits(given["code_word"]):
            return set_up(given)
        form.add_error("code_word", _("设置码不对。请看启动服务的终端，或运行 duibiao doctor 再看一次。"))
    return render(request, "base/setup.html", {"form": form})


def set_up(given: dict[str, str]) -> HttpResponse:
    services.set_up_county(
        name=given["name"],
        code=given["code"],
        administrator=Credentials(given["administrator"], given["administrator_password"]),
        office=Credentials(given["office"], given["office_password"]),
    )
    setup_code.forget()
    return redirect("account_login")


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """The reader's language and size of type, kept in cookies; back to the page one came from."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    year = 365 * 24 * 3600
    for name, allowed in ((settings.LANGUAGE_COOKIE_NAME, dict(settings.LANGUAGES)), ("elder", {"0", "1"})):
        if request.POST.get(name) in allowed:
            response.set_cookie(name, request.POST[name], max_age=year, samesite="Lax", secure=settings.HTTPS)
    return response


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """For the proxy and the monitor: the database answers."""
    connection.ensure_connection()
    return JsonResponse({"ok": True})


def closed(request: HttpRequest) -> HttpResponse:
    """Pages of the log-in library that have no place here: signing up, e-mail, passwords by e-mail."""
    return error_page(request, 404, _("账号由系统管理员开设；忘了密码，请找系统管理员重设。"))


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403, _("页面放得太久，提交没有通过安全检查。请后退、刷新后再提交一次，填的字还在。"))


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    said = str(exception) if isinstance(exception, PermissionDenied) else ""
    return error_page(request, 403, said)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return database_gone_page(request) if is_gone(exception) else error_page(request, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    if is_gone(sys.exception()):
        return database_gone_page(request)
    return error_page(request, 500)
