"""Who may do what (分级授权): the powers by role, worked out from the very predicates that guard the pages; and who holds each role now.

Opened by whoever supervises the system, and before an account is given a role. In ten seconds: which role may publish, accept, close;
how many hold it; who holds more than one.

Its one trick: nothing here is written down a second time. Each power is the function that the service itself asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.asks.permissions import may_ask_freely
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.documents.permissions import may_keep as may_keep_documents
from duibiao.duties.permissions import may_assign, may_rule
from duibiao.facts.permissions import may_post_facts
from duibiao.inspections.permissions import may_inspect, may_run_rounds
from duibiao.ledger.permissions import may_read_ledger, may_review, may_run_ledger
from duibiao.lib import sheets
from duibiao.lib.tables import Column, Filter, Table
from duibiao.meetings.permissions import may_run_meetings
from duibiao.notices.permissions import may_keep_channels
from duibiao.obligations.permissions import may_set as may_set_obligations
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import (
    holds,
    may_manage_accounts,
    may_manage_organisation,
    may_read_audit,
    sees_all,
)
from duibiao.packing.permissions import may_pack
from duibiao.participation.permissions import may_keep_supervisors, may_moderate, may_take_apart
from duibiao.pledges.permissions import may_make as may_make_pledges
from duibiao.problems.permissions import may_decide as may_decide_problems
from duibiao.problems.permissions import may_keep_rules, may_manage, may_recheck
from duibiao.scores.permissions import may_take_snapshots
from duibiao.seals.permissions import may_seal
from duibiao.standards.permissions import may_keep_standards
from duibiao.truth.permissions import may_look_again, may_read_forgeries, may_redact, may_report
from duibiao.web.base.doors import doors_of
from duibiao.web.base.guards import page
from duibiao.web.base.lists import download, list_page
from duibiao.workdays.permissions import may_edit_calendar

Words = str | Promise
Power = tuple[Words, Callable[[User], bool]]
L = gettext_lazy

#: The powers, from the whole to the part. Those over one unit's own matters follow the unit of the account, not the role alone.
POWERS: tuple[tuple[Words, tuple[Power, ...]], ...] = (
    (
        L("系统"),
        (
            (L("开立账号、授予角色"), may_manage_accounts), (L("看操作记录"), may_read_audit), (L("维护单位和人员"), may_manage_organisation),
            (L("设置消息通道"), may_keep_channels), (L("修改工作日历"), may_edit_calendar), (L("封存"), may_seal), (L("看全县各单位"), sees_all),
        ),
    ),
    (
        L("标准和成绩"),
        (
            (L("维护、发布测评标准"), may_keep_standards), (L("建立和修改创建活动"), may_run_campaigns), (L("登记事实"), may_post_facts),
            (L("固定成绩、报请公布"), may_take_snapshots),
            (L("批准公布成绩"), lambda by: holds(by, Role.LEADER)),
        ),
    ),
    (
        L("任务和文件"),
        (
            (L("下达任务"), may_assign), (L("裁定权责"), may_rule), (L("向单位提要求"), may_ask_freely), (L("召集会议"), may_run_meetings),
            (L("登记、下发文件"), may_keep_documents), (L("制发责任书"), may_make_pledges), (L("设规定动作"), may_set_obligations),
        ),
    ),
    (
        L("材料"),
        (
            (L("列材料清单、定申报窗口"), may_run_ledger), (L("审核材料"), may_review), (L("打材料包"), may_pack), (L("登记疑似伪造"), may_report),
            (L("确认伪造（不能是登记人）"), may_read_forgeries), (L("抽查复核（不能是审核人）"), may_look_again), (L("遮挡照片"), may_redact), (L("查阅台账"), may_read_ledger),
        ),
    ),
    (
        L("现场和问题"),
        (
            (L("安排检查轮次"), may_run_rounds), (L("现场检查"), may_inspect), (L("交办问题"), may_manage), (L("定问题规则"), may_keep_rules),
            (L("复核销号"), may_recheck), (L("会商决定重大事项"), may_decide_problems), (L("处理群众反映"), may_moderate), (L("登记上级反馈"), may_take_apart), (L("管理社会监督员"), may_keep_supervisors),
        ),
    ),
)  # fmt: skip

#: What an account of the role sees.
REACH: dict[str, Words] = {
    Role.ADMINISTRATOR: L("全县；不办业务"),
    Role.OFFICE: L("全县"),
    Role.LEADER: L("全县，只看和批"),
    Role.UNIT: L("本单位及下级"),
    Role.INSPECTOR: L("自己承担的检查"),
    Role.ASSESSOR: L("台账，只读"),
}


@dataclass(frozen=True)
class Line:
    """A power and, by role in their order, whether it is held."""

    words: str
    held: list[bool]


def of_role(role: str) -> User:
    """An account that exists nowhere and holds one role: what the predicates say of it, they say of everybody with that role."""
    made = User(account="", is_active=True)
    made.__dict__ |= {"roles": frozenset({role}), "grants_held": [], "unit": None}
    return made


def powers() -> list[tuple[str, list[Line]]]:
    people = [of_role(role) for role in Role.values]
    return [
        (str(title), [Line(str(words), [may(one) for one in people]) for words, may in held]) for title, held in POWERS
    ]


def columns() -> list[Column[Any]]:
    return [
        Column("account", _("登录账号"), lambda row: row.account, sort="account"),
        Column("person", _("人员"), lambda row: str(row.person or "")),
        Column("roles", _("角色和范围"), lambda row: _held(row)),
        Column("n", _("几个角色"), lambda row: row.n_roles, sort="n_roles", number=True),
        Column("last_login", _("上次登录"), lambda row: row.last_login),
        Column("state", _("状态"), lambda row: _("启用") if row.is_active else _("停用")),
    ]


def _held(row: Any) -> str:
    return "、".join(
        f"{one.get_role_display()}（{one.unit.name if one.unit else REACH[one.role]}）" for one in row.grants.all()
    )


def filters() -> list[Filter]:
    return [
        Filter("q", _("账号、姓名"), lambda text: Q(account__icontains=text) | Q(person__name__icontains=text)),
        Filter("role", _("角色"), lambda role: Q(grants__role=role), Role.choices),
        Filter("many", _("角色数"), lambda _on: Q(n_roles__gt=1), [("yes", _("不止一个角色"))]),
        Filter("state", _("状态"), lambda state: Q(is_active=state == "on"), [("on", _("启用")), ("off", _("停用"))]),
    ]


@page(may_read_audit)
def authority(request: HttpRequest) -> HttpResponse:
    """Powers above, holders below; the powers as a workbook too."""
    shown = powers()
    if request.GET.get("export") == "powers":
        heads = [_("功能"), *(str(label) for label in Role.labels)]
        rows = ([line.words, *("√" if one else "" for one in line.held)] for _title, lines in shown for line in lines)
        return download(sheets.workbook(_("分级授权"), heads, rows), _("分级授权表") + ".xlsx", sheets.XLSX)
    found = User.objects.select_related("person").prefetch_related("grants__unit")
    found = found.annotate(n_roles=Count("grants__role", distinct=True))
    table = Table(request.GET, found, columns(), filters(), order="account")
    for row in table.rows:
        row.said = _held(row)
    held = dict(User.objects.filter(is_active=True).values_list("grants__role").annotate(n=Count("pk", distinct=True)))
    roles = [(label, REACH[value], held.get(value, 0), _doors(value)) for value, label in Role.choices]
    return list_page(
        request, "office/authority.html", table, heading=_("账号和角色"), row="office/parts/authority_row.html",
        empty="office/parts/accounts_empty.html", powers=shown, roles=roles,
    )  # fmt: skip


def _doors(role: str) -> str:
    """The parts of the site that open to the role."""
    return "、".join(str(door.title) for door in doors_of(of_role(role)))
