"""What follows from the score: gates, vetoes, penalties, grades.

Missing facts never decide: a gate that the worst case passes is passed, one that even the best case fails is failed, and
between the two it is open. A veto on a section's rate is triggered only when even the best case lies below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duibiao_engine.results import GateState, Status
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.standard.above import Bound, CoverageLevel, Gate, Penalty, Veto
from duibiao_engine.standard.model import Standard


@dataclass(frozen=True, slots=True)
class Range:
    """A number between its worst and its best case."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What verdicts look at, for one unit. Rates are in per cent; counts are of leaves that apply."""

    rates: Mapping[str, Range | None]
    statuses: Mapping[Status, int]
    grades: Mapping[str, int]
    open_grades: int
    events: Mapping[str, float]


def holds(bound: Bound, value: Range) -> GateState:
    """Whether a bound holds whatever the missing facts say."""
    states = []
    if bound.at_least is not None:
        states.append(_state(value.low >= bound.at_least - TOLERANCE, value.high < bound.at_least - TOLERANCE))
    if bound.at_most is not None:
        states.append(_state(value.high <= bound.at_most + TOLERANCE, value.low > bound.at_most + TOLERANCE))
    return every(states)


def _state(surely: bool, never: bool) -> GateState:
    return "passed" if surely else "failed" if never else "open"


def every(states: Iterable[GateState]) -> GateState:
    """All must pass; one failure fails."""
    seen = list(states)
    if "failed" in seen:
        return "failed"
    return "open" if "open" in seen else "passed"


def share(count: int, unknown: int, out_of: int) -> Range:
    """A share in per cent, when some could still become anything."""
    if not out_of:
        return Range(0.0, 0.0)
    return Range(100.0 * count / out_of, 100.0 * (count + unknown) / out_of)


def _status_share(evidence: Evidence, status: Status | str) -> Range:
    counted: dict[str, int] = {name: number for name, number in evidence.statuses.items() if name != "not_applicable"}
    return share(counted.get(status, 0), counted.get("unknown", 0), sum(counted.values()))


def _grade_share(evidence: Evidence, grade: str) -> Range:
    everything = sum(evidence.grades.values()) + evidence.open_grades
    return share(evidence.grades.get(grade, 0), evidence.open_grades, everything)


def gate_state(gate: Gate, evidence: Evidence) -> GateState:
    """Passed, failed or open."""
    if gate.coverage is not None:
        return every(holds(bound, _status_share(evidence, status)) for status, bound in gate.coverage.items())
    if gate.grades is not None:
        return every(holds(bound, _grade_share(evidence, grade)) for grade, bound in gate.grades.items())
    rate = evidence.rates.get(gate.score.indicator) if gate.score else None
    return "open" if rate is None or gate.score is None else holds(gate.score, rate)


def veto_state(veto: Veto, evidence: Evidence) -> GateState:
    """`failed` means that the veto is triggered."""
    if veto.event is not None:
        return "failed" if evidence.events.get(veto.id, 0.0) > 0 else "passed"
    rate = evidence.rates.get(veto.indicator or "")
    if rate is None or veto.rate_below is None:
        return "passed"
    return holds(Bound(at_least=veto.rate_below), rate)


def fine(penalty: Penalty, happened: float) -> float:
    """Points that a penalty takes."""
    if happened <= 0:
        return 0.0
    points = penalty.points * happened if penalty.each else penalty.points
    return points if penalty.cap is None else min(points, penalty.cap)


def grade_of(standard: Standard, total: float, rate_percent: float | None, evidence: Evidence) -> str | None:
    """The grade, or None where nothing says one. Vetoes are the caller's affair."""
    grades = standard.grades
    if grades is None:
        return None
    if grades.by is not None:
        level = next((one for one in grades.levels if _level_holds(one, evidence)), None)
        return level.name if level else grades.otherwise
    number = total if grades.of == "total" else rate_percent
    if number is None:
        return None
    return next((band.name for band in grades.bands if _in_band(number, band.at_least, band.below)), grades.otherwise)


def _level_holds(level: CoverageLevel, evidence: Evidence) -> bool:
    shares = {
        name: _status_share(evidence, name) if name in ("met", "partly", "not_met") else _grade_share(evidence, name)
        for name in level.shares
    }
    return every(holds(bound, shares[name]) for name, bound in level.shares.items()) == "passed"


def _in_band(number: float, at_least: float | None, below: float | None) -> bool:
    high_enough = at_least is None or number >= at_least - TOLERANCE
    return high_enough and (below is None or number < below - TOLERANCE)
