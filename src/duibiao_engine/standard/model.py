"""The standard as a value: a tree of indicators whose leaves have rules, the measures they look at, and what stands above.

Read only by `standard.reader`; never changed afterwards. The tree is also kept flat (`nodes`), because a score is computed
over tables, level by level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from duibiao_engine.rules import KINDS, AnyParameters
from duibiao_engine.rules.base import Kind, Side
from duibiao_engine.standard.above import (
    Cycle,
    Gate,
    Grades,
    Part,
    Penalty,
    Period,
    Ranking,
    Rounding,
    Scorecard,
    Veto,
)
from duibiao_engine.standard.measures import Measure

Combination = Literal["sum", "weighted", "mean", "min"]
Policy = Literal["drop", "own_full", "full", "zero", "peers_mean"]
Method = Literal["material", "site", "survey", "statistic", "web", "judged"]
#: What a leaf of an unscored tree is worth inside the engine.
UNSCORED = 1.0


class Term(Part):
    """One term of a rule: which side, which kind, how many points."""

    side: Side
    points: float | Literal["all"] | None = None
    cap: float | None = Field(default=None, ge=0)
    recoverable: bool | None = None
    note: str | None = None
    parameters: AnyParameters

    @property
    def kind(self) -> Kind[Any]:
        """The kind that does the arithmetic."""
        return KINDS[self.parameters.word]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the term looks at."""
        return self.kind.measures(self.parameters)

    @property
    def can_be_won_back(self) -> bool:
        """Whether a loss on this term can still be made good."""
        return self.kind.recoverable if self.recoverable is None else self.recoverable

    def worth(self, item_points: float) -> float:
        """The term's points as a number."""
        return item_points if self.points in ("all", None) else float(self.points or 0.0)


class Indicator(Part):
    """A node of the tree; a leaf has a rule."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    name_en: str | None = None
    text: str | None = None
    note: str | None = None
    points: float | None = Field(default=None, ge=0)
    children: tuple[Indicator, ...] = ()
    rule: tuple[Term, ...] = ()
    unread: tuple[str, ...] = ()
    combine: Combination = "sum"
    weight: float | None = Field(default=None, ge=0)
    cap: float | None = None
    floor: float | None = None
    rescale: float | None = Field(default=None, gt=0)
    bonus: bool = False
    not_applicable: Policy | None = None
    applies_to: tuple[str, ...] = ()
    method: Method | None = None
    start: Literal["full", "zero"] | float | None = None

    @model_validator(mode="after")
    def _leaf_or_parent(self) -> Any:
        # words of a clause that nobody has turned into a rule yet stand in for it: a check refuses them, by name
        if bool(self.children) == bool(self.rule or self.unread):
            raise ValueError("children（下级指标）与 rule（计分办法）必须且只能写一个")
        return self

    @property
    def is_leaf(self) -> bool:
        """Whether it has a rule rather than children."""
        return not self.children

    @property
    def worth(self) -> float:
        """Its own full mark before rescaling; 1 in an unscored tree."""
        return UNSCORED if self.points is None else self.points

    @property
    def start_points(self) -> float:
        """Where the rule starts: full if its terms deduct, zero if they earn, or as the standard says."""
        if isinstance(self.start, (int, float)):
            return float(self.start)
        if self.start is not None:
            return self.worth if self.start == "full" else 0.0
        return self.worth if all(term.side is Side.DEDUCT for term in self.rule) else 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator with its place in the tree. `number` counts from 1 in reading order; 0 is the total."""

    number: int
    indicator: Indicator
    parent: int
    depth: int
    policy: Policy
    applies_to: tuple[frozenset[str], ...]

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code


class Standard(Part):
    """One edition of an official standard."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    title_en: str | None = None
    edition: str
    issuer: str
    demonstration: bool = False
    partial: bool = False
    points: float | None = Field(ge=0)
    combine: Combination = "sum"
    cap: float | None = None
    floor: float | None = None
    rescale: float | None = Field(default=None, gt=0)
    not_applicable: Policy = "drop"
    unknown: Literal["worst", "best"] = "worst"
    period: Period | None = None
    rounding: Rounding = Rounding()
    met_at: float = Field(default=100, gt=0, le=100)
    unit_kinds: dict[str, str] = {}
    measures: dict[str, Measure] = {}
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    scorecards: tuple[Scorecard, ...] = ()
    gates: tuple[Gate, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    grades: Grades | None = None
    ranking: Ranking = Ranking()
    cycle: Cycle | None = None

    @property
    def scored(self) -> bool:
        """False for a tree without published points: it is judged met, partly met or not met."""
        return self.points is not None

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every indicator in reading order."""
        return tuple(self._walk(self.indicators, 0, 1, ()))

    def _walk(
        self,
        siblings: tuple[Indicator, ...],
        parent: int,
        depth: int,
        bounds: tuple[frozenset[str], ...],
        start: int = 1,
    ) -> Iterator[Node]:
        number = start
        for indicator in siblings:
            own = (*bounds, frozenset(indicator.applies_to)) if indicator.applies_to else bounds
            policy = indicator.not_applicable or self.not_applicable
            yield Node(number, indicator, parent, depth, policy, own)
            below = list(self._walk(indicator.children, number, depth + 1, own, number + 1))
            yield from below
            number += 1 + len(below)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The indicators with rules, in reading order."""
        return tuple(node for node in self.nodes if node.indicator.is_leaf)

    @cached_property
    def by_code(self) -> dict[str, Node]:
        """Indicators by their code."""
        return {node.code: node for node in self.nodes}

    @property
    def events(self) -> tuple[str, ...]:
        """Measures that vetoes and penalties watch."""
        vetoes = [veto.event for veto in self.vetoes if veto.event]
        return tuple(dict.fromkeys([*vetoes, *(penalty.event for penalty in self.penalties)]))
