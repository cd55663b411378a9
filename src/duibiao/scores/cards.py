"""A unit's card as values: everything about it in one campaign, with what it lost.

Its one trick: a card is a function of its rows, so what was made of the very same rows is not made again. Until a fact
moves one of them, a page that shows it costs the reading of the rows and no more.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit
from duibiao.scores.models import LineRow, NodeRow, Total
from duibiao.scores.plans import plan_of
from duibiao_engine.gap import Loss, losses
from duibiao_engine.results import NodeScore, ScoreResult, TermLine, UnitScore
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.run import lines_by_unit

#: Cards that a process remembers: all units of a large county in a campaign or two.
REMEMBERED = 512
_NODES = ("node", "worst", "best", "full", "counted", "in_full", "applies", "open")
_LINES = ("unit", "node", "term", "n", "x", "y", "latest", "grade", "rank", "top", "known", "delta", "worst", "best")
_VERDICTS = ("group", "total", "rate", "rank", "rank_before", "grade", "gates", "vetoes", "open_vetoes", "penalties")
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, eq=False)
class _Plan:
    """A plan as a key: plans are kept, so that one and the same stands for all who ask on one day."""

    plan: Plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Plan) and self.plan is other.plan


@dataclass(frozen=True)
class Card:
    """Everything about one unit in one campaign."""

    total: Total
    plan: Plan
    nodes: dict[str, NodeScore]
    lines: list[TermLine]

    def lines_of(self, code: str) -> list[TermLine]:
        """The lines of one leaf."""
        return [line for line in self.lines if line.indicator == code]

    @cached_property
    def result(self) -> ScoreResult:
        """The card as the engine's result: nothing more is read."""
        total = self.total
        score = UnitScore(
            unit=total.unit_id,
            name=total.unit.name,
            kind=total.unit.kind,
            best=total.best,
            worst=total.worst,
            full=total.full,
            total_before=total.total_before,
            rate_before=total.total_before / total.full if total.full else None,
            has_data=total.has_data,
            nodes=self.nodes,
            lines=self.lines,
            **verdicts_of(total),
        )
        return result_with(self.plan, {score.unit: score})

    @cached_property
    def losses(self) -> list[Loss]:
        """The largest that can be won back first."""
        return losses(self.result, self.plan.standard)


def card(campaign: Campaign, unit: Unit) -> Card | None:
    """One unit's indicators and lines as values: three statements."""
    total = Total.objects.filter(campaign=campaign, unit=unit).select_related("unit").first()
    if total is None:
        return None
    mine = {"campaign": campaign, "unit": unit.code}
    nodes = tuple(NodeRow.objects.filter(**mine, node__gt=0).order_by("node").values_list(*_NODES))
    lines = tuple(LineRow.objects.filter(**mine).order_by("term").values_list(*_LINES))
    return _card(_Plan(plan_of(campaign)), _Total(total), nodes, lines)


class _Total:
    """A total as a key: all that it says, and what its unit is called."""

    def __init__(self, total: Total) -> None:
        said = {field.attname: getattr(total, field.attname) for field in Total._meta.concrete_fields}
        self.total, self.said = total, repr((sorted(said.items()), total.unit.name, total.unit.kind))

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Total) and self.said == other.said


@lru_cache(maxsize=REMEMBERED)
def _card(plan: _Plan, total: _Total, nodes: Rows, lines: Rows) -> Card:
    assembly = Assembly(plan.plan, [], [])
    by_number = {node.number: node for node in plan.plan.standard.nodes}
    scores = [assembly.node(by_number[row[0]], dict(zip(_NODES, row, strict=True))) for row in nodes]
    found = lines_by_unit(plan.plan, [dict(zip(_LINES, row, strict=True)) for row in lines])
    own = found.get(total.total.unit_id, [])
    return Card(total.total, plan.plan, {node.code: node for node in scores}, own)


def result_with(plan: Plan, units: dict[str, UnitScore]) -> ScoreResult:
    """Scores of some units as the engine's result."""
    standard = plan.standard
    return ScoreResult(standard.id, standard.edition, standard.title, plan.period, None, units)


def verdicts_of(total: Total) -> dict[str, Any]:
    """Verdicts and ranks as they were worked out over all units."""
    return {name: getattr(total, name) for name in _VERDICTS}
