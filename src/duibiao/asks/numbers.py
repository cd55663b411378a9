"""Asking for a number: matched to a measure of the catalogue, so that what the journal knows already is asked of nobody.

Its one trick: the subject of such an ask is its measure and its span of days, and the journal is looked at before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.asks import services
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask, Stopped
from duibiao.asks.permissions import may_ask
from duibiao.facts.models import Fact
from duibiao.lib.alike import share_within
from duibiao.lib.dates import day_text
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Measure

#: So much of a measure's name must stand in what is asked for.
NAMED = 0.6


@dataclass(frozen=True)
class Given:
    """What the journal holds: the latest fact of the span, and how many there are."""

    unit: Unit
    fact: Fact
    times: int

    @property
    def day(self) -> date:
        """When it was given: the day on which it was recorded."""
        return timezone.localdate(self.fact.recorded_at)


class GivenAlready(Exception):
    """The number is in the journal; `given` says where."""

    def __init__(self, given: Given) -> None:
        known = {"unit": given.unit, "day": day_text(given.day), "name": given.fact.measure}
        super().__init__(_("%(unit)s的“%(name)s”%(day)s已经报过，请直接用台账里的。") % known)
        self.given = given


def measure_for(words: str) -> Measure | None:
    """The measure that the words name, the fullest and longest name first; None where the catalogue knows none."""
    found = [
        (share_within(one.name, words), len(one.name), one) for one in Measure.objects.only("code", "name", "kind")
    ]
    best = max(found, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= NAMED else None


def given(units: Iterable[Unit], measure: Measure, since: date, until: date) -> dict[int, Given]:
    """By unit: what counts in the journal for the days from `since` to `until`. One statement."""
    first, last = (timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1)))
    named = {unit.code: unit for unit in units}
    when = Coalesce("at", "recorded_at")
    rows = Fact.objects.filter(measure=measure, unit__code__in=list(named), superseded_by=None).annotate(when=when)
    held: dict[str, list[Fact]] = {}
    for fact in rows.filter(when__gte=first, when__lt=last).select_related("measure").order_by("sequence"):
        held.setdefault(fact.unit_id, []).append(fact)
    return {named[code].pk: Given(named[code], facts[-1], len(facts)) for code, facts in held.items()}


def subject(measure: Measure, since: date, until: date) -> str:
    return f"measure:{measure.pk}:{since}:{until}"[:200]


@transaction.atomic
def stop(by: User, found: Given, *, title: str) -> None:
    """The request did not reach the unit; the burden meter counts it."""
    require(may_ask(by, found.unit))
    Stopped.objects.create(fact=found.fact, unit=found.unit, kind=AskKind.NUMBER, title=title[:200], by=by)


def ask_number(by: User, *, unit: Unit, measure: Measure, since: date, until: date, title: str, **fields: Any) -> Ask:
    """Ask for a number of the catalogue. Raises `GivenAlready`, and what `services.ask` raises.

    A stopped request is counted unless the caller's transaction is rolled back: catch `GivenAlready` inside it.
    """
    found = given([unit], measure, since, until).get(unit.pk)
    if found is not None:
        stop(by, found, title=title)
        raise GivenAlready(found)
    return services.ask(
        by, unit=unit, kind=AskKind.NUMBER, title=title, subject=subject(measure, since, until), **fields
    )
