"""Bands on a line: between which numbers nothing is said, and where two bands say something.

Its one trick: an edge is a pair (number, 0 or 1), 1 meaning just after the number; so every band is half-open and edges
compare as pairs, with no tolerance and no special cases.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from duibiao_engine.rules.base import number

Edge = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the line, from an edge up to (not with) another."""

    start: Edge
    end: Edge

    @classmethod
    def of(
        cls,
        *,
        at_least: float | None = None,
        above: float | None = None,
        below: float | None = None,
        at_most: float | None = None,
    ) -> Span:
        """A band as it is written."""
        start = (
            (-math.inf, 0)
            if at_least is None and above is None
            else (at_least, 0)
            if at_least is not None
            else (above or 0.0, 1)
        )
        end = (
            (math.inf, 1)
            if below is None and at_most is None
            else (below, 0)
            if below is not None
            else (at_most or 0.0, 1)
        )
        return cls(start, end)

    def meet(self, other: Span) -> Span | None:
        """What both hold."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def holds(self, value: float) -> bool:
        """Whether a number is inside."""
        return self.start <= (value, 0) < self.end

    def in_words(self) -> str:
        """The stretch in Chinese."""
        (low, after), (high, with_it) = self.start, self.end
        if low == high:
            return f"恰好等于 {number(low)}"
        left = "" if low == -math.inf else f"{'大于' if after else '不小于'} {number(low)}"
        right = "" if high == math.inf else f"{'不大于' if with_it else '小于'} {number(high)}"
        return "、".join(part for part in (left, right) if part) or "任何数"


#: Every number there is.
LINE = Span((-math.inf, 0), (math.inf, 1))


def between(low: float, high: float) -> Span:
    """Both ends inside."""
    return Span((low, 0), (high, 1))


def gaps(spans: list[Span], domain: Span) -> list[Span]:
    """Stretches of the domain that no span holds."""
    reached, found = domain.start, []
    for span in sorted(spans, key=lambda one: one.start):
        if span.start > reached and reached < domain.end:
            found.append(Span(reached, min(span.start, domain.end)))
        reached = max(reached, span.end)
    if reached < domain.end:
        found.append(Span(reached, domain.end))
    return found


def overlaps(spans: list[Span], domain: Span) -> Iterator[tuple[int, int, Span]]:
    """Pairs of spans (by position) with what both hold inside the domain."""
    order = sorted(range(len(spans)), key=lambda place: spans[place].start)
    for position, one in enumerate(order):
        for other in order[position + 1 :]:
            if spans[other].start >= spans[one].end:
                break
            both = spans[one].meet(spans[other])
            inside = both.meet(domain) if both else None
            if inside:
                yield min(one, other), max(one, other), inside
