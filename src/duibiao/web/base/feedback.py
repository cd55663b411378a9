"""Words for items of feedback, the same behind all doors."""

from typing import Any

from django.utils.translation import gettext as _


def stages() -> dict[str, str]:
    return {
        "draft": _("未交办"), "open": _("整改中"), "done": _("待复核销号"), "closed": _("已销号"), "stopped": _("不再办理")
    }  # fmt: skip


def unit_of(row: Any) -> Any:
    """Who has it now: the problem's unit once there is one."""
    return row.problem.unit or row.unit if row.problem is not None else row.unit


def due_of(row: Any) -> Any:
    return row.problem.due_at.date() if row.problem is not None and row.problem.due_at else row.due_on
