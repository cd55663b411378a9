"""Which facts, places and answerable units a loss must be laid to, and in what proportion.

Its one trick: every kind of rule says for itself what a bad observation is (a place that does not conform, an occurrence,
the part of a rate that is missing); where none can be singled out (three meetings instead of four) nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duibiao_engine.evidence import Evidence, Row, is_at_places
from duibiao_engine.results import TermLine
from duibiao_engine.rules.base import Side
from duibiao_engine.rules.mean_of import MeanOf
from duibiao_engine.rules.quota import Quota
from duibiao_engine.standard.model import Term

_OCCURRENCES = frozenset({"when", "per", "if_above", "above", "false_report", "ladder", "late"})


@dataclass(frozen=True, slots=True)
class Culprit:
    """One bad observation: how bad it is against the others, where, who answers for it, and its facts' ids."""

    weight: float
    site: str
    liable: tuple[str, ...]
    uids: tuple[str, ...]


@dataclass(frozen=True)
class Blame:
    """Lays the losses of many lines to facts; the facts are fetched once for all of them."""

    evidence: Evidence
    facts: Mapping[tuple[str, str], list[Row]]
    places: Mapping[tuple[str, str], list[Row]]
    liable: Mapping[int, tuple[str, ...]]

    @classmethod
    def for_lines(cls, evidence: Evidence, lines: list[tuple[str, TermLine]]) -> Blame:
        """Fetch what is behind some lines (each with its unit)."""
        pairs = {(unit, measure) for unit, line in lines for measure in line.measures}
        at_places = {
            (unit, measure) for unit, line in lines if is_at_places(evidence.term(line)) for measure in line.measures
        }
        facts = evidence.of_many(sorted(pairs)) if pairs else {}
        liable = evidence.liable(row["sequence"] for found in facts.values() for row in found)
        return cls(evidence, facts, evidence.places(sorted(at_places)), liable)

    def culprits(self, unit: str, line: TermLine) -> list[Culprit]:
        """The bad observations behind one line."""
        term = self.evidence.term(line)
        found = self._bad_places(unit, line, term) if is_at_places(term) else self._bad_facts(unit, line, term)
        return [one for one in found if one.weight > 0]

    def _bad_facts(self, unit: str, line: TermLine, term: Term) -> Iterator[Culprit]:
        ratio = self.evidence.standard.measures[line.measures[0]].kind == "ratio"
        for row in self.facts.get((unit, line.measures[0]), []):
            weight = _badness(row, term, ratio=ratio)
            yield Culprit(weight, row["site"] or "", self.liable.get(row["sequence"], ()), (row["uid"],))

    def _bad_places(self, unit: str, line: TermLine, term: Term) -> Iterator[Culprit]:
        second = (
            {row["place"]: row["v"] for row in self.places.get((unit, line.measures[1]), [])}
            if len(line.measures) > 1
            else {}
        )
        behind = self._facts_by_place(unit, line)
        for row in self.places.get((unit, line.measures[0]), []):
            facts = behind.get(row["place"], [])
            liable = tuple(dict.fromkeys(name for fact in facts for name in self.liable.get(fact["sequence"], ())))
            site = next((fact["site"] for fact in facts if fact["site"]), "")
            weight = _missing_at(row["v"], second.get(row["place"]), term)
            yield Culprit(weight, site, liable, tuple(fact["uid"] for fact in facts))

    def _facts_by_place(self, unit: str, line: TermLine) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for measure in line.measures:
            per_site = self.evidence.standard.measures[measure].per == "site"
            for fact in self.facts.get((unit, measure), []):
                own = f"#{fact['sequence']}"
                found.setdefault((fact["site"] or own) if per_site else own, []).append(fact)
        return found


def _badness(row: Row, term: Term, *, ratio: bool) -> float:
    value = 1.0 if row["value"] is None else float(row["value"])
    if term.side is Side.DEDUCT and term.kind.word in _OCCURRENCES:
        return value
    return max(float(row["out_of"] or 0.0) - value, 0.0) if ratio else 0.0


def _missing_at(v: float, w: float | None, term: Term) -> float:
    p: Any = term.parameters
    if isinstance(p, MeanOf):
        return max(p.full - v, 0.0)
    if not isinstance(p, Quota):
        return 0.0 if v >= 1 else 1.0
    short, short_of_kind = max(p.at_least - v, 0.0), max((p.of_kind_at_least or 0.0) - (w or 0.0), 0.0)
    return short + short_of_kind if p.of_kind_counts == "extra" else max(short, short_of_kind)
