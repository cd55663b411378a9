"""What a change at one indicator makes of the total.

Its one trick: nothing is estimated. The way up from the indicator is computed once as it stands and once changed, with
the weights, rescaling, caps and minima that stand there, and the difference is the effect. So a point under a weight of
20 per cent counts a fifth, and a point under a parent that is at its cap counts nothing. Only rounding is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from duibiao_engine.results import NodeScore
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.standard.model import Combination, Indicator, Node, Standard

#: The code of the total.
TOTAL = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a parent, or the standard itself, makes its points of its children's."""

    combine: Combination
    worth: float
    cap: float | None
    floor: float | None
    rescale: float | None

    def held(self, points: float) -> float:
        """Within cap and floor, then on the scale that is carried on."""
        points = points if self.floor is None else max(points, self.floor)
        points = points if self.cap is None else min(points, self.cap)
        return points * self.rescale / self.worth if self.rescale and self.worth else points


@dataclass(frozen=True)
class Climb:
    """The way up in one unit's tree. `nodes` are its scores; the best case is where it stands."""

    standard: Standard
    nodes: Mapping[str, NodeScore]
    mean_known: frozenset[str] = frozenset()  #: indicators whose peers have a mean, for the policy `peers_mean`

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {0: TOTAL, **{node.number: node.code for node in self.standard.nodes}}

    @cached_property
    def _children(self) -> dict[str, list[Node]]:
        below: dict[str, list[Node]] = {}
        for node in self.standard.nodes:
            below.setdefault(self._codes[node.parent], []).append(node)
        return below

    @cached_property
    def _standing(self) -> float:
        return self._combined(TOTAL, {})

    def effect(self, code: str, gain: float) -> float:
        """By how much the total (before rounding and penalties) changes if this indicator gets so many points more."""
        points = self.nodes[code].best + gain
        while code != TOTAL:
            above = self._codes[self.standard.by_code[code].parent]
            code, points = above, self._combined(above, {code: points})
        change = points - self._standing
        return change if abs(change) > TOLERANCE else 0.0

    @cached_property
    def _ways(self) -> dict[str, _Way]:
        return {code: self._way(code) for code in self._children}

    @cached_property
    def _counted(self) -> dict[str, list[Node]]:
        return {code: [child for child in below if self.counts(child)] for code, below in self._children.items()}

    @cached_property
    def _kept_full(self) -> dict[str, float]:
        """The full marks that the children of each parent stand for, the dropped ones among them."""
        plain = {
            code: [child for child in below if not child.indicator.bonus] for code, below in self._children.items()
        }
        return {
            code: sum(self.nodes[child.code].full for child in below if self._in_full(child))
            for code, below in plain.items()
        }

    def _way(self, code: str) -> _Way:
        how: Indicator | Standard = self.standard if code == TOTAL else self.standard.by_code[code].indicator
        plain = sum(not child.indicator.bonus for child in self._children[code])
        worth = float(plain) if how.points is None else how.points
        return _Way(how.combine, worth, how.cap, how.floor, how.rescale)

    def _combined(self, code: str, changed: Mapping[str, float]) -> float:
        way, counted = self._ways[code], self._counted[code]
        points = {child.code: changed.get(child.code, self.nodes[child.code].best) for child in counted}
        plain = [child for child in counted if not child.indicator.bonus]
        extra = sum(points[child.code] for child in counted if child.indicator.bonus)
        return way.held(self._plain(code, way, plain, points) + extra)

    def _plain(self, code: str, way: _Way, plain: list[Node], points: Mapping[str, float]) -> float:
        if not plain:
            return 0.0
        if way.combine == "sum":
            return sum(points[child.code] for child in plain) * self._scale(code, plain)
        rates = {
            child.code: points[child.code] / full if (full := self.nodes[child.code].full) else 0.0 for child in plain
        }
        if way.combine == "min":
            return way.worth * min(rates.values())
        weights = {child.code: self._weight(child, way) for child in plain}
        total = sum(weights.values())
        return way.worth * sum(rates[name] * weight for name, weight in weights.items()) / total if total else 0.0

    @staticmethod
    def _weight(child: Node, way: _Way) -> float:
        given = child.indicator.weight if way.combine == "weighted" else None
        return 1.0 if given is None else given

    def _scale(self, code: str, plain: list[Node]) -> float:
        """What the siblings of a dropped indicator are stretched by."""
        counted = sum(self.nodes[child.code].full for child in plain)
        return self._kept_full[code] / counted if counted else 1.0

    def counts(self, node: Node) -> bool:
        """Whether the indicator counts for this unit, by itself or by what stands in for it."""
        score = self.nodes.get(node.code)
        if score is None:
            return False
        if node.indicator.is_leaf:
            stands_in = node.policy in ("full", "zero") or (node.policy == "peers_mean" and self._has_mean(score))
            return score.applicable or stands_in
        below = self._children[node.code]
        plain = [child for child in below if not child.indicator.bonus]
        return any(self.counts(child) for child in plain or below)

    def _has_mean(self, score: NodeScore) -> bool:
        return score.best > 0 or score.code in self.mean_known

    def _in_full(self, node: Node) -> bool:
        if node.code not in self.nodes:
            return False
        own = self.nodes[node.code].applicable if node.indicator.is_leaf else self.counts(node)
        return own or node.policy != "own_full"
