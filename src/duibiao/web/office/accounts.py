"""Accounts and roles, for the administrator."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation import queries, services
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_accounts
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import AccountForm, PasswordForm, RolesForm


def roles_of(user: User) -> str:
    return "、".join(
        f"{grant.get_role_display()}{f'（{grant.unit}）' if grant.unit else ''}" for grant in user.grants.all()
    )


def columns() -> list[Column[User]]:
    return [
        Column("account", _("登录账号"), lambda user: user.account, sort="account"),
        Column("person", _("人员"), lambda user: str(user.person or "")),
        Column("roles", _("角色"), roles_of),
        Column("state", _("状态"), lambda user: _("启用") if user.is_active else _("停用")),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("账号、姓名"), lambda text: Q(account__icontains=text) | Q(person__name__icontains=text)),
        Filter("role", _("角色"), lambda role: Q(grants__role=role), Role.choices),
        Filter("state", _("状态"), lambda state: Q(is_active=state == "on"), [("on", _("启用")), ("off", _("停用"))]),
    ]


@page(may_manage_accounts)
def accounts(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.accounts(), columns(), filters(), order="account")
    return list_page(
        request,
        "office/accounts.html",
        table,
        heading=_("账号"),
        row="office/parts/account_row.html",
        empty="office/parts/accounts_empty.html",
    )


def up() -> tuple[tuple[str, str], ...]:
    return ((_("账号"), reverse("office:accounts")),)


def grant_in(given: dict[str, Any]) -> list[Any]:
    return [(given.pop("role"), given.pop("unit"))]


@form(may_manage_accounts)
def open_account(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        AccountForm(request.POST or None),
        lambda given: services.open_account(by, roles=grant_in(given), **given),
        heading=_("开设账号"),
        act=_("开设"),
        back=reverse("office:accounts"),
        done=_("账号已开设；请把初始密码交给本人。"),
        where=up(),
    )


@form(may_manage_accounts)
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    by, user = by_of(request), get_object_or_404(User, pk=pk)
    held = user.grants.first()
    start = {"role": held.role, "unit": held.unit} if held else {}
    return form_page(
        request,
        RolesForm(request.POST or None, initial=start),
        lambda given: services.change_roles(by, user, roles=grant_in(given)),
        heading=_("修改角色：%s") % user.account,
        act=_("保存"),
        back=reverse("office:accounts"),
        done=_("角色已修改。"),
        where=up(),
    )


@form(may_manage_accounts)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    by, user = by_of(request), get_object_or_404(User, pk=pk)
    return form_page(
        request,
        PasswordForm(request.POST or None, initial={"account": user.account}),
        lambda given: services.reset_password(by, user, password=given["password"]),
        heading=_("重设密码：%s") % user.account,
        act=_("重设"),
        back=reverse("office:accounts"),
        done=_("密码已重设；请把新密码交给本人。"),
        where=up(),
    )


@act(may_manage_accounts)
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    services.close_account(by_of(request), get_object_or_404(User, pk=pk))
    messages.success(request, _("账号已停用，已登录的也已退出。"))
    return redirect("office:accounts")
