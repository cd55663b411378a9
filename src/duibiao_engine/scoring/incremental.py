"""One new fact: its leaf, the leaf's parents and the unit's total, without looking at anything else.

What has been worked out is kept by the caller as rows of nodes (`tree.ROW`). A changed fact is answered by two statements
for each leaf that looks at its measure: the leaf's lines and row from the facts of this unit and these measures, and the
leaf's parents from the rows that are kept. Both are compiled from the same expressions as a whole evaluation. Terms that
look at peers are left to a whole evaluation of their leaf: `looks_at_peers` tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.rounding import rounded
from duibiao_engine.scoring.amounts import Instant
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.statements import UNIT, Statement
from duibiao_engine.scoring.tree import ROW, roll_up
from duibiao_engine.standard.model import Node

#: Runs SQL text and returns its rows as dictionaries: the caller's own cursor, in the caller's own transaction.
Run = Callable[[str], Sequence[dict[str, Any]]]
LINE = ("unit", "node", "term", "n", "x", "y", "latest", "grade", "rank", "top", "known", "delta", "worst", "best")


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


@dataclass(frozen=True)
class Incremental:
    """Statements for one plan over one set of tables."""

    plan: Plan
    tables: Tables
    dialect: str = "postgres"

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
        lines = run(self._lines_of(leaf).bind(_leaf_tables(self._leaf_plan(leaf)), unit=unit))
        held = {"leaf_lines": pa.Table.from_pylist([_typed(line) for line in lines], schema=_LINES)}
        plan = self._leaf_plan(leaf)
        tables = {**_leaf_tables(plan), **held, **self._path_tables(leaf)}
        nodes = run(self._above(leaf).bind(tables, unit=unit))
        return Change(lines, [row for row in nodes if row["node"] in self._path(leaf) or row["node"] == leaf.number])

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the standard it was compiled for
    def _leaf_plan(self, leaf: Node) -> Plan:
        return Plan(self.plan.standard, self.plan.period, self.plan.as_of_day, frozenset({leaf.number}))

    def _path(self, leaf: Node) -> frozenset[int]:
        parents = {node.number: node.parent for node in self.plan.standard.nodes}
        path, number = set(), leaf.parent
        while number:
            path.add(number)
            number = parents[number]
        return frozenset({*path, 0})

    @lru_cache(maxsize=4096)  # noqa: B019
    def _lines_of(self, leaf: Node) -> Statement:
        return Statement.of(self._evaluation(leaf).lines, self.dialect)

    def _evaluation(self, leaf: Node, as_of: Instant = None) -> Evaluation:
        codes = list(dict.fromkeys(code for term in leaf.indicator.rule for code in term.measures))
        facts = self.tables.facts
        mine = facts.filter(facts.unit == UNIT, facts.measure.isin(codes))
        frame = self.tables.frame
        one = Frame(
            frame.units.filter(frame.units.unit == UNIT),
            frame.unit_groups.filter(frame.unit_groups.unit == UNIT),
            frame.not_applicable.filter(frame.not_applicable.unit == UNIT),
        )
        return Evaluation(self._leaf_plan(leaf), mine, one, as_of, named_table)

    @lru_cache(maxsize=4096)  # noqa: B019
    def _above(self, leaf: Node) -> Statement:
        lines = ibis.table(ibis.Schema.from_pyarrow(_LINES), name="leaf_lines")
        evaluation = self._evaluation(leaf)
        evaluation.__dict__["lines"] = lines
        path = self._path(leaf)
        kept = self.tables.nodes
        others = kept.filter(kept.unit == UNIT, kept.node != leaf.number, kept.node.notin(sorted(path)))
        rows = others.select(*ROW).union(evaluation.leaves.select(*ROW))
        above = roll_up(self.plan.standard, rows, named_table, path)
        return Statement.of(above.filter(above.node.isin([leaf.number, *sorted(path)])), self.dialect)

    def _path_tables(self, leaf: Node) -> dict[str, pa.Table]:
        return _path_tables(self.plan, self._path(leaf))

    def total(self, points: float) -> float:
        """The total as the standard rounds it."""
        return rounded(points, self.plan.standard.rounding.total)


def _path_tables(plan: Plan, path: frozenset[int]) -> dict[str, pa.Table]:
    """The children and parents that the roll-up of a path names."""
    found: dict[str, pa.Table] = {}

    def collect(name: str, table: pa.Table) -> ir.Table:
        found[name] = table
        return named_table(name, table)

    empty = ibis.table({"unit": "string", "node": "int32", "worst": "float64", "best": "float64", "full": "float64",
                        "counted": "boolean", "in_full": "boolean", "applies": "boolean", "open": "int64"}, name="none")  # fmt: skip
    roll_up(plan.standard, empty, collect, path)
    return found


def _leaf_tables(plan: Plan) -> dict[str, pa.Table]:
    return {
        "plan_terms": plan.term_table,
        "plan_steps": plan.step_table,
        "plan_measures": plan.measure_table,
        "plan_leaves": plan.leaf_table,
        "plan_bounds": plan.bound_table,
        "plan_below": plan.below_table,
    }


_LINES = pa.schema(
    [
        ("unit", pa.string()), ("node", pa.int32()), ("term", pa.int32()), ("n", pa.int64()), ("x", pa.float64()),
        ("y", pa.float64()), ("latest", pa.float64()), ("grade", pa.string()), ("rank", pa.int64()),
        ("top", pa.float64()), ("known", pa.bool_()), ("delta", pa.float64()), ("worst", pa.float64()),
        ("best", pa.float64()),
    ]
)  # fmt: skip


def _typed(line: dict[str, Any]) -> dict[str, Any]:
    """A row from a cursor as the schema wants it (databases differ in their number types)."""
    whole = {"node", "term", "n", "rank"}
    numbers = {"x", "y", "latest", "top", "delta", "worst", "best"}
    return {
        name: value if value is None else int(value) if name in whole else float(value) if name in numbers else value
        for name, value in line.items()
    }
