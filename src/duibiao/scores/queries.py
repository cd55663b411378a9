"""The only place that reads scores for pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit, User
from duibiao.scores.models import NodeRow, Point, Snapshot, Standing, Total
from duibiao.scores.permissions import visible_scores, visible_snapshots
from duibiao.scores.plans import plan_of
from duibiao.scores.verdicts import assembly_of, line_rows
from duibiao_engine.gap import Loss, losses
from duibiao_engine.results import NodeScore, ScoreResult, TermLine, UnitScore
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.run import lines_by_unit
from duibiao_engine.standard.model import Standard


@dataclass(frozen=True)
class Card:
    """Everything about one unit in one campaign."""

    total: Total
    nodes: dict[str, NodeScore]
    lines: list[TermLine]

    def lines_of(self, code: str) -> list[TermLine]:
        """The lines of one leaf."""
        return [line for line in self.lines if line.indicator == code]


def standing(campaign: Campaign) -> Standing | None:
    """How far ranks and verdicts have been worked out."""
    return Standing.objects.filter(campaign=campaign).first()


def totals(by: User, campaign: Campaign) -> QuerySet[Total]:
    """The totals that `by` sees, by group and rank; units without data last."""
    found = Total.objects.filter(visible_scores(by), campaign=campaign).select_related("unit")
    return found.order_by("group", "rank", "unit__order", "unit_id")


def card(campaign: Campaign, unit: Unit) -> Card | None:
    """One unit's indicators and lines as values: three statements."""
    total = Total.objects.filter(campaign=campaign, unit=unit).select_related("unit").first()
    if total is None:
        return None
    plan = plan_of(campaign)
    assembly = Assembly(plan, [], [])
    rows = NodeRow.objects.filter(campaign=campaign, unit=unit.code).order_by("node").values()
    by_number = {node.number: node for node in plan.standard.nodes}
    nodes = [assembly.node(by_number[row["node"]], row) for row in rows if row["node"]]
    lines = lines_by_unit(plan, line_rows(campaign, unit=unit.code))
    return Card(total, {node.code: node for node in nodes}, lines.get(unit.code, []))


def result_of(campaign: Campaign, units: Sequence[str] | None = None) -> ScoreResult:
    """The kept rows as the engine's result, for the loss list and the reports; `units` limits what is read."""
    plan = plan_of(campaign)
    which: dict[str, Any] = {} if units is None else {"unit__in": list(units)}
    nodes = list(NodeRow.objects.filter(campaign=campaign, **which).values())
    lines = lines_by_unit(plan, line_rows(campaign, **which))
    held = {row.unit_id: row for row in Total.objects.filter(campaign=campaign, **which)}
    scores = assembly_of(campaign, plan).units(nodes, lines, [])
    return ScoreResult(
        standard_id=plan.standard.id,
        edition=plan.standard.edition,
        title=plan.standard.title,
        period=plan.period,
        as_of=None,
        units={unit: _as_kept(score, held[unit]) for unit, score in scores.items() if unit in held},
    )


def _as_kept(score: UnitScore, total: Total) -> UnitScore:
    """Verdicts and ranks as they were worked out over all units."""
    from dataclasses import replace

    return replace(
        score,
        total=total.total,
        rate=total.rate,
        rank=total.rank,
        rank_before=total.rank_before,
        grade=total.grade,
        gates=total.gates,
        vetoes=total.vetoes,
        open_vetoes=total.open_vetoes,
        penalties=total.penalties,
    )


def loss_list(campaign: Campaign, standard: Standard, units: Sequence[str] | None = None) -> list[Loss]:
    """Losses, the largest that can still be won back first."""
    return losses(result_of(campaign, units), standard)


def trend(campaign: Campaign, unit: str, since: date, until: date) -> list[Point]:
    """A unit's points over some days."""
    return list(Point.objects.filter(campaign=campaign, unit=unit, day__range=(since, until)))


def snapshots(by: User, campaign: Campaign) -> QuerySet[Snapshot]:
    """The snapshots that `by` sees, without their bytes."""
    found = Snapshot.objects.filter(visible_snapshots(by), campaign=campaign)
    return found.defer("result", "frame").select_related("taken_by__person", "decided_by__person")
