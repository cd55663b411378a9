"""The stable JSON shape `duibiao/score@1`; docs/reference/score.schema.json says it for programs, score-json.md for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duibiao_engine.cycle import counts
from duibiao_engine.results import CycleResult, NodeScore, ScoreResult, TermLine, UnitScore
from duibiao_engine.standard.model import Standard

FORMAT = "duibiao/score@1"
Document = dict[str, Any]


@dataclass(frozen=True)
class ScoreDocument:
    """A result on its way to JSON."""

    result: ScoreResult
    standard: Standard
    cycles: Mapping[str, CycleResult]
    years: Mapping[int, ScoreResult]

    def whole(self) -> Document:
        """The document."""
        return {
            "format": FORMAT,
            "standard": self._standard(),
            "period": {"from": str(self.result.period.start), "to": str(self.result.period.end)},
            "as_of": self.result.as_of if isinstance(self.result.as_of, int) else _text(self.result.as_of),
            "units": [self._unit(unit) for unit in self.result.ranked()],
            "scorecards": [self._card(card.id, card.name) for card in self.standard.scorecards],
        }

    def _standard(self) -> Document:
        s = self.standard
        return {
            "id": s.id, "edition": s.edition, "title": s.title, "issuer": s.issuer,
            "demonstration": s.demonstration, "partial": s.partial, "points": s.points,
        }  # fmt: skip

    def _unit(self, unit: UnitScore) -> Document:
        return {
            "unit": unit.unit,
            "name": unit.name,
            "kind": unit.kind,
            "group": unit.group,
            "has_data": unit.has_data,
            "total": unit.total,
            "full": unit.full,
            "rate": unit.rate,
            "rank": unit.rank,
            "unknown": {"worst": unit.worst, "best": unit.best},
            "grade": unit.grade,
            "gates": [{"id": g.id, "name": g.name, "state": unit.gates[g.id]} for g in self.standard.gates],
            "vetoes": self._vetoes(unit),
            "penalties": [
                {"id": p.id, "name": p.name, "points": unit.penalties[p.id]}
                for p in self.standard.penalties
                if p.id in unit.penalties
            ],
            "before_penalties": {"total": unit.total_before, "rate": unit.rate_before, "rank": unit.rank_before},
            "cycle": self._cycle(unit.unit),
            "indicators": self._below(unit, None),
        }

    def _vetoes(self, unit: UnitScore) -> list[Document]:
        states = {**dict.fromkeys(unit.open_vetoes, "open"), **dict.fromkeys(unit.vetoes, "triggered")}
        return [
            {"id": v.id, "name": v.name, "effect": v.effect, "months": v.months, "state": states[v.id]}
            for v in self.standard.vetoes
            if v.id in states
        ]

    def _cycle(self, unit: str) -> Document | None:
        standing, cycle = self.cycles.get(unit), self.standard.cycle
        if standing is None or cycle is None:
            return None
        return {
            "running": standing.running,
            "still_to_win": standing.still_to_win,
            "target": cycle.target,
            "needed": standing.needed,
            "reachable": standing.reachable,
            "years": [{"year": one.year, "weight": one.weight, **self._year(unit, one.year)} for one in cycle.years],
        }

    def _year(self, unit: str, year: int) -> Document:
        found = self.years[year].units.get(unit) if year in self.years else None
        if found is None or not counts(found):
            return {"rate": None, "worst": None, "best": None}
        return {
            key: 100.0 * value / found.full
            for key, value in (("rate", found.total), ("worst", found.worst), ("best", found.best))
        }

    def _below(self, unit: UnitScore, parent: str | None) -> list[Document]:
        return [self._node(unit, node) for node in unit.nodes.values() if node.parent == parent]

    def _node(self, unit: UnitScore, node: NodeScore) -> Document:
        return {
            "code": node.code,
            "name": node.name,
            "points": node.points,
            "points_shown": node.points_shown,
            "full": node.full,
            "lost": node.lost,
            "unknown": {"worst": node.worst, "best": node.best},
            "rate": node.rate,
            "status": node.status,
            "bonus": node.bonus,
            **(
                {"lines": [_line(line) for line in unit.lines_of(node.code)]}
                if node.leaf
                else {"children": self._below(unit, node.code)}
            ),
        }

    def _card(self, card: str, name: str) -> Document:
        rows = self.result.scorecards.get(card, {})
        return {
            "id": card,
            "name": name,
            "units": [
                {"unit": c.unit, "n": c.n, "score": c.score, "full": c.full, "rate": c.rate} for c in rows.values()
            ],
        }


def _line(line: TermLine) -> Document:
    return {
        "term": line.term,
        "kind": line.kind,
        "sentence": {"zh": line.sentence_zh, "en": line.sentence_en},
        "delta": line.delta,
        "worst": line.worst,
        "best": line.best,
        "known": line.known,
        "recoverable": line.recoverable,
        "measures": list(line.measures),
        "n": line.n,
        "x": line.x,
        "y": line.y,
        "grade": line.grade,
        "rank": line.rank,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
