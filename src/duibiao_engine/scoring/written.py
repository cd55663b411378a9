"""The tables of a plan by the names under which a compiled statement looks for them."""

from __future__ import annotations

import pyarrow as pa

from duibiao_engine.rules.base import Family
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.tree import roll_up_tables


def read_name(family: Family) -> str:
    """The table of the measures that are read in one way."""
    return f"plan_measures_{family}"


def plan_tables(plan: Plan, path: frozenset[int] | None = None) -> dict[str, pa.Table]:
    """All of them; with a `path` only the parents on it."""
    return {
        "plan_terms": plan.term_table,
        "plan_steps": plan.step_table,
        "plan_measures": plan.measure_table,
        **{read_name(family): plan.read_table(family) for family in Family},
        "plan_leaves": plan.leaf_table,
        "plan_bounds": plan.bound_table,
        "plan_below": plan.below_table,
        **roll_up_tables(plan.standard, path),
    }
