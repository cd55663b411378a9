"""Behaviour observed at fixed spots and fixed times (定点定时观察): violations of all who passed, as one rate against the line.

Its one trick: a rate over several observations is the sum of what was counted over the sum of who passed, never the mean of rates:
a quiet morning with three people weighs what three people weigh.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db.models import Count, Q, Sum

from duibiao.inspections.choices import Answer, Outcome, RoundKind
from duibiao.inspections.models import Observation, Visit
from duibiao.inspections.permissions import visible_visits
from duibiao.organisation.models import User


@dataclass(frozen=True)
class Tally:
    """So many of so many, in so many observations."""

    seen: float = 0
    out_of: float = 0
    times: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.seen + other.seen, self.out_of + other.out_of, self.times + other.times)

    @property
    def rate_percent(self) -> float | None:
        return 100 * self.seen / self.out_of if self.out_of else None


@dataclass
class Row:
    """One question at one spot in a campaign: by time of day, and together, against its line."""

    key: str
    campaign: int
    site: str
    site_pk: int
    type: int
    text: str
    line: float | None
    fewer: bool
    slots: dict[str, Tally] = field(default_factory=dict)

    @property
    def whole(self) -> Tally:
        return sum(self.slots.values(), Tally())

    def passes(self, counted: Tally) -> bool | None:
        """On the right side of the line; None where there is no line, or nobody passed."""
        rate = counted.rate_percent
        if rate is None or self.line is None:
            return None
        return rate <= self.line if self.fewer else rate >= self.line

    @property
    def passed(self) -> bool | None:
        return self.passes(self.whole)


def rows(by: User) -> tuple[list[str], list[Row]]:
    """The times of day, and the spots with their questions: one statement. What is secret to `by` is not in it."""
    visits = Visit.objects.filter(visible_visits(by), corrected_by=None, round__slot_since__isnull=False)
    found = Observation.objects.filter(visit__in=visits, item__answer=Answer.SHARE, out_of__gt=0)
    found = found.exclude(Q(outcome=Outcome.NOT_APPLICABLE) | Q(visit__round__kind=RoundKind.SELF_CHECK))
    grouped = found.order_by().values_list(
        "visit__round__campaign", "visit__site", "visit__site__name", "visit__site__type", "item__code", "item__text",
        "item__good_when", "item__fewer", "visit__round__slot_since", "visit__round__slot_until",
    ).annotate(seen=Sum("value"), of=Sum("out_of"), times=Count("pk"))  # fmt: skip
    return _laid_out(grouped)


def _laid_out(grouped: Iterable[Any]) -> tuple[list[str], list[Row]]:
    slots: set[str] = set()
    made: dict[str, Row] = {}
    for campaign, site, name, kind, code, text, line, fewer, since, until, seen, of, times in grouped:
        key, slot = f"{campaign}:{site}:{code}:{line}", slot_of(since, until)
        row = made.setdefault(key, Row(key, campaign, name, site, kind, text, line, fewer))
        row.slots[slot] = row.slots.get(slot, Tally()) + Tally(seen, of, times)
        slots.add(slot)
    return sorted(slots), sorted(made.values(), key=lambda row: (row.passed is not False, row.site, row.text))


def slot_of(since: time, until: time) -> str:
    return f"{since:%H:%M}–{until:%H:%M}"
