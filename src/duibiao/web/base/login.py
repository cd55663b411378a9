"""How allauth logs people in here: by account, without signing up, each success and failure on an audit line."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from duibiao.audit.services import note
from duibiao.organisation import services
from duibiao.organisation.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或密码不对。连续输错 5 次，账号会锁定 15 分钟。"),
        "too_many_login_attempts": _("输错次数太多，请 15 分钟后再试；忘了密码请找系统管理员重设。"),
        "account_inactive": _("这个账号已停用，请联系系统管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        tried = User.objects.filter(account__iexact=credentials.get("username", "")).first()
        with transaction.atomic():
            note(None, "account.log_in_failed", tried)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        with transaction.atomic():
            note(user, "account.logged_in", user)
        return cast(HttpResponse, super().post_login(request, user, **options))

    def add_message(self, *arguments: Any, **options: Any) -> None:
        """The page that one lands on says enough; only a changed password deserves a word."""
        if "password_changed" in str(options.get("message_template", arguments)):
            super().add_message(*arguments, **options)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        services.own_password_set(user)
        user.must_change_password = False
