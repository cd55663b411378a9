"""One indicator's rule tried with sample values: what it would give, and why, before anybody is scored by it.

Its one trick: the indicator is taken out of its tree and scored by the engine itself over facts that are written nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from duibiao.lib.spans import today
from duibiao.scores.memory import one_thread
from duibiao_engine.facts import schema
from duibiao_engine.facts.schema import FactSet, table
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.results import NodeScore, TermLine
from duibiao_engine.scoring import score
from duibiao_engine.standard.above import Period, Ranking
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Indicator, Standard

#: The unit and the place that the sample stands for.
UNIT, SITE = "sample", "1"


@dataclass(frozen=True)
class Sample:
    """One sample fact of a measure. A day is the fact's own day."""

    measure: str
    value: float | None = None
    out_of: float | None = None
    grade: str | None = None
    level: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Trial:
    """What the rule gave."""

    node: NodeScore
    lines: list[TermLine]


def measures_of(standard: Standard, code: str) -> list[Measure]:
    """What an indicator's rule looks at, in the rule's order."""
    words = [word for term in standard.by_code[code].indicator.rule for word in term.measures]
    return [standard.measures[word] for word in dict.fromkeys(words) if word in standard.measures]


def levels_of(standard: Standard, measure: str) -> list[str]:
    return list(vocabulary_of(standard).levels.get(measure, ()))


def looks_at_peers(standard: Standard, code: str) -> bool:
    """Whether other units' facts would move it: alone, a unit is its own peer."""
    return any(term.kind.peers != "none" for term in standard.by_code[code].indicator.rule)


def try_out(standard: Standard, code: str, samples: Iterable[Sample]) -> Trial:
    """Score one unit that has these facts and no others."""
    leaf = standard.by_code[code].indicator
    period = standard.period or Period.of_year(today().year)
    alone = _alone(standard, leaf)
    result = score(alone, _facts(list(samples), period, alone), period=period, connection=one_thread())
    unit = result.units[UNIT]
    return Trial(unit.nodes[code], unit.lines_of(code))


def _alone(standard: Standard, leaf: Indicator) -> Standard:
    """A standard with nothing but this leaf: no weights, gates or vetoes above it, and it applies to everybody."""
    above: dict[str, Any] = {
        "scorecards": (),
        "gates": (),
        "vetoes": (),
        "penalties": (),
        "grades": None,
        "cycle": None,
    }
    plain: dict[str, Any] = {"combine": "sum", "cap": None, "floor": None, "rescale": None, "ranking": Ranking()}
    own = leaf.model_copy(update={"applies_to": ()})
    points = None if standard.points is None else own.worth
    kept = {name: getattr(standard, name) for name in Standard.model_fields}
    return Standard.model_construct(**{**kept, **above, **plain, "points": points, "indicators": (own,)})


def _facts(samples: list[Sample], period: Period, standard: Standard) -> FactSet:
    middle = min(max(today(), period.start), period.end)
    columns: Mapping[str, list[Any]] = {
        "sequence": list(range(1, len(samples) + 1)),
        "uid": [f"s{n}" for n in range(len(samples))],
        "measure": [one.measure for one in samples],
        "unit": [UNIT for _one in samples],
        "site": [SITE if standard.measures[one.measure].per else None for one in samples],
        "at": [datetime.combine(one.day or middle, time()) for one in samples],
        "value": [one.value for one in samples],
        "out_of": [one.out_of for one in samples],
        "grade": [one.grade for one in samples],
        "level": [one.level for one in samples],
        "recorded_at": [datetime.combine(middle, time()) for _one in samples],
    }
    kind = next(iter(standard.unit_kinds), schema.PLAIN_KIND)
    return FactSet(
        facts=table(schema.FACTS, columns),
        liabilities=table(schema.LIABILITIES, {}),
        units=table(schema.UNITS, {"unit": [UNIT], "name": [UNIT], "kind": [kind]}),
        unit_groups=table(schema.UNIT_GROUPS, {}),
        not_applicable=table(schema.NOT_APPLICABLE, {}),
    )
