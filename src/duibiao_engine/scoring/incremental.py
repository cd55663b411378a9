"""One new fact: its leaf, the leaf's parents and the unit's total, without looking at anything else.

What has been worked out is kept by the caller as rows of nodes (`tree.ROW`). A changed fact is answered by two statements
for each leaf that looks at its measure: the leaf's lines and row from the facts of this unit and these measures, and the
leaf's parents from the rows that are kept. Both are compiled from the same expressions as a whole evaluation. Terms that
look at peers are left to a whole evaluation of their leaf: `looks_at_peers` tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.rounding import rounded
from duibiao_engine.scoring.expression import LINES, Evaluation, named_table
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.statements import UNIT, Statement
from duibiao_engine.scoring.tree import ROW, roll_up
from duibiao_engine.scoring.written import plan_tables
from duibiao_engine.standard.model import Node

#: Runs SQL text and returns its rows as dictionaries: the caller's own cursor, in the caller's own transaction.
Run = Callable[[str], Sequence[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the facts, the frame and the kept rows of nodes are, as (unbound) tables of the caller's database."""

    facts: ir.Table
    frame: Frame
    nodes: ir.Table


@dataclass(frozen=True, slots=True)
class Change:
    """What one leaf of one unit has become: its lines, and the new rows of the leaf, its parents and the total."""

    lines: Sequence[dict[str, Any]]
    nodes: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One leaf's compiled statements and the small tables that they are bound with."""

    lines: Statement
    above: Statement
    tables: dict[str, pa.Table]


@dataclass(frozen=True)
class Incremental:
    """Statements for one plan over one set of tables."""

    plan: Plan
    tables: Tables
    dialect: str = "postgres"
    #: Compiled statements by leaf number.
    prepared: dict[int, Prepared] = field(default_factory=dict, repr=False)

    @cached_property
    def leaves_of(self) -> dict[str, tuple[Node, ...]]:
        """The leaves that look at a measure."""
        found: dict[str, list[Node]] = {}
        for planned in self.plan.terms:
            for code in planned.term.measures:
                leaves = found.setdefault(code, [])
                if planned.node not in leaves:
                    leaves.append(planned.node)
        return {code: tuple(leaves) for code, leaves in found.items()}

    def looks_at_peers(self, leaf: Node) -> bool:
        """Whether other units' facts move this leaf, so that it needs a whole evaluation."""
        ranked = any(term.kind.peers != "none" for term in leaf.indicator.rule)
        return ranked or leaf.policy == "peers_mean"

    def change(self, run: Run, unit: str, leaf: Node) -> Change:
        """Work out one leaf of one unit anew, and everything above it."""
        prepared = self.prepare(leaf)
        lines = run(prepared.lines.bind(prepared.tables, unit=unit))
        held = pa.Table.from_pylist([_typed(line) for line in lines], schema=LINES)
        return Change(lines, run(prepared.above.bind({**prepared.tables, "leaf_lines": held}, unit=unit)))

    def prepare(self, leaf: Node) -> Prepared:
        """Compile a leaf's statements (about a quarter of a second, once in the life of this object)."""
        if leaf.number not in self.prepared:
            plan, path = self._plan(leaf), self._path(leaf)
            lines = Statement.of(self._evaluation(plan, leaf).lines, self.dialect)
            return self.adopt(leaf, lines, Statement.of(self._above(plan, leaf, path), self.dialect))
        return self.prepared[leaf.number]

    def adopt(self, leaf: Node, lines: Statement, above: Statement) -> Prepared:
        """Take over statements that were compiled before for the same plan and tables."""
        plan = self._plan(leaf)
        bound = plan_tables(plan, self._path(leaf))
        self.prepared[leaf.number] = Prepared(lines, above, bound)
        return self.prepared[leaf.number]

    def _plan(self, leaf: Node) -> Plan:
        return Plan(self.plan.standard, self.plan.period, self.plan.as_of_day, frozenset({leaf.number}))

    def _path(self, leaf: Node) -> frozenset[int]:
        parents = {node.number: node.parent for node in self.plan.standard.nodes}
        path, number = {0}, leaf.parent
        while number:
            path.add(number)
            number = parents[number]
        return frozenset(path)

    def _evaluation(self, plan: Plan, leaf: Node) -> Evaluation:
        codes = list(dict.fromkeys(code for term in leaf.indicator.rule for code in term.measures))
        facts, frame = self.tables.facts, self.tables.frame
        one = Frame(
            *(table.filter(table.unit == UNIT) for table in (frame.units, frame.unit_groups, frame.not_applicable))
        )
        return Evaluation(plan, facts.filter(facts.unit == UNIT, facts.measure.isin(codes)), one, None, named_table)

    def _above(self, plan: Plan, leaf: Node, path: frozenset[int]) -> ir.Table:
        evaluation = self._evaluation(plan, leaf).resting_on_table("leaf_lines")
        kept = self.tables.nodes
        others = kept.filter(kept.unit == UNIT, kept.node.notin([leaf.number, *sorted(path)]))
        rows = others.select(*ROW).union(evaluation.leaves.select(*ROW))
        above = roll_up(self.plan.standard, rows, named_table, path)
        return above.filter(above.node.isin([leaf.number, *sorted(path)]))

    def total(self, points: float) -> float:
        """The total as the standard rounds it."""
        return rounded(points, self.plan.standard.rounding.total)


def _typed(line: dict[str, Any]) -> dict[str, Any]:
    """A row from a cursor as the schema wants it (databases differ in their number types)."""
    whole = {"node", "term", "n", "rank"}
    numbers = {"x", "y", "latest", "top", "delta", "worst", "best"}
    return {
        name: value if value is None else int(value) if name in whole else float(value) if name in numbers else value
        for name, value in line.items()
    }
