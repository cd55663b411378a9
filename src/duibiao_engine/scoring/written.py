"""The tables of a plan by the names under which a compiled statement looks for them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.scoring.expression import named_table
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.tree import ROW, roll_up

_ROW_TYPES = ("string", "int32", "float64", "float64", "float64", "boolean", "boolean", "boolean", "int64")


def plan_tables(plan: Plan, path: frozenset[int] | None = None) -> dict[str, pa.Table]:
    """All of them; with a `path` only the parents on it."""
    found: dict[str, pa.Table] = {
        "plan_terms": plan.term_table,
        "plan_steps": plan.step_table,
        "plan_measures": plan.measure_table,
        "plan_leaves": plan.leaf_table,
        "plan_bounds": plan.bound_table,
        "plan_below": plan.below_table,
    }

    def collect(name: str, table: pa.Table) -> ir.Table:
        found[name] = table
        return named_table(name, table)

    # the roll-up itself knows best which children and parents it asks for
    nothing = ibis.table(dict(zip(ROW, _ROW_TYPES, strict=True)), name="none")
    roll_up(plan.standard, nothing, collect, path)
    return found
