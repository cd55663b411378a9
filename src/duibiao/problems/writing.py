"""How every act on a problem is written: the row is locked, its status held against what the act needs, one line of history.

Its one trick: the clock is nobody's business. It runs while a unit owes something and stops in every other status; `move`
sees to it whichever act it was.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.problems.choices import OWED, EventKind, Status
from duibiao.problems.models import Event, Problem
from duibiao.problems.refusals import NotNow
from duibiao.problems.rules import clock, label

RELATED = ("unit", "kind", "site", "assigned_by", "proposed", "campaign")


def locked(problem: Problem, version: int | None = None) -> Problem:
    """The row as it is now, for this transaction alone. Raises `Stale` when somebody acted since `version`."""
    found = locked_all([problem.pk])[0]
    if version is not None and found.version != version:
        raise versions.Stale(found)
    return found


def locked_all(pks: Iterable[int], *statuses: str) -> list[Problem]:
    """The rows that are (still) in one of these statuses, in order; all if none is named. Locked first, read afterwards."""
    rows = Problem.objects.select_for_update().filter(pk__in=list(pks)).order_by("pk")
    held = list(rows.values_list("pk", flat=True))
    found = Problem.objects.filter(pk__in=held).select_related(*RELATED)
    return list((found.filter(status__in=statuses) if statuses else found).order_by("pk"))


def need(problem: Problem, *statuses: str, act: str) -> None:
    """Refuse what does not fit the problem's status, in words."""
    if problem.status not in statuses:
        known = {"number": problem.number, "status": label(problem.status), "act": act}
        raise NotNow(_("%(number)s 现在是“%(status)s”，不能%(act)s。可能别人刚处理过，请刷新页面看最新情况。") % known)


def write(problem: Problem, **fields: Any) -> None:
    """Change a locked row; its version goes on, so that a form filled before is seen to be old."""
    Problem.objects.filter(pk=problem.pk).update(version=F("version") + 1, **fields)
    for name, value in fields.items():
        setattr(problem, name, value)
    problem.version += 1


def move(
    by: User | None,
    problem: Problem,
    act: EventKind,
    /,
    *,
    to: Status | str = "",
    words: str = "",
    other: Problem | None = None,
    now: datetime | None = None,
    says: str = "",
    **fields: Any,
) -> Event:
    """One act: the new status with the clock stopped or going on, its line of history, its line of audit. `says`: its new wording."""
    moment, before = now or timezone.now(), problem.status
    after = to or before
    fields |= {"words": says} if says else {}
    fields = {"status": after, **_clocked(problem, after, moment, fields), **fields}
    write(problem, **fields)
    line = Event.objects.create(
        problem=problem, kind=act, round=problem.round, before=before, after=after, unit_id=problem.unit_id, other=other,
        words=words, by=by, at=moment,
    )  # fmt: skip
    note(by, f"problems.{act}", problem, **({"unit": problem.unit_id} if problem.unit_id else {}))
    return line


def _clocked(problem: Problem, after: str, now: datetime, fields: dict[str, Any]) -> dict[str, Any]:
    """What becomes of the clock. A new deadline among `fields` begins anew."""
    if "due_at" in fields:
        return {"left_minutes": None}
    if problem.due_at is None:
        return {}
    if after in OWED and problem.left_minutes is not None:
        return _going_on(problem, problem.left_minutes, now)
    if after not in OWED and problem.left_minutes is None:
        left = clock().left(timezone.localtime(now), timezone.localtime(problem.due_at), problem.measured)
        return {"left_minutes": left, "late": problem.late or left < 0}
    return {}


def _going_on(problem: Problem, left: int, now: datetime) -> dict[str, Any]:
    """What was overdue when the clock stopped is overdue still, from the same moment."""
    if left < 0:
        return {"left_minutes": None}
    due = clock().resumed(timezone.localtime(now), left, problem.measured)
    return {"left_minutes": None, "due_at": due.at, "due_provisional": due.provisional}
