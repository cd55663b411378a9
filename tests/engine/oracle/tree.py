"""From leaves to the total, for one unit at a time.

Its one trick: the total is a node like every other, whose children are the first level.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .knowing import Known
from .leaves import Group, carried, leaf_points, lines, own_points, status, with_ancestors
from .numbers import clip, mean, number, places_for, rounded
from .terms import ONE, ZERO
from .things import Line, Node, Spec, Three, Unit

NOTHING = Three(ZERO, ZERO, ZERO)


def declared_full(node: Spec) -> Fraction:
    """The full mark that a node carries into its parent when everything applies."""
    if node.get("points") is not None:
        return carried(node, number(node["points"]))
    if "children" not in node:
        return ONE
    return sum((declared_full(child) for child in node["children"] if not child.get("bonus")), ZERO)


def as_root(standard: Spec) -> Spec:
    kept = ("points", "combine", "cap", "floor", "rescale")
    return {"code": "", "children": standard["indicators"], **{k: standard[k] for k in kept if k in standard}}


class Tree:
    """All nodes and lines of all units, worked out when they are asked for."""

    def __init__(self, known: Known) -> None:
        self.known, self.standard = known, known.standard
        self.group = Group(known, known.standard)
        self.root = as_root(known.standard)
        self.lineage = {node["code"]: above for node, above in with_ancestors(known.standard["indicators"])}
        self.rounding = known.standard.get("rounding")
        self._lines: dict[tuple[str, str], list[Line]] = {}
        self._nodes: dict[tuple[str, str], Node] = {}

    def lines(self, leaf: Spec, unit: Unit) -> list[Line]:
        key = (unit.id, leaf["code"])
        if key not in self._lines:
            peers = tuple(peer.id for peer in self.group.peers(unit, self.lineage[leaf["code"]]))
            self._lines[key] = lines(leaf, unit, self.known, peers)
        return self._lines[key]

    def node(self, node: Spec, unit: Unit) -> Node:
        key = (unit.id, node["code"])
        if key not in self._nodes:
            self._nodes[key] = self.parent(node, unit) if "children" in node else self.leaf(node, unit)
        return self._nodes[key]

    def shown(self, node: Spec, three: Three, full: Fraction, **more: object) -> Node:
        """A node with what is only shown of it: rate and rounded points."""
        rate = rounded(three.points / full, places_for(self.rounding, "indicator_rate")) if full else None
        shown = rounded(three.points, places_for(self.rounding, "indicator"))
        return Node(node["code"], three, full, rate=rate, points_shown=shown, **more)  # type: ignore[arg-type]

    # ── leaves ────────────────────────────────────────────────────────────────────────────────────

    def leaf(self, leaf: Spec, unit: Unit) -> Node:
        if not self.group.applies(unit, self.lineage[leaf["code"]]):
            return self.leaf_that_does_not_apply(leaf, unit)
        three = leaf_points(leaf, self.lines(leaf, unit), self.rounding)
        full = declared_full(leaf)
        met_at = number(self.standard.get("met_at", 100))
        return self.shown(leaf, three, full, applicable=True, status=status(three, full, met_at))

    def leaf_that_does_not_apply(self, leaf: Spec, unit: Unit) -> Node:
        policy = leaf.get("not_applicable") or self.standard.get("not_applicable", "drop")
        full = declared_full(leaf)
        given = {"full": Three(full, full, full), "zero": NOTHING}.get(policy)
        if policy == "peers_mean":
            given = self.peers_mean(leaf, unit)
            policy = "drop" if given is None else policy
        if given is None:
            return self.removed(leaf, str(policy), full)
        return self.shown(leaf, given, full, applicable=False, status="not_applicable")

    def peers_mean(self, leaf: Spec, unit: Unit) -> Three | None:
        """The mean of the peers to which it applies and of whom everything is known; None: there are none."""
        # AMBIGUOUS: "not unknown" = every term of the peer's leaf is known. The mean is not rounded as a leaf.
        peers = self.group.peers(unit, self.lineage[leaf["code"]])
        known = [peer for peer in peers if all(line.known for line in self.lines(leaf, peer))]
        if not known:
            return None
        threes = [leaf_points(leaf, self.lines(leaf, peer), self.rounding) for peer in known]
        return Three(*(mean(numbers) for numbers in zip(*threes, strict=True)))

    def removed(self, node: Spec, policy: str, share: Fraction) -> Node:
        """A node that is gone; its full is the share that it leaves to the others, if it leaves one."""
        full = share if policy == "drop" else ZERO
        return Node(node["code"], NOTHING, full, applicable=False, status="not_applicable", removed=policy)

    # ── parents ───────────────────────────────────────────────────────────────────────────────────

    def parent(self, node: Spec, unit: Unit) -> Node:
        children = [(child, self.into(node, self.node(child, unit))) for child in node["children"]]
        inside = [(child, result) for child, result in children if not child.get("bonus")]
        counting = [(child, result) for child, result in inside if not result.removed]
        if inside and not counting:
            # AMBIGUOUS: bonus children of a parent that is gone are gone with it; policies other than own_full drop it.
            # AMBIGUOUS: what a sum leaves to its siblings is what its dropped children leave; children with policy
            # own_full leave nothing. Other combinations leave their points.
            share = sum((result.full for _, result in inside), ZERO) if by_sum_of(node) else worth(node, inside)
            policy = "own_full" if self.own_policy(node) == "own_full" else "drop"
            return self.removed(node, policy, carried(node, share))
        three, full = COMBINE[node.get("combine", "sum")](node, inside, counting)
        for child, result in children:
            if child.get("bonus") and result.applicable:
                three = Three(*(a + b for a, b in zip(three, result.three, strict=True)))
        floor, cap = (None if node.get(key) is None else number(node[key]) for key in ("floor", "cap"))
        carried_three = three.each(lambda points: carried(node, clip(points, floor, cap)))
        # AMBIGUOUS: a parent applies if anything below it does; one that only fills in (full, zero, peers_mean) does not.
        applies = any(result.applicable for _, result in children)
        return self.shown(node, carried_three, carried(node, full), applicable=applies, status=None)

    def own_policy(self, node: Spec) -> str:
        return str(node.get("not_applicable") or self.standard.get("not_applicable", "drop"))

    def into(self, parent: Spec, result: Node) -> Node:
        """First-level points as they go into the total."""
        # AMBIGUOUS: indicator_into_total holds however the first level is combined, and for bonus points too.
        if parent is not self.root:
            return result
        places = places_for(self.rounding, "indicator_into_total")
        three = result.three.each(lambda points: rounded(points, places))
        return Node(result.code, three, result.full, result.applicable, result.status, result.removed)


Children = list[tuple[Spec, Node]]


def by_sum_of(node: Spec) -> bool:
    return str(node.get("combine", "sum")) == "sum"


def by_sum(_node: Spec, inside: Children, counting: Children) -> tuple[Three, Fraction]:
    """Dropped children leave their share to the others; children with policy own_full leave with their share."""
    those = sum((result.full for _, result in counting), ZERO)
    dropped = sum((result.full for _, result in inside if result.removed == "drop"), ZERO)
    factor = (those + dropped) / those if those else ONE
    sums = Three(*(sum(column, ZERO) for column in zip(*(result.three for _, result in counting), strict=True)))
    return sums.each(lambda points: points * factor), those + dropped


def rates(result: Node) -> Three:
    return result.three.each(lambda points: points / result.full if result.full else ZERO)


def worth(node: Spec, inside: Children) -> Fraction:
    # AMBIGUOUS: a parent without points (unscored tree) that does not sum is worth what a sum of its children would be.
    if node.get("points") is not None:
        return number(node["points"])
    return sum((declared_full(child) for child, _ in inside), ZERO)


def by_weight(node: Spec, inside: Children, counting: Children) -> tuple[Three, Fraction]:
    """A weight of 0 means 0."""
    weights = [number(child["weight"]) for child, _ in counting]
    full, all_weights = worth(node, inside), sum(weights, ZERO)
    if all_weights == 0:
        # AMBIGUOUS: only children of weight 0 apply: nothing of the full mark is reached.
        return NOTHING, full
    columns = zip(*(rates(result) for _, result in counting), strict=True)
    shares = (sum((w * r for w, r in zip(weights, column, strict=True)), ZERO) / all_weights for column in columns)
    return Three(*(full * share for share in shares)), full


def by_rates(choose: Callable[[list[Fraction]], Fraction]) -> Callable[..., tuple[Three, Fraction]]:
    def combine(node: Spec, inside: Children, counting: Children) -> tuple[Three, Fraction]:
        full = worth(node, inside)
        columns = zip(*(rates(result) for _, result in counting), strict=True)
        return Three(*(full * choose(list(column)) for column in columns)), full

    return combine


COMBINE: dict[str, Callable[[Spec, Children, Children], tuple[Three, Fraction]]] = {
    "sum": by_sum, "weighted": by_weight, "mean": by_rates(mean), "min": by_rates(min),
}  # fmt: skip

__all__ = ["Tree", "declared_full", "own_points"]
