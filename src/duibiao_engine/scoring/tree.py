"""From lines to the total: leaves, then parents level by level.

Every node carries two numbers, its worst and its best case, and its full mark for this unit. `counted` says that it
counts; `in_full` says that its full mark stays in the parent's (a dropped indicator's does: its siblings take over).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.rounding import rounded_column
from duibiao_engine.rules.base import FAR
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.standard.model import Combination, Node, Standard

CHILDREN = pa.schema([("node", pa.int32()), ("parent", pa.int32()), ("weight", pa.float64()), ("bonus", pa.bool_())])
PARENTS = pa.schema(
    [
        ("parent", pa.int32()), ("worth", pa.float64()), ("policy", pa.string()),
        ("cap", pa.float64()), ("floor", pa.float64()), ("factor", pa.float64()),
    ]
)  # fmt: skip

#: Columns of a node's row.
ROW = ("unit", "node", "worst", "best", "full", "counted", "in_full", "applies", "open")


class Combining(Protocol):
    """What an indicator with children and the standard itself have in common."""

    @property
    def combine(self) -> Combination: ...
    @property
    def cap(self) -> float | None: ...
    @property
    def floor(self) -> float | None: ...
    @property
    def rescale(self) -> float | None: ...
    @property
    def points(self) -> float | None: ...


def leaf_rows(plan: Plan, scoped: ir.Table, lines: ir.Table) -> ir.Table:
    """One row for each unit and leaf."""
    summed = lines.group_by("unit", "node").agg(
        lost_worst=lines.worst.sum(), lost_best=lines.best.sum(), open=_one(~lines.known).sum()
    )
    summed = summed.select("lost_worst", "lost_best", "open", s_unit="unit", s_node="node")
    cells = scoped.left_join(summed, (scoped.unit == summed.s_unit) & (scoped.node == summed.s_node))
    cells = cells.mutate(open=cells.open.fill_null(0))
    cells = cells.mutate(
        worst=_leaf_points(plan, cells, cells.lost_worst),
        best=_leaf_points(plan, cells, cells.lost_best),
        full=cells.worth * cells.factor,
    )
    return _where_not_applicable(plan, cells)


def _leaf_points(plan: Plan, cells: ir.Table, sum_of_terms: Any) -> ir.NumericValue:
    raw = cells.start + sum_of_terms.fill_null(0.0)
    held = ibis.least(ibis.greatest(raw, cells.floor), cells.top)
    return rounded_column(held, plan.standard.rounding.leaf) * cells.factor


def _where_not_applicable(plan: Plan, cells: ir.Table) -> ir.Table:
    policies = {leaf.policy for leaf in plan.leaves}
    if "peers_mean" in policies:
        usable = cells.applies & (cells.open == 0)
        peers = ibis.window(group_by=["node", "peer_group"])
        cells = cells.mutate(mean_=ibis.ifelse(usable, cells.worst, ibis.null("float64")).mean().over(peers))
    else:
        cells = cells.mutate(mean_=ibis.null("float64"))
    instead = ibis.cases(
        (cells.policy == "full", cells.full),
        (cells.policy == "zero", 0.0),
        (cells.policy == "peers_mean", cells.mean_),
        else_=ibis.null("float64"),
    )
    cells = cells.mutate(instead=instead)
    return cells.select(
        "unit",
        "node",
        worst=ibis.ifelse(cells.applies, cells.worst, cells.instead.fill_null(0.0)),
        best=ibis.ifelse(cells.applies, cells.best, cells.instead.fill_null(0.0)),
        full="full",
        # a bonus that does not apply adds nothing, whatever the policy
        counted=cells.applies | (cells.instead.notnull() & ~cells.bonus),
        in_full=cells.applies | (cells.policy != "own_full"),
        applies="applies",
        open=ibis.ifelse(cells.applies, cells.open, 0),
    )


@dataclass(frozen=True, slots=True)
class _Parent:
    """A parent and its children, as numbers that stand in the expression."""

    number: int
    depth: int
    policy: str
    bonus: bool
    how: Combining
    children: Sequence[Node]

    @property
    def worth(self) -> float:
        """Its declared full mark; in an unscored tree the number of children that are no bonus."""
        if self.how.points is not None:
            return self.how.points
        return float(sum(not child.indicator.bonus for child in self.children))


def roll_up(
    standard: Standard, rows: ir.Table, source: Callable[[str, Any], ir.Table], path: frozenset[int] | None = None
) -> ir.Table:
    """All nodes of all units, the total as node 0 (not yet rounded).

    `rows` are the leaves; with a `path` (numbers of parents), only these parents are worked out anew and `rows` must hold
    the other children of theirs too.
    """
    every = [rows.select(*ROW)]
    for depth in range(max(node.depth for node in standard.nodes) - 1, -1, -1):
        parents = [p for p in _parents(standard, depth) if path is None or p.number in path]
        every += [_roll_group(standard, group, every, source) for group in _alike(parents)]
    return _union(every)


def roll_up_tables(standard: Standard, path: frozenset[int] | None = None) -> dict[str, pa.Table]:
    """The tables that `roll_up` asks its source for, by name."""
    found: dict[str, pa.Table] = {}
    for depth in range(max(node.depth for node in standard.nodes) - 1, -1, -1):
        parents = [p for p in _parents(standard, depth) if path is None or p.number in path]
        for group in _alike(parents):
            found[f"plan_children_{_name(group)}"] = _child_table(group)
            found[f"plan_parents_{_name(group)}"] = _parent_table(group)
    return found


def _name(group: list[_Parent]) -> str:
    return f"{group[0].depth}_{group[0].how.combine}"


def _union(tables: Sequence[ir.Table]) -> ir.Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _parents(standard: Standard, depth: int) -> list[_Parent]:
    children: dict[int, list[Node]] = {}
    for node in standard.nodes:
        children.setdefault(node.parent, []).append(node)
    if depth == 0:
        return [_Parent(0, 0, "drop", False, standard, children[0])]
    at = (node for node in standard.nodes if node.depth == depth and not node.indicator.is_leaf)
    return [_Parent(n.number, depth, n.policy, n.indicator.bonus, n.indicator, children[n.number]) for n in at]


def _alike(parents: list[_Parent]) -> list[list[_Parent]]:
    """Parents that combine in the same way share one expression."""
    groups: dict[str, list[_Parent]] = {}
    for parent in parents:
        groups.setdefault(parent.how.combine, []).append(parent)
    return list(groups.values())


def _roll_group(
    standard: Standard, parents: list[_Parent], below: Sequence[ir.Table], source: Callable[[str, Any], ir.Table]
) -> ir.Table:
    name = _name(parents)
    children = source(f"plan_children_{name}", _child_table(parents))
    cells = _union(below).join(children, "node")
    if parents[0].depth == 0:
        into = standard.rounding.indicator_into_total
        cells = cells.mutate(worst=rounded_column(cells.worst, into), best=rounded_column(cells.best, into))
    grouped = _sums(cells, parents[0].how.combine)
    return _parent_rows(grouped, parents[0].how.combine, source(f"plan_parents_{name}", _parent_table(parents)))


def _child_table(parents: list[_Parent]) -> Any:
    rows = [
        {"node": child.number, "parent": p.number, "weight": _weight(child), "bonus": child.indicator.bonus}
        for p in parents
        for child in p.children
    ]
    return pa.Table.from_pylist(rows, schema=CHILDREN)


def _weight(child: Node) -> float:
    return 1.0 if child.indicator.weight is None else float(child.indicator.weight)


def _sums(cells: ir.Table, combine: Combination) -> ir.Table:
    plain = ~cells.bonus
    counts = plain & cells.counted
    share = cells.full.nullif(0.0)
    sums: dict[str, Any] = {
        "others": _one(plain).sum(),
        "counted_others": _one(counts).sum(),
        "counted_any": _one(cells.counted).sum(),
        "applying": _one(cells.applies).sum(),
        "open": cells.open.sum(),
        "extra_worst": _where(cells.bonus & cells.counted, cells.worst).sum(),
        "extra_best": _where(cells.bonus & cells.counted, cells.best).sum(),
        "in_full_sum": _where(plain & cells.in_full, cells.full).sum(),
        "counted_full": _where(counts, cells.full).sum(),
    }
    for case, points in (("worst", cells.worst), ("best", cells.best)):
        rate = (points / share).fill_null(0.0)
        sums[f"sum_{case}"] = _where(counts, points).sum()
        if combine == "weighted":
            sums[f"rate_{case}"] = _where(counts, rate * cells.weight).sum()
        if combine == "mean":
            sums[f"rate_{case}"] = _where(counts, rate).sum()
        if combine == "min":
            sums[f"rate_{case}"] = ibis.ifelse(counts, rate, ibis.null("float64")).min()
    sums["weights"] = _where(counts, cells.weight if combine == "weighted" else ibis.literal(1.0)).sum()
    return cells.group_by("unit", "parent").agg(**sums).mutate(combine=ibis.literal(combine))


def _one(condition: Any) -> Any:
    """1 where it holds (PostgreSQL does not cast truth values to numbers)."""
    return ibis.ifelse(condition, 1, 0).cast("int64")


def _where(condition: Any, value: Any) -> Any:
    return ibis.ifelse(condition, value, 0.0)


def _parent_rows(grouped: ir.Table, combine: Combination, parents: ir.Table) -> ir.Table:
    t = grouped.join(parents, "parent")
    if combine == "sum":
        scale = ibis.ifelse(t.counted_full > 0, t.in_full_sum / t.counted_full.nullif(0.0), 1.0)
        worst, best, full = t.sum_worst * scale, t.sum_best * scale, t.in_full_sum
    else:
        divisor = ibis.literal(1.0) if combine == "min" else t.weights.nullif(0.0)
        worst = (t.worth * t.rate_worst / divisor).fill_null(0.0)
        best = (t.worth * t.rate_best / divisor).fill_null(0.0)
        full = t.worth
    counted = (t.counted_others > 0) | ((t.others == 0) & (t.counted_any > 0))
    return t.select(
        "unit",
        node=t.parent,
        worst=ibis.ifelse(counted, _held(t, worst + t.extra_worst), 0.0),
        best=ibis.ifelse(counted, _held(t, best + t.extra_best), 0.0),
        full=(full * t.factor).cast("float64"),
        counted=counted,
        in_full=counted | (t.policy != "own_full"),
        applies=counted & (t.applying > 0),
        open=t.open,
    )


def _held(t: ir.Table, points: ir.NumericValue) -> ir.NumericValue:
    return ibis.least(ibis.greatest(points, t.floor), t.cap) * t.factor


def _parent_table(parents: list[_Parent]) -> Any:
    rows = [
        {
            "parent": p.number,
            "worth": p.worth,
            "policy": p.policy,
            "cap": FAR if p.how.cap is None else float(p.how.cap),
            "floor": -FAR if p.how.floor is None else float(p.how.floor),
            "factor": 1.0 if p.how.rescale is None or not p.worth else p.how.rescale / p.worth,
        }
        for p in parents
    ]
    return pa.Table.from_pylist(rows, schema=PARENTS)
