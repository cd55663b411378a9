"""Looking up who did what."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.audit import queries
from duibiao.audit.choices import ACTS
from duibiao.audit.models import Line
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_read_audit
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page


def columns(accounts: dict[int | None, str]) -> list[Column[Line]]:
    return [
        Column("at", _("时间"), lambda line: f"{line.at:%Y-%m-%d %H:%M:%S}"),
        Column("by", _("账号"), lambda line: accounts.get(line.by_id, "")),
        Column("act", _("操作"), lambda line: line.words),
        Column("thing", _("对象"), lambda line: f"{line.thing} {line.thing_id or ''}"),
        Column("request", _("请求编号"), lambda line: line.request),
    ]


def filters(accounts: dict[int | None, str]) -> list[Filter]:
    return [
        Filter("by", _("账号"), lambda pk: Q(by_id=pk), [(str(pk), name) for pk, name in accounts.items()]),
        Filter("act", _("操作"), lambda act: Q(act=act), list(ACTS.items())),
        Filter("request", _("请求编号"), lambda number: Q(request=number)),
    ]


@page(may_read_audit)
def audit(request: HttpRequest) -> HttpResponse:
    accounts: dict[int | None, str] = dict(User.objects.order_by("account").values_list("pk", "account"))
    table = Table(request.GET, queries.lines(), columns(accounts), filters(accounts), order="-pk")
    for line in table.rows:
        line.account = accounts.get(line.by_id, "")  # type: ignore[attr-defined]
    return list_page(
        request,
        "office/audit.html",
        table,
        heading=_("操作记录"),
        row="office/parts/line_row.html",
        empty="office/parts/lines_empty.html",
    )
