"""What goes into the oracle and what comes out of it: plain records, no behaviour worth a name.

Its one trick: facts keep the numbers that a clerk wrote (Decimal, int); everything worked out is a Fraction, so that
nothing in the oracle is ever lost to binary arithmetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

Written = int | float | Decimal
Spec = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    sequence: int
    measure: str
    unit: str
    site: str | None = None
    at: dt.datetime | None = None
    value: Written | None = None
    out_of: Written | None = None
    grade: str | None = None
    level: str | None = None
    reference: str | None = None
    recorded_at: dt.datetime | None = None
    supersedes: int | None = None
    liable: tuple[str, ...] = ()
    uid: str = ""


@dataclass(frozen=True)
class Unit:
    id: str
    kind: str = "unit"
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    units: tuple[Unit, ...]
    not_applicable: frozenset[tuple[str, str]] = frozenset()


class Period(NamedTuple):
    """Two days, both within."""

    start: dt.date
    end: dt.date


class Three(NamedTuple):
    """A number of points, and what it is in the worst and in the best case."""

    points: Fraction
    worst: Fraction
    best: Fraction

    def each(self, change: Callable[[Fraction], Fraction]) -> Three:
        return Three(*map(change, self))


@dataclass(frozen=True)
class Line:
    indicator: str
    term: int
    kind: str
    known: bool
    delta: Fraction
    worst: Fraction
    best: Fraction
    x: Fraction | None


@dataclass(frozen=True)
class Node:
    """removed: None, or the policy ("drop", "own_full") by which it left its parent's sum."""

    code: str
    three: Three
    full: Fraction
    applicable: bool
    status: str | None
    removed: str | None = None
    rate: Fraction | None = None
    points_shown: Fraction | None = None


@dataclass
class UnitResult:
    unit: str
    kind: str
    group: str
    full: Fraction
    before: Three
    after: Three
    total_before: Fraction
    total: Fraction
    worst: Fraction
    best: Fraction
    rate_before: Fraction | None
    rate: Fraction | None
    has_data: bool
    lines: list[Line]
    nodes: dict[str, Node]
    gates: dict[str, str]
    vetoes: list[str]
    open_vetoes: list[str]
    penalties: dict[str, Fraction]
    grade: str | None = None
    rank: int | None = None
    rank_before: int | None = None


@dataclass(frozen=True)
class Card:
    n: int
    score: Fraction
    rate: Fraction


@dataclass(frozen=True)
class Standing:
    running: Fraction
    still_to_win: Fraction
    needed: Fraction | None


@dataclass(frozen=True)
class Result:
    units: dict[str, UnitResult]
    scorecards: dict[str, dict[str, Card]] = field(default_factory=dict)
