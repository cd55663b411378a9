"""One function for each kind of term: what it takes or gives, or the least and the most while nobody knows.

Its one trick: a term gives a size, never a sign. Whether the size is a loss or a gain is said once, in `line`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .knowing import Known
from .numbers import HAIR, above, begun_steps, below, clip, number, whole_steps
from .things import Fact, Line, Spec

ZERO, ONE = Fraction(0), Fraction(1)
COMMON = {"points", "cap", "recoverable", "note"}


@dataclass(frozen=True)
class Here:
    """Where a term stands: a unit, an indicator worth so many points, and what is known. peers: ids, the unit's own too.

    open_end: the most that a term without an end of its own may come to.
    """

    known: Known
    unit: str
    points: Fraction
    open_end: Fraction
    peers: tuple[str, ...]

    def x(self, measure: str) -> Fraction | None:
        return self.known.value(self.unit, measure)


@dataclass(frozen=True)
class Size:
    """amount None: unknown, anything from least to most."""

    amount: Fraction | None
    most: Fraction
    least: Fraction = ZERO
    x: Fraction | None = None


Kind = Callable[[Spec, Fraction, Here], Size]


def when(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    # AMBIGUOUS: "x ≥ 1" is read with the same 1e-9 as every other comparison.
    return Size(None if x is None else p * (x >= 1 - HAIR), p, x=x)


def unless(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    return Size(None if x is None else p * (x < 1 - HAIR), p, x=x)


def per(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, here.open_end)
    times = max(x - number(says.get("beyond", 0)), ZERO)
    if "every" in says:
        times = Fraction(whole_steps(times / number(says["every"])))
    return Size(p * times, here.open_end, x=x)


def short_of(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if "target_measure" in says:
        target, most = here.x(says["target_measure"]), here.points
    else:
        target = number(says["target"])
        most = p * target
    if x is None or target is None:
        return Size(None, most, x=x)
    return Size(p * max(target - x, ZERO), most, x=x)


def percentage_points(fraction: str, gap: Fraction) -> Fraction:
    if fraction == "whole":
        return Fraction(whole_steps(gap))
    if fraction == "ceil":
        return Fraction(begun_steps(gap))
    return gap


def under_target(says: Spec, p: Fraction, here: Here) -> Size:
    def loss(x: Fraction) -> Fraction:
        gap = max(number(says["target"]) - x, ZERO) / number(says.get("step", 1))
        return p * percentage_points(says["fraction"], gap)

    x = here.x(says["measure"])
    return Size(None if x is None else loss(x), loss(ZERO), x=x)


def over_target(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, here.open_end)
    gap = max(x - number(says["target"]), ZERO) / number(says.get("step", 1))
    return Size(p * percentage_points(says["fraction"], gap), here.open_end, x=x)


def if_below(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    return Size(None if x is None else p * below(x, number(says["limit"])), p, x=x)


def if_above(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    return Size(None if x is None else p * above(x, number(says["limit"])), p, x=x)


def ladder(says: Spec, _p: Fraction, here: Here) -> Size:
    """Who found it decides what it costs; of one event told several times only the dearest may count."""
    facts = here.known.facts(here.unit, says["measure"])
    if not facts and here.known.measure(says["measure"]).get("missing") != "none":
        return Size(None, here.open_end)

    def step(fact: Fact) -> Fraction:
        return number(says["steps"].get(fact.level, 0))

    if says.get("same_event", "all") == "all":
        total = sum((step(fact) * number(1 if fact.value is None else fact.value) for fact in facts), ZERO)
        return Size(total, here.open_end)
    events: dict[object, Fraction] = {}
    for fact in facts:
        event = fact.reference if fact.reference is not None else fact.sequence
        events[event] = max(events.get(event, ZERO), step(fact))
    return Size(sum(events.values(), ZERO), here.open_end)


def due_day(due: object, year: int) -> dt.date:
    if isinstance(due, dt.date):
        return due
    text = str(due)
    return dt.date.fromisoformat(text if len(text) > 5 else f"{year}-{text}")


def late(says: Spec, p: Fraction, here: Here) -> Size:
    known = here.known
    each_day = says.get("each_day", False)
    most = here.open_end if each_day else p
    due = due_day(says["due"], known.period.end.year)
    days = [fact.at.date() for fact in known.facts(here.unit, says["measure"]) if fact.at is not None]
    # AMBIGUOUS: nothing came, it counts as late, and the day has not passed: unknown.
    overdue = says.get("missing") == "late" and known.as_of_day > due
    if not days and not overdue:
        return Size(None, most)
    d = (min(days, default=known.as_of_day) - due).days
    return Size(p * max(d, 0) if each_day else p * (d > 0), most)


def judged(says: Spec, _p: Fraction, here: Here) -> Size:
    """A judge's discretion, within what the clause or the named grade allows."""
    ranges = says.get("ranges")
    if ranges is None:
        low, high = map(number, says["between"])
        latest = here.known.latest(here.unit, says["measure"], lambda fact: fact.value is not None)
        if latest is None or latest.value is None:
            none = here.known.measure(says["measure"]).get("missing") == "none"
            return Size(clip(ZERO, low, high) if none else None, high, low)
        return Size(clip(number(latest.value), low, high), high, low, number(latest.value))
    ends = [number(end) for pair in ranges.values() for end in pair]
    latest = here.known.latest(here.unit, says["measure"], lambda fact: fact.value is not None)
    # AMBIGUOUS: the latest fact carries no grade, or one that the clause does not name: unknown.
    if latest is None or latest.value is None or latest.grade not in ranges:
        return Size(None, max(ends), min(ends))
    low, high = map(number, ranges[latest.grade])
    return Size(clip(number(latest.value), low, high), max(ends), min(ends), number(latest.value))


def false_report(says: Spec, p: Fraction, here: Here, everything: bool = False) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, here.points if everything else here.open_end)
    return Size(p * (x >= 1 - HAIR) if everything else p * x, here.open_end, x=x)


def share(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, p)
    return Size(p * clip(x / number(says.get("target", 100)), ZERO, ONE), p, x=x)


def grade(says: Spec, _p: Fraction, here: Here) -> Size:
    worth = {name: number(points) for name, points in says["points"].items()}
    latest = here.known.latest(here.unit, says["measure"], lambda fact: fact.grade is not None)
    if latest is None or latest.grade is None:
        return Size(None, max(worth.values()), min(worth.values()))
    return Size(worth.get(latest.grade, ZERO), max(worth.values()), min(worth.values()))


def in_band(x: Fraction, band: Spec) -> bool:
    """A number within a hair of an edge is on it."""
    edges = {key: number(band[key]) for key in ("at_least", "above", "below", "at_most") if key in band}
    x = next((edge for edge in edges.values() if abs(x - edge) <= HAIR), x)
    tests = {"at_least": x.__ge__, "above": x.__gt__, "below": x.__lt__, "at_most": x.__le__}
    return all(tests[key](edge) for key, edge in edges.items())


def bands(says: Spec, _p: Fraction, here: Here) -> Size:
    worth = [number(band["points"]) for band in says["steps"]]
    x = here.x(says["measure"])
    if x is None:
        return Size(None, max(worth), min(worth))
    # AMBIGUOUS: a number outside the measure's range (a ratio of 120 %) may lie in no band: nothing.
    found = (number(band["points"]) for band in says["steps"] if in_band(x, band))
    return Size(next(found, ZERO), max(worth), min(worth), x)


def scale(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    return Size(None if x is None else p * clip(x / number(says["from"]), ZERO, ONE), p, x=x)


def line(code: str, index: int, kind: str, loss: bool, size: Size, cap: Fraction | None, harsh: bool) -> Line:
    """A size becomes a loss or a gain, never negative and never above the cap."""

    def limited(amount: Fraction) -> Fraction:
        return clip(amount, ZERO, cap)

    known = size.amount is not None
    least, most = (limited(size.least if size.amount is None else size.amount),
                   limited(size.most if size.amount is None else size.amount))  # fmt: skip
    worst, best = (-most, -least) if loss else (least, most)
    return Line(code, index, kind, known, worst if harsh else best, worst, best, size.x)
