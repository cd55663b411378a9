"""The whole evaluation as expressions over tables: facts and frame in, lines and nodes out.

Nothing is executed here. The same expressions run on DuckDB over Parquet, on PostgreSQL inside the site's transaction and
on Spark; `scoring.run` executes them for a single call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.rules.base import Family
from duibiao_engine.scoring.amounts import Instant, by_term, in_force, in_period, of_measures
from duibiao_engine.scoring.lines import Frame, lines, scope
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.tree import leaf_rows, roll_up
from duibiao_engine.scoring.written import read_name

#: Columns of a line.
LINES = pa.schema(
    [
        ("unit", pa.string()), ("node", pa.int32()), ("term", pa.int32()), ("n", pa.int64()), ("x", pa.float64()),
        ("y", pa.float64()), ("latest", pa.float64()), ("grade", pa.string()), ("rank", pa.int64()),
        ("top", pa.float64()), ("known", pa.bool_()), ("delta", pa.float64()), ("worst", pa.float64()),
        ("best", pa.float64()),
    ]
)  # fmt: skip

#: Makes a table of the plan available under a name.
Source = Callable[[str, pa.Table], ir.Table]


def held_in_memory(name: str, table: pa.Table) -> ir.Table:
    """The plan's tables travel with the expression (the usual way)."""
    return ibis.memtable(table)


def named_table(name: str, table: pa.Table) -> ir.Table:
    """The plan's tables are found by name (in a statement that is compiled once and bound later)."""
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)


@dataclass(frozen=True)
class Evaluation:
    """The expressions of one evaluation."""

    plan: Plan
    facts: ir.Table
    frame: Frame
    as_of: Instant = None
    source: Source = held_in_memory

    def resting_on(self, lines: pa.Table) -> Evaluation:
        """The same evaluation with its lines given as rows instead of worked out from the facts."""
        resting = Evaluation(self.plan, self.facts, self.frame, self.as_of, self.source)
        # a cached property is overruled by an entry of the instance's dictionary
        resting.__dict__["lines"] = ibis.memtable(lines)
        return resting

    def resting_on_table(self, name: str) -> Evaluation:
        """The same with the lines in a table of the database."""
        resting = Evaluation(self.plan, self.facts, self.frame, self.as_of, self.source)
        resting.__dict__["lines"] = ibis.table(ibis.Schema.from_pyarrow(LINES), name=name)
        return resting

    @cached_property
    def terms(self) -> ir.Table:
        """Terms as a table."""
        return self.source("plan_terms", self.plan.term_table)

    @cached_property
    def in_force(self) -> ir.Table:
        """The facts that count at the instant."""
        return in_force(self.facts, self.as_of)

    @cached_property
    def measures(self) -> ir.Table:
        """How the facts of each measure are read."""
        return self.source("plan_measures", self.plan.measure_table)

    def read(self, family: Family) -> ir.Table:
        """The facts in force of the measures that are read in one way."""
        return of_measures(self.in_force, self.source(read_name(family), self.plan.read_table(family)))

    @cached_property
    def current(self) -> ir.Table:
        """The facts of the period that are about something."""
        return in_period(of_measures(self.in_force, self.measures), self.plan)

    @cached_property
    def scoped(self) -> ir.Table:
        """Every unit with every leaf."""
        plan, source = self.plan, self.source
        leaves, bounds = source("plan_leaves", plan.leaf_table), source("plan_bounds", plan.bound_table)
        return scope(self.frame, plan, leaves, bounds, source("plan_below", plan.below_table))

    @cached_property
    def lines(self) -> ir.Table:
        """(unit, node, term, n, x, y, latest, grade, rank, top, known, delta, worst, best)."""
        steps = self.source("plan_steps", self.plan.step_table)
        amounts = by_term(self.read, self.plan, self.terms, steps, self.measures)
        return lines(self.plan, self.scoped, self.terms, steps, amounts)

    @cached_property
    def leaves(self) -> ir.Table:
        """(unit, node, worst, best, full, counted, in_full, applies, open) of the leaves."""
        return leaf_rows(self.plan, self.scoped, self.lines)

    @cached_property
    def nodes(self) -> ir.Table:
        """The same of every node; the total is node 0."""
        return roll_up(self.plan.standard, self.leaves, self.source)

    @cached_property
    def totals(self) -> ir.Table:
        """The total of each unit to which anything applies (not yet rounded)."""
        total = self.nodes.filter(self.nodes.node == 0)
        return total.filter(total.counted).select("unit", "worst", "best", "full", "open")
