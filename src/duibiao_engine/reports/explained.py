"""An indicator explained: its lines, and under each line the facts that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duibiao_engine.evidence import Evidence
from duibiao_engine.reports.sheets import Column, Row, Sheet
from duibiao_engine.reports.verdicts_explained import VerdictExplained
from duibiao_engine.results import NodeScore, TermLine, UnitScore
from duibiao_engine.rules.base import Language

_LINE = (
    Column("indicator", "指标", "Indicator", width=10),
    Column("name", "名称", "Name", width=24),
    Column("sentence", "计分说明", "Explanation", width=60),
    Column("delta", "加减分", "Points", "points"),
)
_FACT = (
    Column("sequence", "行", "Row", "whole", 6),
    Column("uid", "编号", "Id", width=12),
    Column("measure", "计量项", "Measure", width=24),
    Column("site", "点位", "Site", width=20),
    Column("at", "时间", "Date", width=18),
    Column("value", "数值", "Value", "points"),
    Column("out_of", "总数", "Out of", "points"),
    Column("grade", "等次", "Grade"),
    Column("level", "层级", "Level"),
    Column("source", "来源", "Source"),
    Column("reference", "依据", "Reference", width=30),
    Column("recorded_by", "记录人", "Recorded by"),
    Column("liable", "责任单位", "Answerable", width=24),
)
Fact = dict[str, Any]


@dataclass(frozen=True)
class Explained:
    """Some leaves of one unit, with their facts."""

    unit: UnitScore
    leaves: list[NodeScore]
    evidence: Evidence
    language: Language
    #: Vetoes and penalties, where the whole unit is explained.
    verdicts: Sequence[VerdictExplained] = ()

    def facts_of(self, leaf: NodeScore) -> dict[int, list[Fact]]:
        """The facts of a leaf by term."""
        return {line.term: self.facts(line) for line in self.unit.lines_of(leaf.code)}

    def facts(self, line: TermLine) -> list[Fact]:
        """The facts of one line, with who answers for them."""
        found: list[Fact] = self.evidence.behind(line, self.unit.unit).to_pylist()
        liable = self.evidence.liable(fact["sequence"] for fact in found)
        return [{**fact, "liable": liable.get(fact["sequence"], ())} for fact in found]

    def _lines(self) -> Iterator[tuple[NodeScore, TermLine]]:
        return ((leaf, line) for leaf in self.leaves for line in self.unit.lines_of(leaf.code))

    def _about(self, leaf: NodeScore, line: TermLine) -> Row:
        return leaf.code, leaf.name, line.sentence_en if self.language == "en" else line.sentence_zh, line.delta

    def lines_sheet(self) -> Sheet:
        """The lines alone."""
        return Sheet("lines", "计分说明", "Lines", _LINE, self._line_rows)

    def _line_rows(self) -> Iterator[Row]:
        yield from ((verdict.id, None, verdict.sentence, verdict.delta) for verdict in self.verdicts)
        yield from (self._about(*one) for one in self._lines())

    def facts_sheet(self) -> Sheet:
        """The facts alone, under the code of their indicator."""
        return Sheet("facts", "依据的事实", "Facts", (_LINE[0], *_FACT), self._fact_rows)

    def _fact_rows(self) -> Iterator[Row]:
        yield from ((verdict.id, *self._fact_cells(fact)) for verdict in self.verdicts for fact in verdict.facts)
        yield from ((leaf.code, *cells) for leaf, line in self._lines() for cells in self._cells(line))

    def flat(self) -> Sheet:
        """A fact a row, beside the line that it belongs to; a line without facts has a row of its own."""
        return Sheet("facts", "依据的事实", "Facts", (*_LINE, *_FACT), self._flat_rows)

    def _flat_rows(self) -> Iterator[Row]:
        nothing: Row = (None,) * len(_FACT)
        for verdict in self.verdicts:
            for cells in [self._fact_cells(fact) for fact in verdict.facts] or [nothing]:
                yield verdict.id, None, verdict.sentence, verdict.delta, *cells
        for leaf, line in self._lines():
            for cells in self._cells(line) or [nothing]:
                yield *self._about(leaf, line), *cells

    def _cells(self, line: TermLine) -> list[Row]:
        return [self._fact_cells(fact) for fact in self.facts(line)]

    def _fact_cells(self, f: Fact) -> Row:
        measure = self.evidence.standard.measures[f["measure"]]
        return (
            f["sequence"], f["uid"], measure.name, f["site"], _moment(f), f["value"], f["out_of"],
            f["grade"], f["level"], f["source"], f["reference"], f["recorded_by"], "；".join(f["liable"]),
        )  # fmt: skip

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "format": "duibiao/explain@1",
            "unit": self.unit.unit,
            "name": self.unit.name,
            "verdicts": [
                {"id": v.id, "sentence": v.sentence, "delta": v.delta, "facts": [_record(fact) for fact in v.facts]}
                for v in self.verdicts
            ],
            "indicators": [self._leaf(leaf) for leaf in self.leaves],
        }

    def _leaf(self, leaf: NodeScore) -> dict[str, Any]:
        text = self.evidence.standard.by_code[leaf.code].indicator.text
        lines = [
            {
                "term": line.term,
                "kind": line.kind,
                "sentence": {"zh": line.sentence_zh, "en": line.sentence_en},
                "delta": line.delta,
                "known": line.known,
                "recoverable": line.recoverable,
                "facts": [_record(fact) for fact in self.facts(line)],
            }
            for line in self.unit.lines_of(leaf.code)
        ]
        return {
            "code": leaf.code,
            "name": leaf.name,
            "text": text,
            "points": leaf.points,
            "full": leaf.full,
            "status": leaf.status,
            "lines": lines,
        }


def _moment(fact: Fact) -> str | None:
    at = fact["at"]
    return None if at is None else str(at.isoformat(sep=" "))


def _record(fact: Fact) -> Fact:
    moments = {key: None if fact[key] is None else fact[key].isoformat() for key in ("at", "recorded_at")}
    return {**fact, **moments, "liable": list(fact["liable"])}
