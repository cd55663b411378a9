"""The facts behind a line, and which of them a loss must be laid to.

Its one trick: it asks with the same expressions that the score was computed with (in force, in the period), so what it
shows is exactly what counted, no row more and no row less.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.schema import FactSet
from duibiao_engine.results import ScoreResult, TermLine
from duibiao_engine.rules.base import Family
from duibiao_engine.rules.trend import ThresholdOrTrend
from duibiao_engine.scoring.amounts import NOT_APPLICABLE, Instant, in_force, observed, of_measures, within
from duibiao_engine.scoring.cards import look_back
from duibiao_engine.scoring.engines import fetch, rows
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.standard.above import Period
from duibiao_engine.standard.model import Standard, Term

#: What is kept of a fact that is shown: enough to find it again.
SHOWN = (
    "sequence", "uid", "measure", "unit", "site", "at", "value", "out_of", "grade", "level",
    "source", "reference", "recorded_at", "recorded_by",
)  # fmt: skip
Row = Mapping[str, Any]


def facts_behind(
    line: TermLine, unit: str, standard: Standard, factset: FactSet, period: Period, as_of: Instant = None
) -> pa.Table:
    """The facts that one line of a unit rests on, by time, with the earlier years for a rule that looks back."""
    return Evidence(standard, factset, period, as_of).behind(line, unit)


@dataclass(frozen=True)
class Evidence:
    """The facts of one evaluation, to be asked many times."""

    standard: Standard
    factset: FactSet
    period: Period
    as_of: Instant = None

    @classmethod
    def of(cls, result: ScoreResult, standard: Standard, factset: FactSet) -> Evidence:
        """What a result rests on."""
        return cls(standard, factset, result.period, result.as_of)

    @cached_property
    def _engine(self) -> Any:
        return ibis.duckdb.connect()

    @cached_property
    def _in_force(self) -> ir.Table:
        facts = in_force(ibis.memtable(self.factset.facts), self.as_of)
        return facts.filter(facts.grade.isnull() | (facts.grade != NOT_APPLICABLE))

    def term(self, line: TermLine) -> Term:
        """The term that a line belongs to."""
        return self.standard.by_code[line.indicator].indicator.rule[line.term]

    def behind(self, line: TermLine, unit: str) -> pa.Table:
        """The facts that a line rests on, oldest first."""
        parameters = self.term(line).parameters
        years = parameters.years if isinstance(parameters, ThresholdOrTrend) else 0
        first = look_back(self.period.end, 12 * years) if years else self.period.start
        return self._found(unit, line.measures, min(first, self.period.start), undated=True)

    def events(self, unit: str, measure: str, months: int) -> pa.Table:
        """The facts in a look-back window, for a veto or a penalty."""
        return self._found(unit, (measure,), look_back(self.period.end, months), undated=False)

    def _found(self, unit: str, measures: Collection[str], first: datetime.date, *, undated: bool) -> pa.Table:
        facts = self._in_force
        when = within(facts, first, self.period.end)
        chosen = facts.filter(
            facts.unit == unit, facts.measure.isin(list(measures)), facts["at"].isnull() | when if undated else when
        )
        return fetch(self._engine, chosen.select(*SHOWN).order_by("at", "sequence"))

    def liable(self, sequences: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Which units answer for some facts."""
        wanted = pa.array(list(sequences), pa.int64())
        table = self.factset.liabilities
        found: dict[int, tuple[str, ...]] = {}
        for row in table.filter(pc.is_in(table["sequence"], wanted)).to_pylist():
            found[row["sequence"]] = (*found.get(row["sequence"], ()), row["unit"])
        return found

    def of_many(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
        """The facts of the period for many (unit, measure) at once."""
        facts = self._in_force
        current = facts.filter(facts["at"].isnull() | within(facts, self.period.start, self.period.end))
        chosen = current.select("sequence", "uid", "unit", "measure", "site", "value", "out_of").order_by("sequence")
        return self._grouped(self._only(chosen, pairs))

    def places(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
        """(place, v) for many (unit, measure) at once: the one value that counted at each place."""
        if not pairs:
            return {}
        facts = self._in_force
        current = facts.filter(facts["at"].isnull() | within(facts, self.period.start, self.period.end))
        plan = Plan(self.standard, self.period, self.period.end)
        codes = tuple(dict.fromkeys(measure for _, measure in pairs))
        measures = ibis.memtable(plan.measure_table)
        return self._grouped(self._only(observed(of_measures(current, measures), plan, measures, codes), pairs))

    @staticmethod
    def _only(table: ir.Table, pairs: Collection[tuple[str, str]]) -> ir.Table:
        wanted = pa.table(
            {
                "unit": pa.array([u for u, _ in pairs], pa.string()),
                "measure": pa.array([m for _, m in pairs], pa.string()),
            }
        )
        return table.semi_join(ibis.memtable(wanted), ["unit", "measure"])

    def _grouped(self, table: ir.Table) -> dict[tuple[str, str], list[Row]]:
        grouped: dict[tuple[str, str], list[Row]] = {}
        for row in rows(self._engine, table):
            grouped.setdefault((row["unit"], row["measure"]), []).append(row)
        return grouped


def is_at_places(term: Term) -> bool:
    """Whether a term reads places first."""
    return term.kind.family is Family.PLACES
