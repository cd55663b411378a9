"""The columns and filters of a list of meetings, and the cockpit of a working group: the same behind every door."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter
from duibiao.meetings.choices import MeetingKind, State
from duibiao.meetings.models import Meeting
from duibiao.meetings.queries import cockpit
from duibiao.organisation.models import User, WorkingGroup
from duibiao.workdays.queries import calendar

#: What falls due within so many workdays stands in the cockpit as near.
NEAR_WORKDAYS = 5


def columns() -> list[Column[Meeting]]:
    return [
        Column("title", _("会议"), lambda row: row.title, sort="title"),
        Column("held_on", _("日期"), lambda row: row.held_on, sort="held_on"),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("campaign", _("创建活动"), lambda row: row.campaign.title),
        Column("group", _("召集"), lambda row: row.group.name if row.group else ""),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("decisions", _("议定事项"), lambda row: row.n_decisions, sort="n_decisions", number=True),  # type: ignore[attr-defined]
        Column("done", _("已办结"), lambda row: row.n_done, sort="n_done", number=True),  # type: ignore[attr-defined]
        Column("overdue", _("超期"), lambda row: row.n_overdue, sort="n_overdue", number=True),  # type: ignore[attr-defined]
    ]


def filters() -> list[Filter]:
    late = [("yes", _("有超期事项")), ("no", _("没有超期事项"))]
    return [
        Filter("q", _("会议名称、地点"), lambda text: Q(title__icontains=text) | Q(place__icontains=text)),
        Filter("kind", _("类别"), lambda kind: Q(kind=kind), MeetingKind.choices),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("late", _("落实"), lambda has: Q(n_overdue__gt=0) if has == "yes" else Q(n_overdue=0), late),
    ]


def cockpit_of(by: User, group: WorkingGroup) -> dict[str, Any]:
    """What the cockpit's page knows."""
    until = calendar().after(today(), NEAR_WORKDAYS).day
    return {"group": group, "cockpit": cockpit(by, group, until), "near": NEAR_WORKDAYS}
