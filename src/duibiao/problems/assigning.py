"""Giving a problem to a unit, and the unit's signature. From the moment it is given, the clock runs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.problems import cards, telling
from duibiao.problems.choices import EventKind, Severity, Status
from duibiao.problems.models import Problem, Supporter
from duibiao.problems.permissions import may_answer, may_manage
from duibiao.problems.refusals import NotCompetent
from duibiao.problems.rules import CHINESE, clock, deadline
from duibiao.problems.writing import locked, locked_all, move, need


def give(by: User, held: Problem, unit: Unit, *, words: str = "", quiet: bool = False, kind: EventKind | None = None,
         ruled: bool = False, now: datetime | None = None, due_at: datetime | None = None) -> None:  # fmt: skip
    """A locked problem goes to a unit: it waits for its signature, with a deadline that begins now, or the one that is demanded."""
    if not unit.is_current:
        raise NotCompetent(_("“%s”已撤销，不能再承担；请选它的承接单位。") % unit)
    old, moment = held.unit, now or timezone.now()
    amount, measured = deadline(held.kind, held.severity)
    due = clock().due(timezone.localtime(moment), amount, measured)
    if old is not None and old.pk != unit.pk:
        telling.taken_away(held, old, by)
        cards.wrong_unit(by, held, old, words)
    held.unit = unit
    act = kind or (EventKind.ASSIGNED if old is None else EventKind.REASSIGNED)
    move(
        by, held, act, to=Status.ASSIGNED, words=words, now=moment, unit=unit, assigned_at=moment, assigned_by=by,
        signed_at=None, signed_by=None, amount=amount, measured=measured, due_at=due_at or due.at,
        due_provisional=due_at is None and due.provisional, ruled=held.ruled or ruled,
    )  # fmt: skip
    if quiet:
        telling.asked(held)
    else:
        telling.assigned(held)


@transaction.atomic
def assign(
    by: User, problem: Problem, *, unit: Unit, version: int | None = None, words: str = "", helpers: Iterable[Unit] = (),
    due_at: datetime | None = None,
) -> Problem:  # fmt: skip
    """To a unit, the first time or after a return; `helpers` support the one that leads. Raises `NotNow`, `Stale`.

    `due_at`: a deadline that somebody above has set; without one the rules say how long there is.
    """
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.FOUND, Status.RETURNED, Status.ASSIGNED, act=_("交办"))
    _answered(by, held, words)
    give(by, held, unit, words=words, due_at=due_at)
    support(by, held, units=[one for one in helpers if one.pk != unit.pk])
    return held


def _answered(by: User, held: Problem, words: str) -> None:
    open_ones = held.returned.filter(answered_at=None)
    open_ones.update(answer=words, answered_by=by, answered_at=timezone.now())


def support(by: User, held: Problem, *, units: Iterable[Unit], words: str = "") -> int:
    """Departments that help; those that do already stay. Returns how many joined."""
    wanted = [one for one in dict.fromkeys(units) if one.pk != held.unit_id]
    there = set(held.supporters.values_list("unit_id", flat=True))
    fresh = [one for one in wanted if one.pk not in there]
    Supporter.objects.bulk_create(
        [Supporter(problem=held, unit=one, words=words) for one in fresh], ignore_conflicts=True
    )
    if fresh:
        move(by, held, EventKind.SUPPORT, words="、".join(one.name for one in fresh))
        _tell_supporters(held, fresh)
    return len(fresh)


@override(CHINESE)
def _tell_supporters(held: Problem, fresh: Iterable[Unit]) -> None:
    known = {"number": held.number, "words": held.words[:60], "unit": held.unit.name if held.unit else "—"}
    words = _("请配合整改问题 %(number)s：%(words)s。牵头单位：%(unit)s。") % known
    users = [user for unit in fresh for user in liaison_users(unit)]
    tell(users=users, kind="problem.support", words=words, link=telling.link(held), about=f"problem:{held.pk}:support")


@transaction.atomic
def set_support(by: User, problem: Problem, *, units: Iterable[Unit], version: int | None = None) -> int:
    """Name departments that help the one that leads."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.ASSIGNED, Status.SIGNED, Status.SUSPENDED, act=_("确定配合单位"))
    return support(by, held, units=units)


@transaction.atomic
def assign_many(
    by: User, *, to: Mapping[int, Unit] | None = None, problems: Iterable[int] = (), due_at: datetime | None = None
) -> int:
    """Give many at once: to the units named, else to those proposed; what another has given meanwhile stays.

    Each unit hears of it once. `due_at`: a deadline for all of them. Returns how many were given.
    """
    require(may_manage(by))
    chosen = dict(to or {})
    given: dict[Unit, list[Problem]] = {}
    for held in locked_all({*chosen, *problems}, Status.FOUND):
        unit = chosen.get(held.pk) or held.proposed
        if unit is not None and unit.is_current:
            give(by, held, unit, quiet=True, due_at=due_at)
            given.setdefault(unit, []).append(held)
    for unit, rows in given.items():
        _tell_of_many(unit, rows)
    return sum(map(len, given.values()))


@override(CHINESE)
def _tell_of_many(unit: Unit, rows: list[Problem]) -> None:
    if len(rows) == 1:
        telling.assigned(rows[0])
        return
    words = _("交办 %(n)d 个问题，最近的时限最紧，请逐件签收：%(first)s 等。") % {
        "n": len(rows),
        "first": rows[0].number,
    }
    urgent = any(one.severity == Severity.URGENT for one in rows)
    about = f"problems:{min(one.pk for one in rows)}-{max(one.pk for one in rows)}:{len(rows)}"
    tell(
        users=liaison_users(unit),
        kind="problem.assigned",
        words=words,
        link="/unit/problems/",
        about=about,
        urgent=urgent,
    )


@transaction.atomic
def sign(by: User, problem: Problem) -> Problem:
    """The unit takes it. Signing again changes nothing."""
    held = locked(problem)
    require(may_answer(by, held))
    if held.status == Status.SIGNED:
        return held
    need(held, Status.ASSIGNED, act=_("签收"))
    move(by, held, EventKind.SIGNED, to=Status.SIGNED, signed_at=timezone.now(), signed_by=by)
    return held


@transaction.atomic
def sign_many(by: User, *, problems: Iterable[int]) -> int:
    """Sign all of these that wait for it; how many that was."""
    found = locked_all(problems, Status.ASSIGNED)
    require(all(may_answer(by, one) for one in found))
    for held in found:
        move(by, held, EventKind.SIGNED, to=Status.SIGNED, signed_at=timezone.now(), signed_by=by)
    return len(found)
