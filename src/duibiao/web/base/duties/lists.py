"""Lists of duties: columns, filters, the counts of their first sentence; for the office and for a unit."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.duties import queries
from duibiao.duties.choices import IN_HAND, Light, Role, State
from duibiao.duties.models import Duty
from duibiao.lib.dates import day_text
from duibiao.lib.papers import Paper
from duibiao.lib.tables import Column, Filter
from duibiao.organisation.choices import UnitKind


def columns() -> list[Column[Duty]]:
    """The export begins with the columns of the import, so that it can be changed and taken back."""
    return [
        Column("campaign", _("创建活动"), lambda row: row.campaign.title),
        Column("code", _("编号"), lambda row: row.indicator, sort="indicator"),
        Column("title", _("任务"), lambda row: row.title, sort="title"),
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__order"),
        Column("role", _("角色"), lambda row: row.get_role_display(), sort="role"),
        Column("person", _("责任人"), lambda row: row.person.name if row.person else ""),
        Column("due_on", _("完成时限"), lambda row: row.due_on, sort="due"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="light"),
        Column("percent", _("进度（%）"), lambda row: row.percent, sort="percent", number=True),
        Column("goal", _("目标"), lambda row: row.goal),
        Column("standard", _("标准"), lambda row: row.standard),
        Column("consequence", _("奖惩"), lambda row: row.consequence),
    ]


def sort_words() -> list[tuple[str, str]]:
    return [
        ("unsigned", _("逾期没签收")),
        ("overdue", _("已超期")),
        ("soon", _("三个工作日内到期")),
        ("complete", _("报了 100%，等办结")),
        ("troubled", _("报告里有问题")),
        ("silent", _("签收后没报过进展")),
        ("unit_gone", _("单位已撤销")),
        ("person_gone", _("责任人已离岗")),
        ("stricter", _("比上级加码")),
    ]


def _sorted(days: queries.Days) -> Any:
    conditions = {
        "unsigned": queries.unsigned(days),
        "overdue": queries.overdue(days),
        "soon": Q(state__in=IN_HAND, due_on__gte=days.today, due_on__lte=days.soon),
        "complete": Q(state=State.SIGNED, percent=100),
        "troubled": Q(state=State.SIGNED, has_problem=True),
        "silent": Q(state=State.SIGNED, reported_at=None),
        "unit_gone": queries.unit_gone() & Q(state__in=IN_HAND),
        "person_gone": queries.person_gone() & Q(state__in=IN_HAND),
        "stricter": ~Q(stricter=""),
    }
    return lambda name: conditions[name]


def filters(days: queries.Days, campaigns: Sequence[Campaign], *, kinds: bool = True) -> list[Filter]:
    found = [
        Filter("q", _("编号、任务、单位"), lambda text: Q(indicator__startswith=text) | Q(title__icontains=text) | Q(unit__name__icontains=text)),
        Filter("campaign", _("创建活动"), lambda pk: Q(campaign=pk), [(str(one.pk), one.title) for one in campaigns]),
        Filter("light", _("红黄绿"), lambda light: Q(light=light), Light.choices),
        Filter("state", _("状态"), lambda state: Q(state=state), [one for one in State.choices if one[0] != State.WITHDRAWN]),
        Filter("sort_of", _("要留意的"), _sorted(days), sort_words()),
        Filter("role", _("角色"), lambda role: Q(role=role), Role.choices),
    ]  # fmt: skip
    return (
        [*found, Filter("kind", _("单位类别"), lambda kind: Q(unit__kind=kind), UnitKind.choices)] if kinds else found
    )


def paper(title: str, rows: QuerySet[Duty]) -> bytes:
    """任务分解表: A4 across, the six parts of every duty."""
    written = Paper(landscape=True)
    written.title(title)
    heads = [_("编号"), _("任务和目标"), _("单位"), _("责任人"), _("完成时限"), _("进度节点"), _("标准"), _("奖惩")]
    written.table(heads, (_cells(row) for row in queries.with_steps(rows)), (16, 46, 30, 20, 24, 44, 50, 32), size=10.5)
    return written.file()


def _cells(row: Duty) -> list[str]:
    steps = "；".join(f"{day_text(one.day)} {one.words}" for one in row.steps.all())
    due = day_text(row.due_on) if row.due_on else ""
    unit = f"{row.unit.name}（{row.get_role_display()}）"
    goal = f"{row.title}\n{row.goal}" if row.goal else row.title
    return [row.indicator, goal, unit, row.person.name if row.person else "", due, steps, row.standard, row.consequence]
