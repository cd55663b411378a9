"""What the office's and the unit's list of asks have in common."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.asks.choices import OWED, AskKind, AskState
from duibiao.asks.models import Ask
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter


def columns() -> list[Column[Ask]]:
    return [
        Column("title", _("要求"), lambda row: row.title, sort="title"),
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("due_on", _("截止日期"), lambda row: row.due_on, sort="due_on"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("from_unit", _("谁要的"), lambda row: row.from_unit.name if row.from_unit else _("创建办")),
        Column("grounds", _("依据"), lambda row: row.grounds),
        Column("urgent", _("紧急理由"), lambda row: row.urgent_reason),
    ]


def filters() -> list[Filter]:
    owed, now = Q(state__in=OWED), today()
    dues = {"late": owed & Q(due_on__lt=now), "week": owed & Q(due_on__range=(now, now + timedelta(days=7)))}
    words = [("late", _("已超期")), ("week", _("七天内到期"))]
    return [
        Filter("q", _("要求、单位"), lambda text: Q(title__icontains=text) | Q(unit__name__icontains=text)),
        Filter("kind", _("类别"), lambda kind: Q(kind=kind), AskKind.choices),
        Filter("state", _("状态"), lambda state: Q(state=state), AskState.choices),
        Filter("due", _("期限"), lambda due: dues[due], words),
        Filter("urgent", _("紧急"), lambda _on: ~Q(urgent_reason=""), [("yes", _("只看紧急的"))]),
    ]


def timeline(one: Ask) -> list[dict[str, object]]:
    """What happened, oldest first, each step with its words and the day that was moved."""
    rows = one.steps.select_related("by__person")
    return [{"step": step, "moved": _moved(step.due_before, step.due_after)} for step in rows]


def _moved(before: date | None, after: date | None) -> str:
    if before and after:
        return f"{day_text(before)} → {day_text(after)}"
    return ""
