"""The watch over what is closed: a random look back each month, by risk, that nobody can steer and anybody can repeat.

Its one trick: chance is a hash, as in the draw of sites. A problem is drawn when the hash of the month's seed with its number,
read as a fraction, lies below its declared probability; the frame and the seed are stored.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import EventKind, LookOutcome, Severity, Source, Status, When
from duibiao.problems.models import Draw, LookBack, Problem
from duibiao.problems.opening import open_problem
from duibiao.problems.permissions import may_recheck
from duibiao.problems.photos import Shot, keep
from duibiao.problems.refusals import NotAnother, NotNow
from duibiao.problems.rules import terms
from duibiao.problems.writing import locked, move
from duibiao.workdays.queries import calendar

#: Workdays to go and look, from the draw.
LOOK_WORKDAYS = 10


def risk(problem: Problem) -> float:
    """How likely it comes up again: relapses, rework and having been late count, so does how bad it was."""
    weight = {Severity.ORDINARY: 0.0, Severity.SERIOUS: 0.5, Severity.URGENT: 1.0}[Severity(problem.severity)]
    stubborn = 0.5 if problem.site is not None and problem.site.stubborn else 0.0
    return 1.0 + 2.0 * problem.relapses + 1.0 * problem.reworks + (0.5 if problem.late else 0.0) + weight + stubborn


def chances(risks: Mapping[str, float], percent: int) -> dict[str, float]:
    """Each one's probability: so many percent on average, in proportion to risk, never above 1 and never nothing."""
    mean = sum(risks.values()) / len(risks) if risks else 1.0
    return {number: min(1.0, max(0.001, percent / 100 * one / mean)) for number, one in risks.items()}


def fraction(seed: str, number: str) -> float:
    """The lot of a problem: 0 up to 1, the same for ever."""
    return int.from_bytes(sha256(f"{seed}|{number}".encode()).digest()[:8], "big") / 2**64


def drawn(risks: Mapping[str, float], percent: int, seed: str) -> list[str]:
    """The numbers that are drawn, in order."""
    known = chances(risks, percent)
    return [number for number in sorted(risks) if fraction(seed, number) < known[number]]


@transaction.atomic
def draw_looks(on: date | None = None, *, seed: str = "") -> Draw | None:
    """The month's draw, once, over what is watched; None where it has been made. The seed is chance's own and stays with it."""
    day = on or today()
    watched = Problem.objects.filter(status=Status.CLOSED, watch_until__gte=day).select_related("site")
    rows = {one.number: one for one in watched.order_by("pk")}
    risks = {number: risk(one) for number, one in rows.items()}
    percent = terms().look_percent
    frame = json.dumps({"percent": percent, "risks": risks}, sort_keys=True, separators=(",", ":"))
    fields = {"seed": seed or secrets.token_hex(32), "frame": frame, "sha256": sha256(frame.encode()).hexdigest()}
    made, new = Draw.objects.get_or_create(month=day.replace(day=1), defaults=fields)
    if not new:
        return None
    until, known = calendar().after(day, LOOK_WORKDAYS).day, chances(risks, percent)
    for number in drawn(risks, percent, made.seed):
        one = rows[number]
        due = min(until, one.watch_until or until)
        LookBack.objects.create(draw=made, problem=one, probability=known[number], due_on=due)
        move(None, locked(one), EventKind.DRAWN)
    note(None, "problems.draw_looks", made, added=made.looks.count())
    return made


@transaction.atomic
def look(by: User, look_back: LookBack, *, held_up: bool, words: str, photos: Sequence[Shot] = ()) -> Problem:
    """Somebody went and looked: it held, or it is back and reopens. Looking twice is told once."""
    require(may_recheck(by))
    held = locked(look_back.problem)
    row = LookBack.objects.select_for_update().get(pk=look_back.pk)
    if row.outcome != LookOutcome.WAITING:
        raise NotNow(_("%s 的回头看已经有结果了，请刷新页面。") % held.number)
    if by.pk == held.rectified_by_id:
        raise NotAnother(_("整改的人不能自己回头看。"))
    row.outcome = LookOutcome.HELD if held_up else LookOutcome.RELAPSED
    row.words, row.by, row.at = words[:300], by, timezone.now()
    row.save(update_fields=["outcome", "words", "by", "at"])
    keep(by, held, When.RECHECK, photos)
    if held_up:
        move(by, held, EventKind.HELD, words=words)
        return held
    return reopen(by, held, reference=f"look:{row.pk}", words=words or _("回头看时又出现"))


def reopen(by: User, held: Problem, *, reference: str, words: str) -> Problem:
    """It is back, and somebody with eyes on this very problem says so: a relapse even where no site is registered."""
    return open_problem(
        by, source=Source.VISIT, reference=reference, kind=held.kind.code, words=words, site=held.site, again=held
    )


@transaction.atomic
def archive_due(on: date | None = None) -> int:
    """What held through its watch goes to the archive; looks that nobody made are written down as such. How many."""
    day = on or today()
    LookBack.objects.filter(outcome=LookOutcome.WAITING, due_on__lt=day - timedelta(days=30)).update(
        outcome=LookOutcome.MISSED
    )
    rows = list(Problem.objects.filter(status=Status.CLOSED, watch_until__lt=day).order_by("pk"))
    for one in rows:
        held = locked(one)
        if held.status == Status.CLOSED:
            move(None, held, EventKind.ARCHIVED, to=Status.ARCHIVED)
    return len(rows)
