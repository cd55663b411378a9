"""What an evaluation says, as values: for each unit its total, its rank, its verdicts, its indicators and their lines."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from duibiao_engine.standard.above import Period

Status = Literal["met", "partly", "not_met", "unknown", "not_applicable"]
GateState = Literal["passed", "failed", "open"]


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term of one unit. `delta` is signed points, None while facts are missing."""

    indicator: str
    term: int
    kind: str
    delta: float | None
    worst: float
    best: float
    known: bool
    recoverable: bool
    measures: tuple[str, ...]
    n: int
    x: float | None
    y: float | None
    grade: str | None
    rank: int | None
    sentence_zh: str
    sentence_en: str

    @property
    def lost(self) -> float:
        """Points that this line takes away; what a line that gives falls short by is its indicator's affair."""
        return max(0.0 - (self.delta or 0.0), 0.0)


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One indicator of one unit; `code` is empty for the total. `points` is the worst or the best case, as declared."""

    code: str
    name: str
    points: float
    points_shown: float
    worst: float
    best: float
    full: float
    rate: float | None
    status: Status
    applicable: bool
    bonus: bool
    leaf: bool
    depth: int
    parent: str | None

    @property
    def lost(self) -> float:
        """Points that are lost for certain: full mark less the best case (0 for a bonus)."""
        return 0.0 if self.bonus or not self.applicable else max(self.full - self.best, 0.0)

    @property
    def unknown(self) -> float:
        """Points that still depend on missing facts."""
        return self.best - self.worst


@dataclass(frozen=True, slots=True)
class UnitScore:
    """Everything about one unit. `total` and `rate` are after penalties; `*_before` before them."""

    unit: str
    name: str
    kind: str
    group: str
    total: float
    best: float
    worst: float
    full: float
    rate: float | None
    total_before: float
    rate_before: float | None
    rank: int | None
    rank_before: int | None
    grade: str | None
    gates: Mapping[str, GateState]
    vetoes: list[str]
    open_vetoes: list[str]
    penalties: Mapping[str, float]
    has_data: bool
    nodes: Mapping[str, NodeScore]
    lines: list[TermLine]

    def lines_of(self, code: str) -> list[TermLine]:
        """The lines of one leaf."""
        return [line for line in self.lines if line.indicator == code]


@dataclass(frozen=True, slots=True)
class Card:
    """One unit's line of a scorecard: n facts it answers for, their sum, their full mark."""

    unit: str
    n: int
    score: float
    full: float
    rate: float | None


@dataclass(frozen=True, slots=True)
class CycleResult:
    """Where a unit stands in a cycle of weighted years (percent of the full mark)."""

    running: float
    still_to_win: float
    needed: float | None
    reachable: bool | None
    years: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """The result of one evaluation."""

    standard_id: str
    edition: str
    title: str
    period: Period
    as_of: int | datetime.date | None
    units: Mapping[str, UnitScore]
    scorecards: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)

    def ranked(self, group: str | None = None) -> list[UnitScore]:
        """Units by group and rank; those without data last."""
        chosen = [unit for unit in self.units.values() if group is None or unit.group == group]
        return sorted(chosen, key=lambda u: (u.group, u.rank is None, u.rank or 0, u.unit))
