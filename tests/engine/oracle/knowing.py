"""What is known of a unit: which facts count, and what number they come to.

Its one trick: two filters and no more. A fact counts if it was recorded by then and never corrected by a fact recorded
by then; and if it was true in the period that is asked about.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction

from .numbers import mean, number
from .things import Fact, Frame, Period, Spec

COMBINE = {
    "flag": "latest", "count": "sum", "event": "sum", "score": "mean", "amount": "latest", "grade": "latest",
}  # fmt: skip
#: AMBIGUOUS: where "latest" puts a fact without a time; here: before every dated one, then by order of recording.
LONG_AGO = dt.datetime(1, 1, 1)  # noqa: DTZ001 – times here are a county's own, without a zone


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.at or LONG_AGO, fact.sequence))


def moved_years(day: dt.date, years: int) -> dt.date:
    year = day.year + years
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Known:
    """All that may be asked of the facts."""

    def __init__(
        self,
        standard: Spec,
        facts: Sequence[Fact],
        frame: Frame,
        period: Period,
        as_of: int | dt.date | None,
    ) -> None:
        self.standard, self.frame, self.period, self.as_of = standard, frame, period, as_of
        recorded = [fact for fact in facts if self._recorded(fact)]
        corrected = {fact.supersedes for fact in recorded}
        self.standing = [fact for fact in recorded if fact.sequence not in corrected]
        self._values: dict[tuple[str, str, int], Fraction | None] = {}

    def _recorded(self, fact: Fact) -> bool:
        if self.as_of is None:
            return True
        if isinstance(self.as_of, int):
            return fact.sequence <= self.as_of
        # AMBIGUOUS: as_of given as a date is compared with recorded_at, whole days; no recorded_at = known all along.
        return fact.recorded_at is None or fact.recorded_at.date() <= self.as_of

    @property
    def as_of_day(self) -> dt.date:
        # AMBIGUOUS: without a date as as_of there is no clock; the period's last day is "today".
        return self.as_of if isinstance(self.as_of, dt.date) else self.period.end

    def within(self, fact: Fact, years_back: int = 0) -> bool:
        if fact.at is None:
            # AMBIGUOUS: a fact without a time is in the period asked about, and in no earlier year.
            return years_back == 0
        start, end = (moved_years(day, -years_back) for day in self.period)
        return start <= fact.at.date() <= end

    def effective(self) -> list[Fact]:
        """Facts of the period that are observations (不适用 is none)."""
        return [fact for fact in self.standing if self.within(fact) and fact.grade != "n/a"]

    def facts(self, unit: str, measure: str, years_back: int = 0) -> list[Fact]:
        """A unit's facts, oldest first."""
        return in_order(
            [
                fact
                for fact in self.standing
                if (fact.unit, fact.measure) == (unit, measure)
                and self.within(fact, years_back)
                and fact.grade != "n/a"
            ]
        )

    def measure(self, code: str) -> Spec:
        return dict(self.standard["measures"][code])

    def value(self, unit: str, code: str, years_back: int = 0) -> Fraction | None:
        """x: what the unit's facts come to; None where nothing is known."""
        key = (unit, code, years_back)
        if key not in self._values:
            self._values[key] = self._value(*key)
        return self._values[key]

    def _value(self, unit: str, code: str, years_back: int) -> Fraction | None:
        measure = self.measure(code)
        facts = self.facts(unit, code, years_back)
        if not facts and measure.get("missing") == "none":
            return Fraction(0)
        return combined(measure, facts)

    def by_place(self, unit: str, code: str) -> dict[object, Fraction]:
        """Each observation's value: each site, or each fact where the measure is not per site."""
        measure = self.measure(code)
        places: dict[object, list[Fact]] = {}
        for fact in self.facts(unit, code):
            # AMBIGUOUS: each fact without a site, of a measure per site, is a place of its own.
            place = fact.sequence if measure.get("per") != "site" or fact.site is None else fact.site
            places.setdefault(place, []).append(fact)
        values = {place: at_one_place(measure, facts) for place, facts in places.items()}
        return {place: value for place, value in values.items() if value is not None}

    def latest(self, unit: str, code: str, has: Callable[[Fact], bool]) -> Fact | None:
        found = [fact for fact in self.facts(unit, code) if has(fact)]
        return found[-1] if found else None


def combined(measure: Spec, facts: Sequence[Fact]) -> Fraction | None:
    """Several facts of one unit become one number; facts at one site first, if the measure is per site."""
    if measure["kind"] == "ratio" or measure.get("per") != "site" or how(measure) == "latest":
        return at_one_place(measure, facts)
    sites: dict[object, list[Fact]] = {}
    for fact in facts:
        sites.setdefault(fact.sequence if fact.site is None else fact.site, []).append(fact)
    values = [at_one_place(measure, found) for found in sites.values()]
    return together(how(measure), [value for value in values if value is not None])


def at_one_place(measure: Spec, facts: Sequence[Fact]) -> Fraction | None:
    if measure["kind"] == "ratio":
        return ratio(measure, facts)
    values = [value for fact in facts if (value := value_of(measure, fact)) is not None]
    return together(how(measure), values)


def how(measure: Spec) -> str:
    return str(measure.get("combine") or COMBINE.get(measure["kind"], "latest"))


def value_of(measure: Spec, fact: Fact) -> Fraction | None:
    if fact.value is None:
        return Fraction(1) if measure["kind"] == "event" else None
    return number(fact.value)


def together(way: str, values: Sequence[Fraction]) -> Fraction | None:
    """values: oldest first."""
    if not values:
        return None
    if way == "latest":
        return values[-1]
    ways: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
        "sum": lambda numbers: sum(numbers, Fraction(0)), "mean": mean, "highest": max, "lowest": min,
    }  # fmt: skip
    return ways[way](values)


def ratio(measure: Spec, facts: Sequence[Fact]) -> Fraction | None:
    """Sums before dividing, in percent."""
    counted = [fact for fact in facts if fact.value is not None]
    if not counted:
        return None
    # AMBIGUOUS: a ratio without out_of is its percentage, as if of 100.
    out_of = sum((number(100 if fact.out_of is None else fact.out_of) for fact in counted), Fraction(0))
    if out_of == 0:
        return Fraction(100) if measure.get("none_due") == "full" else None
    return 100 * sum((number(fact.value) for fact in counted if fact.value is not None), Fraction(0)) / out_of
