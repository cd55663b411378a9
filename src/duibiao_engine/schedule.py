"""Working back from a day (倒排工期): when each step must end and begin at the latest, over the work calendar.

Its one trick: the steps are walked from the last to the first once. A step must end before everything that rests on it
begins, and no later than its own day; what nothing rests on must end by the milestone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from duibiao_engine.workdays import WorkCalendar


@dataclass(frozen=True)
class Step:
    """A piece of work: how many workdays it takes, what must be finished before it begins, its own latest day if it has one."""

    key: str
    workdays: int
    after: tuple[str, ...] = ()
    by: date | None = None


@dataclass(frozen=True)
class Span:
    """A step on the calendar, both days inside. `provisional`: a year it touches has no notice yet."""

    key: str
    begin: date
    end: date
    provisional: bool


class Circle(ValueError):
    """Steps that wait for each other; `keys` names them in a row."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(" → ".join(keys))


class UnknownStep(ValueError):
    """A step waits for something that is not there."""

    def __init__(self, key: str, missing: str) -> None:
        self.key, self.missing = key, missing
        super().__init__(f"{key} → {missing}")


def work_back(steps: Iterable[Step], milestone: date, calendar: WorkCalendar) -> dict[str, Span]:
    """The latest span of each step, so that everything is done by the milestone. Raises `Circle`, `UnknownStep`.

    A step of 0 workdays is a day to reach; it begins and ends on it.
    """
    held = {step.key: step for step in steps}
    spans: dict[str, Span] = {}
    limits = dict.fromkeys(held, milestone)
    for key in reversed(_in_order(held)):
        step = held[key]
        span = _latest(step, min(limits[key], step.by or milestone), calendar)
        spans[key] = span
        last = calendar.before(span.begin, 1).day
        limits |= {earlier: min(limits[earlier], last) for earlier in step.after}
    return spans


def _in_order(steps: Mapping[str, Step]) -> list[str]:
    for step in steps.values():
        for earlier in step.after:
            if earlier not in steps:
                raise UnknownStep(step.key, earlier)
    try:
        return list(TopologicalSorter({key: step.after for key, step in steps.items()}).static_order())
    except CycleError as error:
        raise Circle(error.args[1]) from None


def _latest(step: Step, limit: date, calendar: WorkCalendar) -> Span:
    end = calendar.on_or_before(limit)
    begin = calendar.before(end.day, max(step.workdays - 1, 0))
    return Span(step.key, begin.day, end.day, calendar.is_provisional(begin.day, limit))


class Light(StrEnum):
    """How a piece of work stands: not begun yet, as it should be, behind, past its day, done."""

    WAITING = "waiting"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DONE = "done"


#: Behind its time by more than this share of the whole: yellow; by more than twice this: red.
BEHIND = 0.15


def expected(begin: date, end: date, on: date, calendar: WorkCalendar) -> float:
    """The share of the work (0 to 1) that the calendar expects at the end of a day, both days of the span inside."""
    whole = calendar.between(begin, end) + calendar.is_workday(begin)
    if on >= end or whole <= 0:
        return 1.0 if on >= end else 0.0
    gone = calendar.between(begin, on) + calendar.is_workday(begin)
    return min(max(gone / whole, 0.0), 1.0) if on >= begin else 0.0


def light(
    begin: date, end: date, done: float, on: date, calendar: WorkCalendar, *, should: float | None = None
) -> Light:
    """How a piece of work stands on a day, from the share that is done (0 to 1).

    `should`: the share that was agreed for that day; without it, what the calendar expects.
    """
    if done >= 1:
        return Light.DONE
    if on > end:
        return Light.RED
    if on < begin and not done:
        return Light.WAITING
    behind = (expected(begin, end, on, calendar) if should is None else should) - done
    if behind > 2 * BEHIND:
        return Light.RED
    return Light.YELLOW if behind > BEHIND else Light.GREEN
