"""A month as a wall calendar shows it: weeks from Monday, what is off, what is worked instead, what stands on each day."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duibiao.web.base.days.entries import Entry
from duibiao_engine.workdays import SATURDAY, WorkCalendar


@dataclass
class Square:
    """A day of the grid. `mark` says off or worked where a notice names the day."""

    day: date
    inside: bool
    is_workday: bool
    mark: str = ""
    entries: list[Entry] = field(default_factory=list)


def weeks(year: int, month: int, days: WorkCalendar, entries: Iterable[Entry] = ()) -> list[list[Square]]:
    """The weeks that touch a month."""
    on: dict[date, list[Entry]] = {}
    for one in entries:
        on.setdefault(one.day, []).append(one)
    grid = months.Calendar().monthdatescalendar(year, month)
    return [[_square(day, month, days, on.get(day, [])) for day in week] for week in grid]


def _square(day: date, month: int, days: WorkCalendar, found: list[Entry]) -> Square:
    works, usual = days.is_workday(day), day.weekday() < SATURDAY
    plain = works == usual and day not in days.off
    return Square(day, day.month == month, works, "" if plain else "worked" if works else "off", found)


def span(year: int, month: int) -> tuple[date, date]:
    """The first and last day that the grid shows."""
    grid = months.Calendar().monthdatescalendar(year, month)
    return grid[0][0], grid[-1][-1]


def beside(year: int, month: int, step: int) -> str:
    """The month before or after, as an address says it: 2026-11."""
    middle = date(year, month, 15) + timedelta(days=30 * step)
    return f"{middle:%Y-%m}"
