"""Messages, for everybody. Opened when the rail shows a number. In ten seconds: what is new, and where to deal with it."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.notices import queries, services
from duibiao.notices.choices import KINDS
from duibiao.notices.models import Notice
from duibiao.web.base.days.forms import WishForm
from duibiao.web.base.days.pages import anybody
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Notice]]:
    return [
        Column("words", _("内容"), lambda row: row.words),
        Column("kind", _("类别"), lambda row: row.kind_words, sort="kind"),
        Column("at", _("时间"), lambda row: row.at.strftime("%Y-%m-%d %H:%M"), sort="pk"),
        Column("state", _("状态"), lambda row: _("已读") if row.read_at else _("未读")),
    ]


def filters() -> list[Filter]:
    states = [("new", _("未读")), ("read", _("已读"))]
    return [
        Filter("q", _("内容"), lambda text: Q(words__icontains=text)),
        Filter("kind", _("类别"), lambda kind: Q(kind__startswith=kind), list(KINDS.items())),
        Filter("state", _("状态"), lambda state: Q(read_at__isnull=state == "new"), states),
    ]


@page(anybody)
def inbox(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.inbox(by), columns(), filters(), order="-pk")
    return list_page(
        request,
        "base/notices/inbox.html",
        table,
        heading=_("消息"),
        row="base/notices/row.html",
        empty="base/notices/empty.html",
        unread=by.unread_notices,
    )


@act(anybody)
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to what it is about."""
    found = queries.notice(by_of(request), pk)
    services.mark_read(by_of(request), [found.pk])
    safe = url_has_allowed_host_and_scheme(found.link, allowed_hosts=None)
    return redirect(found.link if found.link and safe else "notices")


@act(anybody)
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_read(by_of(request))
    messages.success(request, _("都标为已读了。"))
    return redirect("notices")


@form(anybody)
def wish(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    held = queries.wish_of(by)
    start = {name: getattr(held, name) for name in WishForm.base_fields}
    return form_page(
        request,
        WishForm(request.POST or None, initial=start),
        lambda given: services.wish(by, **given),
        heading=_("怎样提醒我"),
        act=_("保存"),
        back=reverse("notices"),
        done=_("已保存，从下一次提醒起就这样。"),
        where=((_("消息"), reverse("notices")),),
        sentence=_("消息在站内马上能看到；提醒和汇总每天一次，不打扰休息。"),
    )
