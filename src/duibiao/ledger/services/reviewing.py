"""Reviewing: the unit's own leader first where that is asked, then the office, whose word is a fact.

Its one trick: one (requirement, unit) has one chain of facts. The first acceptance posts, every later review supersedes with the reason,
so that the journal shows how the count or the grade came about, and nothing is counted twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.facts import services as journal
from duibiao.facts.choices import Source
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.ledger import reaching
from duibiao.ledger.choices import GRADES, Posts, ReviewLevel, UseState, Verdict
from duibiao.ledger.models import MaterialFile, Requirement, ReturnReason, Review, Use
from duibiao.ledger.permissions import may_check, may_review
from duibiao.ledger.services.giving import move
from duibiao.ledger.services.requirements import window_of
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


class AlreadyDecided(Exception):
    """Somebody else decided first, or a newer version came in; `use` is as it is now."""

    def __init__(self, use: Use) -> None:
        super().__init__(f"use {use.pk} is {use.state}")
        self.use = use


class NoReason(Exception):
    """Who sends something back says why."""


class NoGrade(Exception):
    """This requirement is graded, and the grade is none of its own."""


@dataclass(frozen=True)
class Decided:
    """A review, and the facts that it posted: the caller brings the scores along."""

    review: Review
    facts: tuple[Fact, ...]


def grades_of(requirement: Requirement) -> list[str]:
    """The grades among which a reviewer chooses: the standard's own, else A, B, C."""
    own = (requirement.measure.definition.get("grades") or []) if requirement.measure is not None else []
    return list(own) if requirement.posts == Posts.GRADE and own else list(GRADES)


@transaction.atomic
def check(by: User, use: Use, *, file: int, passes: bool, reason: str = "") -> Review:
    """The unit's own leader: on to the office, or back to whoever gave it."""
    require(may_check(by, use.unit))
    held, version = _held(use, file, (UseState.GIVEN,))
    if passes:
        move(held, UseState.CHECKED)
        return _note(by, held, version, ReviewLevel.UNIT, Verdict.ACCEPTED)
    return _returned(by, held, version, ReviewLevel.UNIT, reason)


@transaction.atomic
def accept(
    by: User, use: Use, *, file: int, grade: str = "", score: float | None = None, at: datetime | None = None
) -> Decided:
    """The office: it holds. `file` is the version that was looked at, else `AlreadyDecided`. Posts the fact."""
    require(may_review(by))
    held, version = _held(use, file, (UseState.CHECKED,))
    requirement = held.requirement
    if requirement.posts == Posts.GRADE and grade not in grades_of(requirement):
        raise NoGrade(grade)
    if requirement.posts == Posts.SCORE and score is None:
        raise NoGrade("score")
    move(held, UseState.ACCEPTED, at=at, grade=grade, due_on=None)
    facts = _said(by, requirement, held.unit, grade=grade, score=score, at=at)
    fields = {"grade": grade, "score": score, "fact": facts[0].sequence if facts else None}
    return Decided(_note(by, held, version, ReviewLevel.OFFICE, Verdict.ACCEPTED, at=at, **fields), facts)


@transaction.atomic
def send_back(by: User, use: Use, *, file: int, reason: str, at: datetime | None = None) -> Decided:
    """The office: back to the unit, with the reason and a day; also what was accepted before. A fact that rested on it follows."""
    require(may_review(by))
    held, version = _held(use, file, (UseState.CHECKED, UseState.ACCEPTED))
    was_accepted = held.state == UseState.ACCEPTED
    if not reason.strip():
        raise NoReason
    move(held, UseState.RETURNED, at=at, grade="")
    facts = _said(by, held.requirement, held.unit, at=at) if was_accepted else ()
    fact = facts[0].sequence if facts else None
    return Decided(_returned(by, held, version, ReviewLevel.OFFICE, reason, at=at, fact=fact), facts)


def _held(use: Use, file: int, states: tuple[UseState, ...]) -> tuple[Use, MaterialFile]:
    """The use, locked, if it still waits for this decision and the version is the newest."""
    found = Use.objects.select_for_update(of=("self",)).select_related(
        "requirement__campaign", "requirement__measure", "unit"
    )
    Requirement.objects.select_for_update(no_key=True).get(pk=use.requirement_id)  # one count at a time
    held = found.get(pk=use.pk)
    newest = MaterialFile.objects.filter(material=held.material_id).order_by("-number").first()
    if held.state not in states or newest is None or newest.pk != file:
        raise AlreadyDecided(held)
    return held, newest


def _returned(
    by: User,
    use: Use,
    file: MaterialFile,
    level: str,
    reason: str,
    *,
    at: datetime | None = None,
    fact: int | None = None,
) -> Review:
    if not reason.strip():
        raise NoReason
    due = mend_by(use, timezone.localdate(at or timezone.now()))
    move(use, UseState.RETURNED, at=at, due_on=due)
    made = _note(by, use, file, level, Verdict.RETURNED, at=at, reason=reason.strip()[:300], due_on=due, fact=fact)
    words = _("“%(title)s”被退回：%(reason)s请在%(day)s前改好再交。") % {
        "title": use.material.title, "reason": _sentence(reason), "day": _("%(month)d月%(day)d日") % {"month": due.month, "day": due.day},
    }  # fmt: skip
    link = f"/unit/materials/{use.material_id}/"
    reaching.tell(
        users=reaching.liaison_users(use.unit),
        kind="ledger.returned",
        words=words,
        link=link,
        about=f"review:{made.pk}",
        urgent=True,
    )
    return made


def _sentence(words: str) -> str:
    return words.strip() if words.strip()[-1:] in "。！？" else f"{words.strip()}。"


def mend_by(use: Use, day: date) -> date:
    return reaching.after_workdays(day, window_of(use.requirement.campaign).mend_workdays)


def _note(
    by: User, use: Use, file: MaterialFile, level: str, verdict: str, *, at: datetime | None = None, **said: object
) -> Review:
    made = Review.objects.create(
        use=use, file=file, level=level, verdict=verdict, by=by, at=at or timezone.now(), **said
    )
    note(by, f"ledger.{verdict}", use.material, requirement=use.requirement_id, review=made.pk)
    return made


def _said(
    by: User,
    requirement: Requirement,
    unit: Unit,
    *,
    grade: str = "",
    score: float | None = None,
    at: datetime | None = None,
) -> tuple[Fact, ...]:
    """Tell the journal what the reviews of this requirement now say about the unit."""
    if not requirement.posts or requirement.measure is None:
        return ()
    accepted = Use.objects.filter(requirement=requirement, unit=unit, state=UseState.ACCEPTED).count()
    last = _last_fact(requirement, unit)
    values = _values(requirement, accepted, grade, score)
    if values is None and last is None:
        return ()
    values = values or _values_of_nothing(requirement)
    number = Review.objects.filter(use__requirement=requirement, use__unit=unit).count() + 1
    draft = Draft(
        uid=f"material:{requirement.pk}:{unit.code}:{number}", measure=requirement.measure, unit=unit, at=at or timezone.now(),
        reference=_("%(code)s %(title)s，已通过 %(n)d 份") % {"code": requirement.indicator, "title": requirement.title, "n": accepted},
        **values,
    )  # fmt: skip
    if last is None:
        return tuple(journal.post(by, drafts=[draft], source=Source.MATERIAL, at=at).facts)
    if (last.value, last.grade or "") == (draft.value, draft.grade or ""):
        return ()
    return (journal.supersede(by, last, draft=draft, reason=_("材料审核有了新结果"), at=at),)


def _values(requirement: Requirement, accepted: int, grade: str, score: float | None) -> dict[str, Any] | None:
    """What the measure is told; None when the reviews say nothing (any more)."""
    enough = accepted >= requirement.number
    match requirement.posts:
        case Posts.COUNT:
            return {"value": float(accepted)}
        case Posts.FLAG if enough:
            return {"value": requirement.flag_value if requirement.flag_value is not None else 1.0}
        case Posts.GRADE if grade:
            return {"grade": grade}
        case Posts.SCORE if score is not None:
            return {"value": score}
    return None


def _values_of_nothing(requirement: Requirement) -> dict[str, Any]:
    """What stood on a material that holds no more: the flag turns, the mark is nothing, the grade is the last of its list."""
    match requirement.posts:
        case Posts.FLAG:
            return {"value": 0.0 if requirement.flag_value in (None, 1.0) else 1.0}
        case Posts.GRADE:
            return {"grade": grades_of(requirement)[-1]}
    return {"value": 0.0}


def _last_fact(requirement: Requirement, unit: Unit) -> Fact | None:
    """The newest of the chain that reviews of this requirement began, whoever corrected it since."""
    numbers = Review.objects.filter(use__requirement=requirement, use__unit=unit, fact__isnull=False)
    first = numbers.order_by("-id").values_list("fact", flat=True).first()
    fact = Fact.objects.filter(pk=first).first() if first is not None else None
    while fact is not None and (newer := Fact.objects.filter(supersedes=fact).first()) is not None:
        fact = newer
    return fact


@transaction.atomic
def keep_reason(by: User, *, words: str) -> ReturnReason:
    """One more reason to choose; one that was dropped stands again."""
    require(may_review(by))
    held, made = ReturnReason.objects.get_or_create(
        words=words.strip()[:120], defaults={"order": ReturnReason.objects.count()}
    )
    if not made and held.dropped_at is not None:
        held.dropped_at = None
        held.save(update_fields=["dropped_at"])
    note(by, "ledger.keep_reason", None, reason=held.pk)
    return held
