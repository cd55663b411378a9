"""Between the engine and the oracle: the same facts in the other's clothes, and every difference between two results.

Its one trick: differences are sentences, so that a failing example shows at once where the two part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from duibiao_engine.facts.schema import FACTS, LIABILITIES, NOT_APPLICABLE, UNIT_GROUPS, UNITS, FactSet, table
from duibiao_engine.results import ScoreResult, UnitScore
from duibiao_engine.scoring import score
from duibiao_engine.standard.above import Period as EnginePeriod
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard
from tests.engine.oracle import Fact, Frame, Node, Period, Result, Unit, UnitResult

CLOSE = 1e-9
#: Kinds whose line has one number x that both sides mean in the same way.
WITH_X = {"when", "unless", "per", "short_of", "below", "above", "if_below", "if_above", "share", "scale", "bands"}


def as_yaml_gives(spec: Any) -> Any:
    """Decimals as the floats that a YAML file would have given."""
    if isinstance(spec, dict):
        return {key: as_yaml_gives(value) for key, value in spec.items()}
    if isinstance(spec, list):
        return [as_yaml_gives(value) for value in spec]
    return float(spec) if isinstance(spec, Decimal) else spec


def engine_standard(spec: dict[str, Any]) -> Standard:
    standard, problems = parse_standard(as_yaml_gives(spec))
    assert standard is not None, [str(problem) for problem in problems]
    return standard


def engine_facts(facts: Sequence[Fact], frame: Frame) -> FactSet:
    plain = ("sequence", "measure", "unit", "site", "at", "grade", "level", "reference", "recorded_at", "supersedes")
    columns: dict[str, Any] = {name: [getattr(fact, name) for fact in facts] for name in plain}
    columns["uid"] = [fact.uid or f"f{fact.sequence}" for fact in facts]
    for name in ("value", "out_of"):
        written = [getattr(fact, name) for fact in facts]
        columns[name] = [None if each is None else float(each) for each in written]
    liable = [(fact.sequence, unit) for fact in facts for unit in fact.liable]
    groups = [(unit.id, group) for unit in frame.units for group in unit.groups]
    away = sorted(frame.not_applicable)
    ids = [unit.id for unit in frame.units]
    return FactSet(
        facts=table(FACTS, columns),
        liabilities=pairs(LIABILITIES, liable),
        units=table(UNITS, {"unit": ids, "name": ids, "kind": [unit.kind for unit in frame.units]}),
        unit_groups=pairs(UNIT_GROUPS, groups),
        not_applicable=pairs(NOT_APPLICABLE, away),
    )


def pairs(schema: pa.Schema, rows: Sequence[tuple[Any, Any]]) -> pa.Table:
    return table(schema, {schema.names[at]: [row[at] for row in rows] for at in (0, 1)})


def oracle_facts(facts: FactSet) -> tuple[list[Fact], Frame]:
    """What a file told the engine, told to the oracle."""
    liable: dict[int, list[str]] = {}
    for row in facts.liabilities.to_pylist():
        liable.setdefault(row["sequence"], []).append(row["unit"])
    groups: dict[str, list[str]] = {}
    for row in facts.unit_groups.to_pylist():
        groups.setdefault(row["unit"], []).append(row["group"])
    names = set(Fact.__dataclass_fields__) - {"liable"}
    told = [
        Fact(**{name: row[name] for name in names}, liable=tuple(liable.get(row["sequence"], ())))
        for row in facts.facts.to_pylist()
    ]
    units = [Unit(row["unit"], row["kind"], tuple(groups.get(row["unit"], ()))) for row in facts.units.to_pylist()]
    away = frozenset((row["unit"], row["indicator"]) for row in facts.not_applicable.to_pylist())
    return told, Frame(tuple(units), away)


def engine_score(
    spec: dict[str, Any],
    facts: Sequence[Fact],
    frame: Frame,
    period: Period | None = None,
    as_of: int | dt.date | None = None,
) -> ScoreResult:
    standard = engine_standard(spec)
    given = None if period is None else EnginePeriod(**{"from": period.start, "to": period.end})
    return score(standard, engine_facts(facts, frame), period=given, as_of=as_of)


# ── differences ───────────────────────────────────────────────────────────────────────────────────


def apart(mine: float | None, theirs: Fraction | None) -> bool:
    """Further apart than 1e-9 (relative for large numbers)."""
    if mine is None or theirs is None:
        return (mine is None) != (theirs is None)
    return abs(mine - float(theirs)) > CLOSE * max(1.0, abs(float(theirs)))


def differs(mine: float | None, theirs: Fraction | None) -> bool:
    """After rounding, both sides print the same decimal."""
    return mine != (None if theirs is None else float(theirs))


def differences(engine: ScoreResult, oracle: Result, rounding: dict[str, Any] | None = None) -> list[str]:
    found = [f"units {sorted(engine.units)} ≠ {sorted(oracle.units)}"] if set(engine.units) != set(oracle.units) else []
    for unit, expected in oracle.units.items():
        if unit in engine.units:
            found += [f"{unit}: {text}" for text in unit_differences(engine.units[unit], expected, rounding or {})]
    return found + list(card_differences(engine, oracle))


def unit_differences(engine: UnitScore, oracle: UnitResult, rounding: dict[str, Any]) -> Iterator[str]:
    yield from line_differences(engine, oracle)
    for code, node in oracle.nodes.items():
        yield from node_differences(engine, code, node)
    yield from total_differences(engine, oracle, rounding)
    for name in ("group", "kind", "rank", "rank_before", "grade", "has_data", "gates", "vetoes", "open_vetoes"):
        mine, theirs = getattr(engine, name), getattr(oracle, name)
        if same_shape(mine) != same_shape(theirs):
            yield f"{name} {mine!r} ≠ {theirs!r}"
    for penalty, points in oracle.penalties.items():
        if apart(engine.penalties.get(penalty, 0.0), points):
            yield f"penalty {penalty} {engine.penalties.get(penalty)} ≠ {float(points)}"


def same_shape(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return {key: str(state) for key, state in value.items()} if hasattr(value, "items") else value


def total_differences(engine: UnitScore, oracle: UnitResult, rounding: dict[str, Any]) -> Iterator[str]:
    after = dict.fromkeys(("total", "best", "worst", "total_before"), differs if "total" in rounding else apart)
    after |= dict.fromkeys(("rate", "rate_before"), differs if "rate" in rounding else apart)
    for name, test in {**after, "full": apart}.items():
        mine, theirs = getattr(engine, name), getattr(oracle, name)
        if test(mine, theirs):
            yield f"{name} {mine} ≠ {theirs if theirs is None else float(theirs)}"


def node_differences(engine: UnitScore, code: str, oracle: Node) -> Iterator[str]:
    node = engine.nodes.get(code)
    if node is None:
        if oracle.removed is None:
            yield f"{code}: not there"
        return
    # Whether a parent "applies" whose children only fill in (full, zero, peers_mean) is a matter of words, not of points.
    if node.applicable != oracle.applicable and node.leaf:
        yield f"{code}: applicable {node.applicable} ≠ {oracle.applicable}"
        return
    if oracle.removed is not None:
        return
    for name, mine, theirs in (
        ("points", node.points, oracle.three.points),
        ("worst", node.worst, oracle.three.worst),
        ("best", node.best, oracle.three.best),
        ("full", node.full, oracle.full),
        ("rate", node.rate, oracle.rate),
        ("points_shown", node.points_shown, oracle.points_shown),
    ):
        if apart(mine, theirs):
            yield f"{code}: {name} {mine} ≠ {theirs if theirs is None else float(theirs)}"
    if oracle.status is not None and str(node.status) != oracle.status:
        yield f"{code}: status {node.status} ≠ {oracle.status}"


def line_differences(engine: UnitScore, oracle: UnitResult) -> Iterator[str]:
    mine = {(line.indicator, line.term): line for line in engine.lines}
    theirs = {(line.indicator, line.term): line for line in oracle.lines}
    if set(mine) != set(theirs):
        yield f"lines {sorted(set(mine) ^ set(theirs))} on one side only"
    for key in set(mine) & set(theirs):
        line, expected = mine[key], theirs[key]
        names = ("delta", "worst", "best") + (("x",) if expected.kind in WITH_X and expected.known else ())
        if line.known != expected.known:
            yield f"line {key} {expected.kind}: known {line.known} ≠ {expected.known}"
        for name in names:
            # A line that is not known may keep its delta to itself.
            unsaid = name == "delta" and not expected.known and line.delta is None
            if not unsaid and apart(getattr(line, name), getattr(expected, name)):
                yield f"line {key} {expected.kind}: {name} {getattr(line, name)} ≠ {getattr(expected, name)}"


def card_differences(engine: ScoreResult, oracle: Result) -> Iterator[str]:
    for name, cards in oracle.scorecards.items():
        mine = {unit: card for unit, card in engine.scorecards[name].items() if card.n}
        if set(mine) != set(cards):
            yield f"card {name}: {sorted(mine)} ≠ {sorted(cards)}"
        for unit in set(mine) & set(cards):
            one, other = mine[unit], cards[unit]
            if one.n != other.n or differs(one.score, other.score) or apart(one.rate, other.rate):
                yield f"card {name} {unit}: {one} ≠ {other}"
