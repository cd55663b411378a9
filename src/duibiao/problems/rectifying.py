"""Put right by the unit, looked at by somebody else, closed by the office, and then watched.

Its one trick: each of the three is another person's act, and the database holds that the one who looks is neither the one who
put it right nor the one who gave it out.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.places import facilities
from duibiao.problems import cards, consulting, documents, telling
from duibiao.problems.choices import CLASS_OF, DOCUMENTED, LIVE, SEEN, Basis, Class, Disposal, EventKind, Status, When
from duibiao.problems.models import Finding, Problem
from duibiao.problems.permissions import may_answer, may_manage, may_recheck
from duibiao.problems.photos import Shot, keep
from duibiao.problems.refusals import NoEnd, NoPhoto, NotAnother, NotNow
from duibiao.problems.rules import clock, deadline, terms
from duibiao.problems.writing import locked, locked_all, move, need


@transaction.atomic
def rectify(
    by: User,
    problem: Problem,
    *,
    words: str,
    disposal: str,
    document: str = "",
    photos: Sequence[Shot] = (),
    version: int | None = None,
) -> Problem:
    """The unit says that it is put right, what was done, and shows it. Signing is part of it where nobody has signed."""
    held = locked(problem, version)
    require(may_answer(by, held))
    need(held, Status.SIGNED, Status.ASSIGNED, act=_("报整改完成"))
    _require_end(held, disposal, document)
    kept = keep(by, held, When.AFTER, photos)
    if (held.kind.needs_photo or disposal in SEEN) and not kept and not _shown(held):
        known = {"kind": held.kind.name if held.kind.needs_photo else Disposal(disposal).label}
        raise NoPhoto(_("“%(kind)s”的整改要有整改后的照片：请在原来的位置拍一张再报。") % known)
    now = timezone.now()
    if held.status == Status.ASSIGNED:
        move(by, held, EventKind.SIGNED, to=Status.SIGNED, now=now, signed_at=now, signed_by=by)
    move(
        by, held, EventKind.RECTIFIED, to=Status.RECTIFIED, words=words, now=now, disposal=disposal, document=document,
        rectified_at=now, rectified_by=by,
    )  # fmt: skip
    telling.office(held, "rectified")
    return held


def _shown(held: Problem) -> bool:
    """A photo of after that was taken since it last came back: an old one proves nothing anew."""
    back = held.events.filter(kind=EventKind.REWORK, round=held.round).order_by("-at").first()
    shown = held.photos.filter(when=When.AFTER, round=held.round)
    return (shown.filter(at__gt=back.at) if back is not None else shown).exists()


def _require_end(held: Problem, disposal: str, document: str) -> None:
    if disposal not in held.kind.disposals:
        ends = "、".join(str(Disposal(one).label) for one in held.kind.disposals)
        raise NoEnd(_("“%(kind)s”不能以这种处置销号；可以的是：%(ends)s。") % {"kind": held.kind.name, "ends": ends})
    if disposal in DOCUMENTED and not document.strip():
        known = {"how": Disposal(disposal).label, "what": DOCUMENTED[disposal]}
        raise NoEnd(_("“%(how)s”要写%(what)s，没有写不能销号。") % known)


@transaction.atomic
def recheck(
    by: User,
    problem: Problem,
    *,
    passed: bool,
    words: str = "",
    photos: Sequence[Shot] = (),
    version: int | None = None,
) -> Problem:
    """Somebody else looks. What does not pass goes back with half the first time, and is counted."""
    require(may_recheck(by))
    held = locked(problem, version)
    need(held, Status.RECTIFIED, act=_("复核"))
    if by.pk in (held.rectified_by_id, held.assigned_by_id):
        raise NotAnother(_("复核要由另一个人做：您交办了它，或者报了它整改完成。请另一位督查员或创建办同事复核。"))
    keep(by, held, When.RECHECK, photos)
    if passed:
        now = timezone.now()
        move(
            by, held, EventKind.RECHECKED, to=Status.RECHECKED, words=words, now=now, rechecked_at=now, rechecked_by=by
        )
        telling.office(held, "rechecked")
    else:
        _send_back(by, held, words)
    return held


def _send_back(by: User, held: Problem, words: str) -> None:
    """Rework: half the time that the kind gives, at least one unit of it."""
    amount, measured = deadline(held.kind, held.severity)
    now = timezone.now()
    due = clock().due(timezone.localtime(now), max(1, amount // 2), measured)
    move(
        by, held, EventKind.REWORK, to=Status.SIGNED, words=words, now=now, reworks=held.reworks + 1, measured=measured,
        due_at=due.at, due_provisional=due.provisional, amount=max(1, amount // 2), rectified_at=None, rectified_by=None,
        signed_at=held.signed_at or now,
    )  # fmt: skip
    telling.unit(held, "rework")
    telling.moved(held, held.assigned_by or by)
    cards.propose_all({held: held.reworks}, Basis.REWORKS)
    if held.reworks >= terms().reworks_many and documents.propose_account(held) is not None:
        telling.office(held, "accountability")


@transaction.atomic
def close(by: User, problem: Problem, *, words: str = "", version: int | None = None) -> Problem:
    """Struck off: shown, seen by another, approved by a third. From here it is watched as long as its kind says."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.RECHECKED, act=_("销号"))
    missing = unmet(by, held)
    if missing:
        raise (NotAnother if by.pk == held.rechecked_by_id else NotNow)(" ".join(missing))
    _close(by, held, words)
    return held


def unmet(by: User, held: Problem) -> list[str]:
    """What is missing before `by` may strike it off (销号条件：证据、复核、审批), in words."""
    said = []
    if held.disposal not in held.kind.disposals:
        said.append(_("处置方式不能用来销号，请退回重改。"))
    if held.kind.needs_photo and not held.photos.filter(when=When.AFTER, round=held.round).exists():
        said.append(_("没有整改后的照片。"))
    if by.pk in (held.rechecked_by_id, held.rectified_by_id):
        said.append(_("复核和销号要由两个人做：您复核了它，请另一位同志销号。"))
    undecided = consulting.undecided(held)
    return [*said, undecided] if undecided else said


def _close(by: User, held: Problem, words: str) -> None:
    until = timezone.localdate() + timedelta(days=held.kind.watch_days)
    move(
        by, held, EventKind.CLOSED, to=Status.CLOSED, words=words, closed_at=timezone.now(), closed_by=by, watch_until=until
    )  # fmt: skip
    _tell_facility(by, held)
    telling.over(held, by, done=True)
    telling.unit(held, "closed")


def _tell_facility(by: User, held: Problem) -> None:
    """A facility that nothing is wrong with any more is well, as the one who rechecked saw it; or it was taken down."""
    site, looker, at = held.site, held.rechecked_by, held.rechecked_at
    if site is None or looker is None or at is None:
        return
    if not Problem.objects.filter(site=site, status__in=LIVE).exclude(pk=held.pk).exists():
        gone = held.disposal == Disposal.REMOVED
        facilities.dealt_with(by, site, looker=looker, at=at, reference=f"problem:{held.pk}:{held.round}", removed=gone)


@transaction.atomic
def close_many(by: User, *, problems: Iterable[int]) -> int:
    """All of these that passed and want for nothing; how many that was."""
    require(may_manage(by))
    found = [held for held in locked_all(problems, Status.RECHECKED) if not unmet(by, held)]
    for held in found:
        _close(by, held, "")
    return len(found)


@transaction.atomic
def dismiss(by: User, problem: Problem, *, reason: str, version: int | None = None) -> Problem:
    """It is none: nothing was wrong, or it is nobody's here. Only before it is given out."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.FOUND, Status.RETURNED, act=_("不予立案"))
    move(by, held, EventKind.DISMISSED, to=Status.DISMISSED, words=reason)
    telling.over(held, by, done=False)
    return held


@transaction.atomic
def give_up(by: User, problem: Problem, *, reason: str, version: int | None = None) -> Problem:
    """It cannot be put right, and why; said by the office, never by the unit."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.SIGNED, Status.SUSPENDED, Status.RETURNED, Status.ASSIGNED, act=_("认定无法整改"))
    move(by, held, EventKind.NOT_FIXABLE, to=Status.NOT_FIXABLE, words=reason)
    telling.over(held, by, done=False)
    telling.unit(held, "not_fixable")
    return held


@transaction.atomic
def overturn_finding(by: User, *, source: str, reference: str, reason: str) -> Problem | None:
    """What an appeal found to be no fault, in the decision's transaction; whoever decided it was entitled to.

    A problem that rests on nothing else is none, however far it was; one that was found otherwise too goes on and says so.
    """
    found = Finding.objects.filter(source=source, reference=reference).select_related("problem").first()
    if found is None or CLASS_OF[found.problem.status] == Class.ELSEWHERE:
        return None
    held = locked(found.problem)
    if held.findings.exclude(pk=found.pk).exists():
        move(by, held, EventKind.CHANGED, words=reason)
        return held
    move(by, held, EventKind.DISMISSED, to=Status.DISMISSED, words=reason)
    telling.over(held, by, done=False)
    return held
