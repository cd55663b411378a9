"""Working back from a day: nothing ends late, nothing begins before what it rests on, nothing could begin later."""

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.schedule import Circle, Light, Step, UnknownStep, expected, light, work_back
from duibiao_engine.workdays import WorkCalendar

CALENDAR = WorkCalendar.of(constants.holidays, constants.workdays, range(2019, 2027))
MILESTONES = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Up to eight steps, each resting on some before it, some with a day of their own."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 8))):
        known = [step.key for step in steps]
        after = tuple(draw(st.lists(st.sampled_from(known), unique=True, max_size=3))) if known else ()
        by = draw(st.none() | MILESTONES)
        steps.append(Step(f"s{number}", draw(st.integers(0, 30)), after, by))
    return draw(st.permutations(steps))


@given(plans(), MILESTONES)
def test_everything_is_done_in_time_and_could_not_begin_later(steps: list[Step], milestone: date) -> None:
    spans = work_back(steps, milestone, CALENDAR)
    rests = {step.key: [other for other in steps if step.key in other.after] for step in steps}
    for step in steps:
        span = spans[step.key]
        limits = [milestone, step.by or milestone]
        limits += [spans[other.key].begin - timedelta(days=1) for other in rests[step.key]]
        assert span.end == CALENDAR.on_or_before(min(limits)).day
        assert CALENDAR.between(span.begin, span.end) + 1 == max(step.workdays, 1)


def test_a_week_of_writing_before_national_day_begins_before_the_worked_sunday() -> None:
    spans = work_back([Step("写", 5), Step("审", 2, ("写",))], date(2025, 10, 3), CALENDAR)
    assert (spans["审"].begin, spans["审"].end) == (date(2025, 9, 29), date(2025, 9, 30))
    assert (spans["写"].begin, spans["写"].end) == (date(2025, 9, 23), date(2025, 9, 28))


def test_steps_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(Circle) as circle:
        work_back([Step("a", 1, ("b",)), Step("b", 1, ("a",))], date(2026, 5, 8), CALENDAR)
    assert set(circle.value.keys) == {"a", "b"}


def test_a_step_that_waits_for_nothing_known_is_named() -> None:
    with pytest.raises(UnknownStep, match="报告 → 调研"):
        work_back([Step("报告", 1, ("调研",))], date(2026, 5, 8), CALENDAR)


def test_a_year_without_a_notice_makes_the_plan_provisional() -> None:
    spans = work_back([Step("a", 3)], date(2027, 3, 1), CALENDAR)
    assert spans["a"].provisional
    assert not work_back([Step("a", 3)], date(2026, 3, 2), CALENDAR)["a"].provisional


@given(MILESTONES, st.integers(1, 120), st.integers(-10, 130))
def test_what_is_expected_never_falls_and_reaches_the_whole(begin: date, length: int, on: int) -> None:
    end, day = begin + timedelta(days=length), begin + timedelta(days=on)
    now, next_day = (expected(begin, end, one, CALENDAR) for one in (day, day + timedelta(days=1)))
    assert 0 <= now <= next_day <= 1
    assert expected(begin, end, end, CALENDAR) == 1


@pytest.mark.parametrize(
    ("done", "on", "shown"),
    [
        (1.0, date(2026, 3, 31), Light.DONE),
        (0.9, date(2026, 4, 1), Light.RED),
        (0.0, date(2026, 2, 27), Light.WAITING),
        (0.5, date(2026, 3, 13), Light.GREEN),
        (0.3, date(2026, 3, 13), Light.YELLOW),
        (0.0, date(2026, 3, 13), Light.RED),
    ],
)
def test_the_light_says_how_it_stands(done: float, on: date, shown: Light) -> None:
    assert light(date(2026, 3, 2), date(2026, 3, 31), done, on, CALENDAR) is shown


@pytest.mark.parametrize(
    ("done", "should", "shown"),
    [(0.0, 0.0, Light.GREEN), (0.3, 0.5, Light.YELLOW), (0.3, 0.7, Light.RED), (1.0, 0.0, Light.DONE)],
)
def test_what_was_agreed_for_the_day_goes_before_what_the_calendar_expects(
    done: float, should: float, shown: Light
) -> None:
    on = date(2026, 3, 13)
    assert light(date(2026, 3, 2), date(2026, 3, 31), done, on, CALENDAR, should=should) is shown
