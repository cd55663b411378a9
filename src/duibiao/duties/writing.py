"""How every act on a duty is written: the row is locked, the state is held against what the act needs, the history gets a line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from duibiao.duties.choices import Direction, EventKind, State, Stricter
from duibiao.duties.models import Duty, Event
from duibiao.duties.outside import calendar
from duibiao.duties.refusals import BadDay, NoReason, NotNow, OnAHoliday
from duibiao.lib.dates import day_text
from duibiao.organisation.models import User


def locked(duty: Duty) -> Duty:
    """The row as it is now, for this transaction alone: of ten people who act at once, nine see what the first did."""
    return locked_all([duty.pk])[0]


def locked_all(pks: Iterable[int], *states: str) -> list[Duty]:
    """The rows that are (still) in one of these states, in order; all if none is named.

    Locked first and read afterwards: a joined read that waits for a lock is held against the new row and the old unit, and a
    duty that was given to another unit meanwhile would not be found at all.
    """
    held = list(Duty.objects.select_for_update().filter(pk__in=list(pks)).order_by("pk").values_list("pk", flat=True))
    found = Duty.objects.filter(pk__in=held).select_related("unit", "parent__unit", "campaign", "assigned_by")
    return list((found.filter(state__in=states) if states else found).order_by("pk"))


def need(duty: Duty, *states: str, act: str) -> None:
    """Refuse what does not fit the duty's state, in words."""
    if duty.state not in states:
        known = {"name": str(duty), "state": duty.get_state_display(), "act": act}
        raise NotNow(_("“%(name)s”现在是“%(state)s”，不能%(act)s。可能别人刚处理过，请刷新页面看最新情况。") % known)


def write(duty: Duty, **fields: Any) -> None:
    """Change a locked row; its version goes on, so that a form filled before is seen to be old."""
    Duty.objects.filter(pk=duty.pk).update(version=F("version") + 1, **fields)
    for name, value in fields.items():
        setattr(duty, name, value)
    duty.version += 1


def tell_history(by: User | None, duty: Duty, kind: EventKind, words: str = "", **changed: Any) -> Event:
    return Event.objects.create(duty=duty, kind=kind, words=words, by=by, **changed)


def tell_histories(by: User, duties: Iterable[Duty], kind: EventKind, words: str = "") -> None:
    Event.objects.bulk_create([Event(duty=duty, kind=kind, words=words, by=by) for duty in duties])


def check_days(
    *, starts_on: date, due_on: date | None, parent: Duty | None, on_holiday: bool, steps: Iterable[date] = ()
) -> None:
    """A deadline is a workday, not before the start, not before the start of what stands above; steps lie within."""
    if due_on is None:
        return
    if due_on < starts_on:
        raise BadDay(
            _("完成时限 %(due)s 早于开始日期 %(start)s，请改其中一个。")
            % {"due": day_text(due_on), "start": day_text(starts_on)}
        )
    if parent is not None and due_on < parent.starts_on:
        known = {"due": day_text(due_on), "start": day_text(parent.starts_on), "unit": parent.unit.name}
        raise BadDay(_("完成时限 %(due)s 早于上级责任（%(unit)s）的开始日期 %(start)s，办不到；请改晚。") % known)
    if not on_holiday and not calendar().is_workday(due_on):
        raise OnAHoliday(due_on, calendar().on_or_before(due_on).day)
    for day in steps:
        if not starts_on <= day <= due_on:
            raise BadDay(_("进度节点 %s 不在开始日期和完成时限之间，请改这个节点的日期。") % day_text(day))


def strictness(parent: Duty, *, due_on: date | None, target: float | None) -> Stricter:
    """In what a sub-duty asks for more than the duty above: an earlier day, a higher demand."""
    earlier = due_on is not None and parent.due_on is not None and due_on < parent.due_on
    higher = target is not None and parent.target is not None and _above(target, parent.target, parent.direction)
    if earlier and higher:
        return Stricter.BOTH
    return Stricter.EARLIER if earlier else Stricter.HIGHER if higher else Stricter.NO


def _above(target: float, parent: float, direction: str) -> bool:
    return target > parent if direction == Direction.AT_LEAST else target < parent


def check_stricter(parent: Duty, *, due_on: date | None, target: float | None, reason: str) -> Stricter:
    """To ask for more than was asked of oneself needs a stated reason (防止层层加码)."""
    found = strictness(parent, due_on=due_on, target=target)
    if found != Stricter.NO and not reason.strip():
        known = {"what": found.label, "due": day_text(parent.due_on) if parent.due_on else "—"}
        raise NoReason(_("%(what)s（上级时限 %(due)s）。不层层加码：请写明理由，或改成与上级一致。") % known)
    return found


#: States in which the parts of a duty may still be changed.
CHANGEABLE = (State.DRAFT, State.ISSUED, State.OBJECTED, State.SIGNED)
