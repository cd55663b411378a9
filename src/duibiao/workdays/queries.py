"""The only place that reads the work calendar.

Its one trick: the calendar is kept in memory and is good as long as the stamp in the database is the same: one small
statement per request, whichever process changed it.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from duibiao.lib import request
from duibiao.lib.spans import today
from duibiao.workdays import published
from duibiao.workdays.choices import DayKind
from duibiao.workdays.models import Day, Edit, Stamp, Year
from duibiao.workdays.published import Exceptional
from duibiao_engine.workdays import WorkCalendar

#: The calendar as last read, with the stamp that it was read under.
_memory: dict[UUID | None, WorkCalendar] = {}
#: What the request that is being answered has seen already.
_seen: ContextVar[tuple[str, WorkCalendar] | None] = ContextVar("workdays_seen", default=None)


def calendar() -> WorkCalendar:
    """The county's work calendar: one statement per request, none more within it."""
    number, seen = request.number.get(), _seen.get()
    if number and seen is not None and seen[0] == number:
        return seen[1]
    found = _current()
    _seen.set((number, found))
    return found


def forget() -> None:
    """The request that changed the calendar reads it again."""
    _seen.set(None)


def _current() -> WorkCalendar:
    token = Stamp.objects.values_list("token", flat=True).first()
    held = _memory.get(token)
    if held is None:
        held = _read()
        _memory.clear()
        _memory[token] = held
    return held


def _read() -> WorkCalendar:
    """The office's own years as they stand, all others as published: two statements."""
    own = dict(Year.objects.values_list("year", "noticed"))
    rows = dict(Day.objects.values_list("day", "kind"))
    for year in published.years() - own.keys():
        rows = {one.day: one.kind for one in published.of_year(year)} | rows
    noticed = {year for year, known in own.items() if known} | (published.years() - own.keys())
    off = (day for day, kind in rows.items() if kind == DayKind.OFF)
    return WorkCalendar.of(off, (day for day, kind in rows.items() if kind == DayKind.WORKED), noticed)


def exceptions(year: int) -> list[Exceptional]:
    """The exceptional days of a year's notice, in order: the office's own if it keeps that year, else as published."""
    if not Year.objects.filter(pk=year).exists():
        return list(published.of_year(year))
    rows = Day.objects.filter(year=year).values_list("day", "kind", "name")
    return [Exceptional(*row) for row in rows]


@dataclass(frozen=True)
class YearHead:
    """How a year stands: whether its notice is in, from whom, and whether the office keeps it itself."""

    year: int
    noticed: bool
    own: bool
    document: str = ""


def year_head(year: int) -> YearHead:
    held = Year.objects.filter(pk=year).first()
    if held is None:
        return YearHead(year, year in published.years(), own=False)
    return YearHead(year, held.noticed, own=True, document=held.document)


def edits(year: int, limit: int = 20) -> list[Edit]:
    """What was changed in a year, newest first."""
    return list(Edit.objects.filter(year=year).select_related("by__person")[:limit])


def latest_edit(year: int) -> Edit | None:
    """The change that could be taken back."""
    return _standing(year).first()


def _standing(year: int) -> QuerySet[Edit]:
    return Edit.objects.filter(year=year, undone_at=None)


def provisional_years(first: date | None = None, count: int = 2) -> list[int]:
    """The years from this one on that have no notice yet."""
    start = (first or today()).year
    return [year for year in range(start, start + count) if year not in calendar().noticed]
