"""The work calendar: which days are worked, with the notices of holidays and of weekend days worked instead (调休).

Its one trick: a calendar is only its exceptions. A year without a notice is counted Monday to Friday and every answer
that rests on such a year says that it is provisional, so that it can be worked out again when the notice comes in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

ONE = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Counted:
    """A day that was counted to. `provisional`: a year on the way has no notice yet."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Weekdays that are off, weekend days that are worked, and the years whose notice is in."""

    off: frozenset[date]
    worked: frozenset[date]
    noticed: frozenset[int]

    @classmethod
    def of(cls, off: Iterable[date], worked: Iterable[date], noticed: Iterable[int]) -> WorkCalendar:
        """A calendar from any collections of days and years."""
        return cls(frozenset(off), frozenset(worked), frozenset(noticed))

    def is_workday(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a year between two days has no notice yet."""
        return any(year not in self.noticed for year in range(min(first, last).year, max(first, last).year + 1))

    def on_or_before(self, day: date) -> Counted:
        """The day itself if it is worked, else the last one before it: where a deadline falls when one works back."""
        found = next(one for one in _days(day, -ONE) if self.is_workday(one))
        return self._counted(day, found)

    def on_or_after(self, day: date) -> Counted:
        """The day itself if it is worked, else the next one: where a period ends that the law counts forward."""
        found = next(one for one in _days(day, ONE) if self.is_workday(one))
        return self._counted(day, found)

    def after(self, day: date, workdays: int) -> Counted:
        """So many workdays after a day, which does not count itself; 0 is the day itself."""
        return self._counted(day, self._step(day, workdays, ONE))

    def before(self, day: date, workdays: int) -> Counted:
        """So many workdays before a day, which does not count itself; 0 is the day itself."""
        return self._counted(day, self._step(day, workdays, -ONE))

    def between(self, first: date, last: date) -> int:
        """Workdays after the first day up to the last, which counts; negative where the last lies before the first."""
        if last < first:
            return -self.between(last, first)
        return self._until(last) - self._until(first)

    def _counted(self, start: date, day: date) -> Counted:
        return Counted(day, self.is_provisional(start, day))

    def _step(self, day: date, workdays: int, step: timedelta) -> date:
        if workdays < 0:
            raise ValueError(f"workdays must not be negative: {workdays}")
        for one in _days(day + step, step) if workdays else ():
            workdays -= self.is_workday(one)
            if not workdays:
                return one
        return day

    def _until(self, day: date) -> int:
        """Workdays from the first day there is up to `day`: whole weeks, then the exceptions."""
        weeks, rest = divmod(day.toordinal(), 7)  # 1 January of year 1 was a Monday
        off, worked = self._exceptions
        return weeks * 5 + min(rest, 5) - bisect_right(off, day) + bisect_right(worked, day)

    @cached_property
    def _exceptions(self) -> tuple[list[date], list[date]]:
        """Weekdays off and weekend days worked, in order; what only repeats the week is left out."""
        off = sorted(day for day in self.off - self.worked if day.weekday() < SATURDAY)
        return off, sorted(day for day in self.worked if day.weekday() >= SATURDAY)


def _days(start: date, step: timedelta) -> Iterator[date]:
    while True:
        yield start
        start += step


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as spans, first and last: how a notice lists them."""
    found = sorted(set(days))
    if not found:
        return []
    starts = [found[0], *(later for earlier, later in pairwise(found) if later - earlier > ONE)]
    places = [bisect_left(found, start) for start in starts[1:]]
    return [(start, found[place - 1]) for start, place in zip(starts, [*places, len(found)], strict=True)]
