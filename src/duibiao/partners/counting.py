"""A partner unit's month, by the rule of the campaign: results of its places, as one share.

Its one trick: only the days on which the unit stood by a place are its own; a place handed on in the middle of a month is two
units' in two parts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.queries import participants
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.facts.recounting import record
from duibiao.inspections.models import Observation
from duibiao.lib.spans import moments_of
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.partners.choices import Basis
from duibiao.partners.models import Rule
from duibiao.partners.permissions import may_keep
from duibiao.partners.queries import GOOD, counted, while_bound
from duibiao.problems.choices import Class, statuses_of
from duibiao.problems.models import Problem


@dataclass(frozen=True)
class Share:
    """A unit's month: so many of so many."""

    unit: Unit
    good: int
    out_of: int

    @property
    def percent(self) -> float:
        return 100 * self.good / self.out_of


def shares(rule: Rule, month: date) -> list[Share]:
    """By partner unit that takes part in the campaign: three statements. Who has nothing to count is not there."""
    rows = (_good if rule.basis == Basis.GOOD else _in_time)(rule, month)
    units = {one.pk: one for one in participants(rule.campaign)}
    order = {pk: n for n, pk in enumerate(units)}
    held = [Share(units[unit], good, out_of) for unit, out_of, good in rows if unit in units and out_of]
    return sorted(held, key=lambda one: order[one.unit.pk])


def _good(rule: Rule, month: date) -> Any:
    """What was looked at in visits that count for the campaign, and what of it was well."""
    since, until = moments_of(month)
    bound = "visit__site__bonds__"
    found = Observation.objects.annotate(day=TruncDate("visit__at")).filter(
        counted() & Q(visit__round__campaign=rule.campaign_id, visit__at__gte=since, visit__at__lt=until)
        & Q(**{f"{bound}isnull": False}) & while_bound("day", bound)
    )  # fmt: skip
    rows = found.order_by().values_list(f"{bound}unit")
    return rows.annotate(out_of=Count("pk"), good=Count("pk", filter=GOOD))


def _in_time(rule: Rule, month: date) -> Any:
    """The places' problems that were due, and which of them were put right in time. Suspended and split ones are due elsewhere."""
    since, until = moments_of(month)
    bound = "site__bonds__"
    found = Problem.objects.annotate(day=TruncDate("due_at")).filter(
        Q(due_at__gte=since, due_at__lt=until, unit__isnull=False) & Q(**{f"{bound}isnull": False})
        & while_bound("day", bound)
    )  # fmt: skip
    found = found.exclude(status__in=[*statuses_of(Class.ELSEWHERE), "suspended"])
    kept = Q(late=False, rectified_at__isnull=False, rectified_at__lte=F("due_at"))
    return found.order_by().values_list(f"{bound}unit").annotate(out_of=Count("pk"), good=Count("pk", filter=kept))


@transaction.atomic
def post_month(by: User, rule: Rule, *, month: date) -> list[Fact]:
    """Record a month that is over; returns the facts that are new or corrected."""
    require(may_keep(by))
    at = moments_of(month)[1] - timedelta(days=1)
    made: list[Fact] = []
    for one in shares(rule, month):
        draft = Draft(
            uid=f"partners:{rule.campaign_id}:{rule.measure_id}:{one.unit.pk}:{month:%Y-%m}"[:64], measure=rule.measure,
            unit=one.unit, at=at, value=float(one.good), out_of=float(one.out_of), reference="partners",
        )  # fmt: skip
        made += record(by, draft, reason=str(_("包联成效重新统计")))
    note(by, "partners.post_month", rule, month=f"{month:%Y-%m}", facts=len(made))
    return made
