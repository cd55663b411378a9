"""A standard, a period and an instant become tables: what the relational expression joins the facts with.

Everything that a rule needs to know beyond the facts is worked out here once (its points as a number, its due day, the
most it can lose), so that the expression itself is only joins, sums and one formula for each kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from duibiao_engine.rules.base import FAR, Family, Row, Scene, Side
from duibiao_engine.standard.above import Period
from duibiao_engine.standard.model import Node, Standard, Term

_EPOCH = datetime.date(1970, 1, 1)


def day_number(day: datetime.date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """A term with its number, its leaf and the scene it stands in."""

    number: int
    index: int
    node: Node
    term: Term
    scene: Scene
    row: Row

    def extremes(self) -> tuple[float, float]:
        """(worst, best) effect on the score while facts are missing."""
        least, most = self.term.kind.extremes(self.term.parameters, self.scene)
        cap = FAR if self.scene.cap is None else self.scene.cap
        least, most = min(least, cap), min(most, cap)
        # 0.0 - x instead of -x: a loss of nothing is 0, not minus 0
        return (0.0 - most, 0.0 - least) if self.scene.side is Side.DEDUCT else (least, most)


@dataclass(frozen=True)
class Plan:
    """The tables of one evaluation. `only` limits it to some leaves (numbers), for a single changed fact."""

    standard: Standard
    period: Period
    as_of_day: datetime.date
    only: frozenset[int] | None = field(default=None)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The leaves that are evaluated."""
        every = self.standard.leaves
        return every if self.only is None else tuple(leaf for leaf in every if leaf.number in self.only)

    @cached_property
    def terms(self) -> tuple[PlannedTerm, ...]:
        """Every term, numbered through the whole standard (the numbers do not depend on `only`)."""
        numbered = enumerate(
            (leaf, i, term) for leaf in self.standard.leaves for i, term in enumerate(leaf.indicator.rule)
        )
        wanted = {leaf.number for leaf in self.leaves}
        return tuple(self._planned(number, *rest) for number, rest in numbered if rest[0].number in wanted)

    def _planned(self, number: int, leaf: Node, index: int, term: Term) -> PlannedTerm:
        worth = leaf.indicator.worth
        scene = Scene(
            side=term.side,
            points=term.worth(worth),
            cap=term.cap,
            item_points=worth,
            all_points=term.points == "all",
            measures=self.standard.measures,
            first_day=day_number(self.period.start),
            last_day=day_number(self.period.end),
            as_of_day=day_number(self.as_of_day),
        )
        return PlannedTerm(number, index, leaf, term, scene, term.kind.row(term.parameters, scene))

    def of_family(self, family: Family) -> tuple[PlannedTerm, ...]:
        """The terms that read facts in one way."""
        return tuple(term for term in self.terms if term.term.kind.family is family)

    def measures_of(self, terms: Iterable[PlannedTerm]) -> tuple[str, ...]:
        """The measures that some terms look at, each once."""
        return tuple(dict.fromkeys(code for term in terms for code in term.term.measures))

    @cached_property
    def term_table(self) -> pa.Table:
        """One row for each term, its parameters as columns."""
        return pa.Table.from_pylist([_term_row(term) for term in self.terms], schema=TERMS)

    @cached_property
    def step_table(self) -> pa.Table:
        """The rows of all look-up tables (grades, bands, ranks, levels)."""
        rows = [
            {
                "term": term.number,
                "step_name": s.name,
                "low": s.low,
                "high": s.high,
                "found": s.points,
                "found_high": s.points_high,
            }
            for term in self.terms
            for s in term.row.steps
        ]
        return pa.Table.from_pylist(rows, schema=STEPS)

    @cached_property
    def judged(self) -> frozenset[str]:
        """The measures whose mark a judge gives within a range."""
        return frozenset(term.term.measures[0] for term in self.terms if term.term.kind.word == "judged")

    @cached_property
    def newest_of(self) -> frozenset[str]:
        """The measures of which the newest fact is wanted, for its value or its grade."""
        known = self.standard.measures
        return self.judged | {code for code, measure in known.items() if measure.combine == "latest"}

    @cached_property
    def measure_table(self) -> pa.Table:
        """How the facts of each measure are read and combined."""
        return self._measures(self.standard.measures)

    def read_table(self, family: Family) -> pa.Table:
        """The same for the measures that are read in one way.

        A table of its own, not a filter over all: of a filter databases guess that it leaves a fifth, and then build their
        hash table over the facts instead of over the corrections.
        """
        return self._measures(self.measures_of(self.of_family(family)))

    def _measures(self, codes: Iterable[str]) -> pa.Table:
        chosen = (self.standard.measures[code] for code in codes)
        rows = [
            {"measure": m.code, "combine": m.combine, "none_due_full": m.none_due == "full",
             "unsaid": 1.0 if m.kind == "event" else None, "newest": m.code in self.newest_of}
            for m in chosen
        ]  # fmt: skip
        return pa.Table.from_pylist(rows, schema=MEASURES)

    @cached_property
    def node_table(self) -> pa.Table:
        """The tree: one row for each indicator."""
        return pa.Table.from_pylist([_node_row(node) for node in self.standard.nodes], schema=NODES)

    @cached_property
    def leaf_table(self) -> pa.Table:
        """The leaves: where their rule starts, how far it reaches."""
        return pa.Table.from_pylist([_leaf_row(leaf) for leaf in self.leaves], schema=LEAVES)

    @cached_property
    def bound_table(self) -> pa.Table:
        """Who an indicator applies to: one row for each bound (own or from above) and each kind or group it names."""
        rows = [
            {"node": leaf.number, "bound": i, "belongs": name}
            for leaf in self.leaves
            for i, names in enumerate(leaf.applies_to)
            for name in sorted(names)
        ]
        return pa.Table.from_pylist(rows, schema=BOUNDS)

    @cached_property
    def below_table(self) -> pa.Table:
        """Which leaves a not-applicable decision on a code covers: the leaf itself and everything above it."""
        parents = {node.number: node for node in self.standard.nodes}
        rows = []
        for leaf in self.leaves:
            node: Node | None = leaf
            while node is not None:
                rows.append({"indicator": node.code, "node": leaf.number})
                node = parents.get(node.parent)
        return pa.Table.from_pylist(rows, schema=BELOW)


TERMS = pa.schema(
    [
        ("term", pa.int32()), ("node", pa.int32()), ("word", pa.string()), ("sign", pa.float64()),
        ("x_measure", pa.string()), ("y_measure", pa.string()),
        ("p", pa.float64()), ("cap", pa.float64()), ("a", pa.float64()), ("b", pa.float64()), ("c", pa.float64()),
        ("mode", pa.string()), ("need", pa.int32()), ("missing_x", pa.float64()),
        ("term_worst", pa.float64()), ("term_best", pa.float64()), ("family", pa.string()), ("peers", pa.string()),
    ]
)  # fmt: skip
STEPS = pa.schema(
    [
        ("term", pa.int32()), ("step_name", pa.string()), ("low", pa.float64()), ("high", pa.float64()),
        ("found", pa.float64()), ("found_high", pa.float64()),
    ]
)  # fmt: skip
MEASURES = pa.schema(
    [
        ("measure", pa.string()), ("combine", pa.string()), ("none_due_full", pa.bool_()), ("unsaid", pa.float64()),
        ("newest", pa.bool_()),
    ]
)  # fmt: skip
NODES = pa.schema(
    [
        ("node", pa.int32()), ("parent", pa.int32()), ("depth", pa.int32()), ("policy", pa.string()),
        ("bonus", pa.bool_()), ("weight", pa.float64()), ("code", pa.string()),
    ]
)  # fmt: skip
LEAVES = pa.schema(
    [
        ("node", pa.int32()), ("start", pa.float64()), ("worth", pa.float64()), ("floor", pa.float64()),
        ("top", pa.float64()), ("factor", pa.float64()), ("policy", pa.string()), ("bounds", pa.int32()),
        ("bonus", pa.bool_()),
    ]
)  # fmt: skip
BOUNDS = pa.schema([("node", pa.int32()), ("bound", pa.int32()), ("belongs", pa.string())])
BELOW = pa.schema([("indicator", pa.string()), ("node", pa.int32())])


def _term_row(planned: PlannedTerm) -> dict[str, Any]:
    term, row = planned.term, planned.row
    worst, best = planned.extremes()
    measures = term.measures
    return {
        "term": planned.number,
        "node": planned.node.number,
        "word": term.kind.word,
        "sign": -1.0 if term.side is Side.DEDUCT else 1.0,
        "x_measure": measures[0],
        "y_measure": measures[1] if len(measures) > 1 else None,
        "p": planned.scene.points,
        "cap": FAR if term.cap is None else term.cap,
        "a": row.a,
        "b": row.b,
        "c": row.c,
        "mode": row.mode,
        "need": row.need,
        "missing_x": row.missing_x,
        "term_worst": worst,
        "term_best": best,
        "family": str(term.kind.family),
        "peers": term.kind.peers,
    }


def _node_row(node: Node) -> dict[str, Any]:
    indicator = node.indicator
    return {
        "node": node.number,
        "parent": node.parent,
        "depth": node.depth,
        "policy": node.policy,
        "bonus": indicator.bonus,
        "weight": 1.0 if indicator.weight is None else indicator.weight,
        "code": indicator.code,
    }


def _leaf_row(leaf: Node) -> dict[str, Any]:
    indicator = leaf.indicator
    worth = indicator.worth
    return {
        "node": leaf.number,
        "start": indicator.start_points,
        "worth": worth,
        "floor": 0.0 if indicator.floor is None else indicator.floor,
        "top": worth if indicator.cap is None else indicator.cap,
        "factor": 1.0 if indicator.rescale is None or not worth else indicator.rescale / worth,
        "policy": leaf.policy,
        "bounds": len(leaf.applies_to),
        "bonus": indicator.bonus,
    }
