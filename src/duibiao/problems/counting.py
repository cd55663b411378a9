"""Rectification in the journal of facts: of what was due in a month, how much was put right in time; where a standard scores it.

Its one trick: a unit's month is one fact with a uid of its own; counting again records nothing twice, and a month that has changed
since (a recheck that failed, a relapse) supersedes what was counted before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.facts.recounting import record
from duibiao.lib.spans import moments_of
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems import cards
from duibiao.problems.choices import Class, statuses_of
from duibiao.problems.models import Problem
from duibiao.problems.permissions import may_manage
from duibiao.standards.models import Measure


@dataclass(frozen=True)
class Month:
    """A unit's month: how many were due, how many of them were put right in time."""

    unit: Unit
    in_time: int
    due: int


def months(month: date) -> list[Month]:
    """By unit, what was due in a month: two statements. Suspended and split problems are due elsewhere or later."""
    since, until = moments_of(month)
    found = Problem.objects.filter(due_at__gte=since, due_at__lt=until, unit__isnull=False)
    found = found.exclude(status__in=[*statuses_of(Class.ELSEWHERE), "suspended"])
    kept = Q(late=False, rectified_at__isnull=False, rectified_at__lte=F("due_at"))
    rows = found.order_by().values_list("unit").annotate(due=Count("pk"), in_time=Count("pk", filter=kept))
    units = Unit.objects.in_bulk([row[0] for row in rows])
    return [Month(units[unit], in_time, due) for unit, due, in_time in sorted(rows)]


@transaction.atomic
def post_month(by: User, *, measure: Measure, month: date) -> list[Fact]:
    """Record a month that is over under a ratio; returns the facts that are new or corrected."""
    require(may_manage(by))
    at = moments_of(month)[1] - timedelta(days=1)
    made: list[Fact] = []
    for one in months(month):
        draft = Draft(
            uid=f"problems:{measure.pk}:{one.unit.pk}:{month:%Y-%m}", measure=measure, unit=one.unit, at=at,
            value=float(one.in_time), out_of=float(one.due), reference="problems",
        )  # fmt: skip
        made += record(by, draft, reason=str(_("按期整改率重新统计")))
    return made


@transaction.atomic
def post_cards(by: User, *, measure: Measure, month: date) -> list[Fact]:
    """Record the cards of a month under a count that a standard scores; without such a measure cards touch no score.

    A card that was withdrawn since is taken out by a fact that supersedes.
    """
    require(may_manage(by))
    since, until = moments_of(month)
    counted = cards.counted(since, until)
    told = Fact.objects.filter(uid__startswith=f"cards:{measure.pk}:", at=until - timedelta(days=1), superseded_by=None)
    counted |= {unit: 0 for unit in told.values_list("unit__pk", flat=True) if unit not in counted}
    made: list[Fact] = []
    for unit in Unit.objects.filter(pk__in=counted).order_by("pk"):
        draft = Draft(
            uid=f"cards:{measure.pk}:{unit.pk}:{month:%Y-%m}", measure=measure, unit=unit, at=until - timedelta(days=1),
            value=float(counted[unit.pk]), out_of=None, reference="problems.cards",
        )  # fmt: skip
        made += record(by, draft, reason=str(_("重新统计")))
    return made
