"""Workdays against an independent calendar of the years 2019 to 2026, stepping day by day."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.workdays import WorkCalendar, runs

YEARS = range(2019, 2027)
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
CALENDAR = WorkCalendar.of(constants.holidays, constants.workdays, YEARS)
DAYS = st.dates(FIRST, LAST)


def stepped(day: date, workdays: int, step: int) -> date | None:
    """Day by day, as a clerk counts on the wall; None where the independent calendar ends."""
    while workdays:
        day += timedelta(days=step)
        if not FIRST <= day <= LAST:
            return None
        workdays -= chinese_calendar.is_workday(day)
    return day


@given(DAYS)
def test_every_day_is_what_the_notices_say(day: date) -> None:
    assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day)


@given(DAYS, st.integers(0, 400))
def test_counting_forward_and_back_is_stepping_day_by_day(day: date, workdays: int) -> None:
    for count, step in ((CALENDAR.after, 1), (CALENDAR.before, -1)):
        found = stepped(day, workdays, step)
        if found is not None:
            assert count(day, workdays).day == found


@given(DAYS, DAYS)
def test_the_days_between_are_those_that_are_counted_one_by_one(one: date, other: date) -> None:
    first, last = sorted((one, other))
    inside = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert CALENDAR.between(first, last) == sum(map(chinese_calendar.is_workday, inside))
    assert CALENDAR.between(last, first) == -CALENDAR.between(first, last)


@given(DAYS, st.integers(1, 300))
def test_there_and_back_is_the_same_workday(day: date, workdays: int) -> None:
    start = CALENDAR.on_or_before(day).day
    end = CALENDAR.after(start, workdays).day
    assert CALENDAR.before(end, workdays).day == start
    assert CALENDAR.between(start, end) == workdays


def test_a_deadline_on_a_holiday_falls_before_it_and_a_legal_period_ends_after_it() -> None:
    national_day = date(2026, 10, 1)
    assert CALENDAR.on_or_before(national_day).day == date(2026, 9, 30)
    assert CALENDAR.on_or_after(national_day).day == date(2026, 10, 8)


def test_a_saturday_that_is_worked_instead_counts() -> None:
    assert CALENDAR.is_workday(date(2026, 10, 10))
    assert CALENDAR.between(date(2026, 10, 9), date(2026, 10, 11)) == 1


def test_a_year_without_a_notice_is_counted_by_the_week_and_says_so() -> None:
    reached = CALENDAR.after(date(2026, 12, 28), 10)
    assert reached.provisional
    assert not CALENDAR.after(date(2026, 12, 1), 10).provisional
    noticed = WorkCalendar.of({*CALENDAR.off, date(2027, 1, 1)}, CALENDAR.worked, [*YEARS, 2027])
    again = noticed.after(date(2026, 12, 28), 10)
    assert not again.provisional
    assert again.day > reached.day


def test_a_number_of_workdays_is_never_negative() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.after(date(2026, 1, 5), -1)


def test_days_in_a_row_are_one_span() -> None:
    days = [date(2026, 10, day) for day in (7, 1, 2, 3)]
    assert runs(days) == [(date(2026, 10, 1), date(2026, 10, 3)), (date(2026, 10, 7), date(2026, 10, 7))]
    assert runs([]) == []
