"""From amounts to lines: what each term takes from or gives to each unit, at the worst and at the best.

A line is the smallest thing that is explained. Terms that look at peers (ranks, the best of the group) get their two
extra columns by a window over the peers; all terms then pass through the same look-up and the same formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules import KINDS
from duibiao_engine.rules.base import Cells
from duibiao_engine.scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that a score depends on beside the facts, as tables (see `facts.schema`)."""

    units: ir.Table
    unit_groups: ir.Table
    not_applicable: ir.Table


def peer_groups(frame: Frame, plan: Plan) -> ir.Table:
    """(unit, peer_group): who is compared with whom."""
    units = frame.units.select("unit", "kind")
    within = plan.standard.ranking.within
    if within == "all":
        return units.select("unit", peer_group=ibis.literal("*"))
    if within == "kind":
        return units.select("unit", peer_group=units.kind.fill_null(""))
    groups = frame.unit_groups.group_by("unit").agg(peer_group=frame.unit_groups.group.min())
    joined = units.left_join(groups, "unit")
    return joined.select("unit", peer_group=joined.peer_group.fill_null(""))


def scope(frame: Frame, plan: Plan, leaves: ir.Table, bounds: ir.Table, below: ir.Table) -> ir.Table:
    """(unit, node, applies, peer_group) and the leaf's own columns, for every unit and leaf."""
    cells = peer_groups(frame, plan).cross_join(leaves)
    if plan.bound_table.num_rows:
        cells = _within_bounds(cells, frame, bounds)
    else:
        cells = cells.mutate(applies=ibis.literal(True))
    decided = frame.not_applicable.join(below, "indicator")
    decided = decided.select(na_unit="unit", na_node="node").distinct().mutate(na=ibis.literal(True))
    cells = cells.left_join(decided, (cells.unit == decided.na_unit) & (cells.node == decided.na_node))
    return cells.mutate(applies=cells.applies & cells.na.isnull()).drop("na", "na_unit", "na_node", "bounds")


def _within_bounds(cells: ir.Table, frame: Frame, bounds: ir.Table) -> ir.Table:
    kinds = frame.units.filter(frame.units.kind.notnull()).select("unit", belongs="kind")
    groups = frame.unit_groups.select("unit", belongs="group")
    belongs = kinds.union(groups)
    held = bounds.join(belongs, "belongs").group_by("unit", "node").agg(held=lambda t: t.bound.nunique())
    held = held.select(held_unit="unit", held_node="node", held="held")
    cells = cells.left_join(held, (cells.unit == held.held_unit) & (cells.node == held.held_node))
    return cells.mutate(applies=cells.held.fill_null(0) >= cells.bounds).drop("held", "held_unit", "held_node")


def lines(plan: Plan, scoped: ir.Table, terms: ir.Table, steps: ir.Table, amounts: ir.Table) -> ir.Table:
    """(unit, node, term, n, x, y, latest, grade, rank, top, known, delta, worst, best)."""
    applying = scoped.filter(scoped.applies).select("unit", "node", "peer_group")
    due = applying.join(terms.drop("family"), "node")
    found = amounts.select(f_unit="unit", f_term="term", n="n", x="x", y="y", latest="latest", grade="grade")
    cells = due.left_join(found, (due.unit == found.f_unit) & (due.term == found.f_term)).drop("f_unit", "f_term")
    nothing = cells.x.isnull() & (cells.n.fill_null(0) == 0)
    cells = cells.mutate(x=ibis.ifelse(nothing, cells.missing_x, cells.x), n=cells.n.fill_null(0).cast("int64"))
    # an amount may only be filled where there is no fact at all
    cells = cells.mutate(missing_x=ibis.ifelse(cells.n == 0, cells.missing_x, ibis.null("float64")))
    cells = cells.mutate(known=_known(plan, cells))
    return _pointed(plan, _looked_up(plan, _beside_peers(plan, cells), steps))


def _words(plan: Plan) -> list[str]:
    return list(dict.fromkeys(term.term.kind.word for term in plan.terms))


def _known(plan: Plan, cells: ir.Table) -> ir.BooleanValue:
    ways = [(cells.word == word, KINDS[word].known(Cells(cells)).fill_null(False)) for word in _words(plan)]
    return ways[0][1] if len(ways) == 1 else ibis.cases(*ways, else_=False)


def _beside_peers(plan: Plan, cells: ir.Table) -> ir.Table:
    if not any(term.term.kind.peers != "none" for term in plan.terms):
        return cells.mutate(rank=ibis.null("int64"), top=ibis.null("float64"))
    alone = cells.filter((cells.peers == "none") | ~cells.known)
    alone = alone.mutate(rank=ibis.null("int64"), top=ibis.null("float64"))
    peers = cells.filter((cells.peers != "none") & cells.known)
    # ties must not hang on the last bits of a quotient
    seen = peers.x.round(9)
    better_first = ibis.ifelse(peers["mode"] == "high", 0.0 - seen, seen)
    group = ibis.window(group_by=["term", "peer_group"])
    order = ibis.window(group_by=["term", "peer_group"], order_by=better_first)
    ranked = peers.mutate(
        rank=(ibis.rank().over(order) + 1).cast("int64"),
        top=ibis.ifelse(peers["mode"] == "high", peers.x.max().over(group), peers.x.min().over(group)),
    )
    return alone.union(ranked)


def _looked_up(plan: Plan, cells: ir.Table, steps: ir.Table) -> ir.Table:
    if not plan.step_table.num_rows:
        return cells.mutate(found=ibis.null("float64"), found_high=ibis.null("float64"))
    wanted = cells.rank.cast("float64").coalesce(cells.x, 0.0)
    cells = cells.mutate(wanted=wanted)
    table = steps.select("step_name", "low", "high", "found", "found_high", step_term="term")
    held = [
        cells.term == table.step_term,
        table.step_name.isnull() | (table.step_name == cells.grade),
        cells.wanted >= table.low,
        cells.wanted < table.high,
    ]
    return cells.left_join(table, held).drop("step_term", "step_name", "low", "high", "wanted")


def _pointed(plan: Plan, cells: ir.Table) -> ir.Table:
    ways = [(cells.word == word, KINDS[word].size(Cells(cells)).cast("float64")) for word in _words(plan)]
    size = ways[0][1] if len(ways) == 1 else ibis.cases(*ways, else_=0.0)
    delta = ibis.ifelse(cells.known, cells.sign * ibis.least(size, cells.cap), ibis.null("float64"))
    # adding 0.0 turns the minus zero of "nothing lost" into zero
    cells = cells.mutate(delta=delta + 0.0)
    return cells.select(
        "unit", "node", "term", "n", "x", "y", "latest", "grade", "rank", "top", "known", "delta",
        worst=cells.delta.coalesce(cells.term_worst),
        best=cells.delta.coalesce(cells.term_best),
    )  # fmt: skip
