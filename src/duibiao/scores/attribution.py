"""Why a unit's points and rank are other than on an earlier day: the change taken apart by indicator.

Its one trick: a rank is explained by trying it. "Were this indicator as it was then, and everything else as it is now, the
unit would be fourth": the way up the tree is the engine's own (`Climb`), and everybody else stays where they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from duibiao_engine.effect import Climb
from duibiao_engine.ranking import ranks
from duibiao_engine.results import NodeScore, ScoreResult, UnitScore
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.standard.model import Standard

#: Indicators that are named behind a unit that overtook.
NAMED = 2


@dataclass(frozen=True)
class Part:
    """What one indicator changed: points of the total, and the places that it gained (negative: cost)."""

    code: str
    points: float
    places: int | None

    @property
    def lost(self) -> float:
        return -self.points

    @property
    def fell(self) -> int:
        return -(self.places or 0)


@dataclass(frozen=True)
class Overtaking:
    """A unit of the same group that stood behind and stands before; or the other way round (`by_us`)."""

    score: UnitScore
    points: float
    parts: tuple[Part, ...]
    by_us: bool


@dataclass(frozen=True)
class Comparison:
    """One unit in two results of the same standard."""

    standard: Standard
    then: ScoreResult
    now: ScoreResult
    unit: str

    @property
    def before(self) -> UnitScore | None:
        return self.then.units.get(self.unit)

    @property
    def after(self) -> UnitScore:
        return self.now.units[self.unit]

    @property
    def points(self) -> float:
        """Points gained since then."""
        return self.after.total - (self.before.total if self.before else 0.0)

    @property
    def fell(self) -> float:
        return -self.points

    @property
    def places(self) -> int | None:
        """Places gained; None where there was or is no rank."""
        held = self.before.rank if self.before else None
        return held - self.after.rank if held and self.after.rank else None

    @property
    def fell_places(self) -> int:
        return -(self.places or 0)

    @cached_property
    def parts(self) -> list[Part]:
        """What each leaf did, the worst first."""
        found = [self._part(code, points) for code, points in self._changed(self.unit).items()]
        return sorted(found, key=lambda part: (part.points, part.code))

    @property
    def rest(self) -> float:
        """What no leaf explains: penalties, vetoes, caps, rounding."""
        left = self.points - sum(part.points for part in self.parts)
        return left if abs(left) > 0.004 else 0.0

    def _changed(self, unit: str) -> dict[str, float]:
        """By leaf, how many points of the total are due to its change."""
        then, now = self.then.units.get(unit), self.now.units[unit]
        climb = Climb(self.standard, {code: replace(node, best=node.points) for code, node in now.nodes.items()})
        found = {}
        for code, node in now.nodes.items():
            gone = _points(then, code) - node.points if node.leaf else 0.0
            if abs(gone) > TOLERANCE:
                found[code] = -climb.effect(code, gone)
        return {code: points for code, points in found.items() if abs(points) > TOLERANCE}

    def _part(self, code: str, points: float) -> Part:
        rank = self.after.rank
        without = self._rank_at(self.after.total - points) if rank else None
        return Part(code, points, without - rank if rank and without else None)

    def _rank_at(self, total: float) -> int | None:
        """The rank that such a total would have among the others as they are."""
        return ranks({**self._numbers, self.unit: self._number(self.after, total)})[self.unit]

    @cached_property
    def _numbers(self) -> Mapping[str, float | None]:
        return {one.unit: self._number(one, one.total) for one in self._group}

    def _number(self, one: UnitScore, total: float) -> float | None:
        if self.standard.ranking.by == "total":
            return total
        return total / one.full if one.full else None

    @cached_property
    def _group(self) -> list[UnitScore]:
        return [one for one in self.now.units.values() if one.group == self.after.group and one.rank]

    @cached_property
    def overtaking(self) -> list[Overtaking]:
        """Who changed places with the unit, those who overtook it first."""
        found = [self._overtaking(one) for one in self._group if self._passed(one)]
        return sorted(found, key=lambda one: (one.by_us, one.score.rank or 0))

    def _passed(self, one: UnitScore) -> bool:
        then, mine = self.then.units.get(one.unit), self.before
        if not (then and mine and then.rank and mine.rank and one.rank and self.after.rank):
            return False
        return (then.rank - mine.rank) * (one.rank - self.after.rank) < 0

    def _overtaking(self, one: UnitScore) -> Overtaking:
        by_us = (one.rank or 0) > (self.after.rank or 0)
        changed = sorted(self._changed(one.unit).items(), key=lambda item: item[1] if by_us else -item[1])
        parts = tuple(Part(code, points, None) for code, points in changed[:NAMED] if (points < 0) == by_us)
        return Overtaking(one, one.total - self.then.units[one.unit].total, parts, by_us)


def _points(unit: UnitScore | None, code: str) -> float:
    node: NodeScore | None = unit.nodes.get(code) if unit else None
    return node.points if node else 0.0
