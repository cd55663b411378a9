"""Deadlines against two independent calendars of 2019 to 2026: stepping minute by minute over one, and the county's own over both."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from duibiao.lib.dates import published
from duibiao.problems.choices import Measured
from duibiao.problems.deadlines import Clock, Hours
from duibiao_engine.workdays import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
NOTICES = Clock(WorkCalendar.of(constants.holidays, constants.workdays, range(2019, 2027)))
SITE = Clock(published())
NAIVE = st.datetimes(datetime(2019, 1, 2), datetime(2026, 10, 1))  # noqa: DTZ001
MOMENTS = NAIVE.map(lambda one: one.replace(second=0, microsecond=0, tzinfo=CHINA))
QUARTERS = st.integers(1, 200)


@cache
def is_workday(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def is_worked(moment: datetime) -> bool:
    """Whether the minute that begins is worked: as the notice on the wall says."""
    minute = moment.hour * 60 + moment.minute
    return is_workday(moment.date()) and (480 <= minute < 720 or 840 <= minute < 1080)


def stepped(moment: datetime, minutes: int) -> datetime:
    """A clerk with a watch, a minute at a time; days off are turned over at once."""
    while minutes:
        if not is_workday(moment.date()):
            moment = (moment + timedelta(days=1)).replace(hour=0, minute=0)
            continue
        minutes -= is_worked(moment)
        moment += timedelta(minutes=1)
    return moment


@pytest.mark.parametrize("clock", [NOTICES, SITE], ids=["notices", "site"])
@given(MOMENTS, st.integers(1, 24))
def test_working_hours_are_counted_as_a_clerk_with_a_watch_would(clock: Clock, start: datetime, hours: int) -> None:
    due = clock.due(start, hours, Measured.WORKHOURS)
    assert due.at == stepped(start, hours * 60)
    assert not due.provisional


@pytest.mark.parametrize("clock", [NOTICES, SITE], ids=["notices", "site"])
@given(MOMENTS, st.integers(1, 30))
def test_working_days_end_when_work_ends_and_the_first_day_does_not_count(
    clock: Clock, start: datetime, days: int
) -> None:
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    assert clock.due(start, days, Measured.WORKDAYS).at == datetime(day.year, day.month, day.day, 18, tzinfo=CHINA)


@given(MOMENTS, st.integers(1, 5000))
def test_what_is_worked_until_the_deadline_is_what_was_given(start: datetime, minutes: int) -> None:
    due = NOTICES.later(start, minutes).at
    assert NOTICES.worked(start, due) == minutes
    assert NOTICES.worked(due, start) == -minutes
    assert NOTICES.left(start, due, Measured.WORKHOURS) == minutes


@given(MOMENTS, st.integers(2, 4000), st.data())
def test_a_clock_that_stopped_goes_on_with_what_was_left(start: datetime, minutes: int, data: st.DataObject) -> None:
    due = NOTICES.later(start, minutes).at
    stopped = NOTICES.later(start, data.draw(st.integers(1, minutes - 1))).at
    left = NOTICES.left(stopped, due, Measured.WORKHOURS)
    resumed = stopped + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 60)))
    again = NOTICES.resumed(resumed, left, Measured.WORKHOURS).at
    assert NOTICES.worked(resumed, again) == left
    assert NOTICES.worked(start, stopped) + NOTICES.worked(resumed, again) == minutes
    assert NOTICES.resumed(stopped, left, Measured.WORKHOURS).at == due


@given(MOMENTS, st.integers(1, 200), st.integers(0, 10000))
def test_urgent_hours_run_through_the_night_and_stop_all_the_same(start: datetime, hours: int, waited: int) -> None:
    due = SITE.due(start, hours, Measured.HOURS).at
    assert due - start == timedelta(hours=hours)
    later = start + timedelta(minutes=waited)
    assert SITE.resumed(later, SITE.left(start, due, Measured.HOURS), Measured.HOURS).at - later == due - start


@given(MOMENTS, MOMENTS, MOMENTS)
def test_worked_time_adds_up(one: datetime, other: datetime, third: datetime) -> None:
    first, middle, last = sorted((one, other, third))
    assert SITE.worked(first, middle) + SITE.worked(middle, last) == SITE.worked(first, last)
    assert SITE.worked(first, middle) >= 0


def test_hours_of_summer_are_the_countys_own_and_a_year_without_a_notice_is_provisional() -> None:
    summer = Clock(published(), Hours((450, 690), (870, 1110)))
    friday = datetime(2026, 9, 25, 16, 0, tzinfo=CHINA)  # 中秋 is this very day; 28 and 29 September are worked
    assert summer.due(friday, 2, Measured.WORKHOURS).at == datetime(2026, 9, 28, 9, 30, tzinfo=CHINA)
    assert summer.due(datetime(2026, 12, 30, 9, tzinfo=CHINA), 5, Measured.WORKDAYS).provisional
    assert summer.used_percent(friday, datetime(2026, 9, 28, 9, 30, tzinfo=CHINA), friday, Measured.WORKHOURS) == 0
