"""Vetoes and penalties of one unit explained: what they say, what they did, and the events that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duibiao_engine.evidence import Evidence
from duibiao_engine.reports.sheets import say
from duibiao_engine.reports.words import EFFECT, word
from duibiao_engine.results import UnitScore
from duibiao_engine.rules.base import Language, number
from duibiao_engine.standard.above import Penalty, Veto


@dataclass(frozen=True, slots=True)
class VerdictExplained:
    """One veto or penalty that touched the unit, or that missing facts leave open."""

    id: str
    sentence: str
    #: Points taken from the total; a veto takes none of its own.
    delta: float | None
    facts: list[dict[str, Any]]


def verdicts_explained(unit: UnitScore, evidence: Evidence, language: Language) -> list[VerdictExplained]:
    """Those that touched the unit, vetoes first."""
    standard = evidence.standard
    found = [_veto(unit, veto, evidence, language) for veto in standard.vetoes if veto.id in _touching(unit)]
    return found + [_penalty(unit, p, evidence, language) for p in standard.penalties if p.id in unit.penalties]


def _touching(unit: UnitScore) -> set[str]:
    return {*unit.vetoes, *unit.open_vetoes}


def _veto(unit: UnitScore, veto: Veto, evidence: Evidence, language: Language) -> VerdictExplained:
    effect = word(EFFECT[veto.effect], language)
    if veto.id in unit.open_vetoes:
        why = [say(language, f"缺事实，还定不下来（成立则{effect}）", f"open while facts are missing (else {effect})")]
    else:
        why = [*_why(unit, veto, language), effect]
    return VerdictExplained(veto.id, f"{veto.name}：{'；'.join(why)}", None, _facts(unit, veto, evidence))


def _why(unit: UnitScore, veto: Veto, language: Language) -> Iterator[str]:
    node = unit.nodes.get(veto.indicator or "")
    if node is not None and node.rate is not None and veto.rate_below is not None:
        rate, limit = number(round(100 * node.rate, 2)), number(veto.rate_below)
        yield say(language, f"{node.name}得分率 {rate}%，低于 {limit}%", f"{node.name} {rate}%, below {limit}%")


def _penalty(unit: UnitScore, penalty: Penalty, evidence: Evidence, language: Language) -> VerdictExplained:
    points = unit.penalties[penalty.id]
    facts = _facts(unit, penalty, evidence)
    times = say(language, f"{len(facts)} 条事实", f"{len(facts)} facts")
    return VerdictExplained(penalty.id, f"{penalty.name}：{times} = −{number(points)}", 0.0 - points, facts)


def _facts(unit: UnitScore, verdict: Veto | Penalty, evidence: Evidence) -> list[dict[str, Any]]:
    if verdict.event is None:
        return []
    found: list[dict[str, Any]] = evidence.events(unit.unit, verdict.event, verdict.look_back_months).to_pylist()
    liable = evidence.liable(fact["sequence"] for fact in found)
    return [{**fact, "liable": liable.get(fact["sequence"], ())} for fact in found]
