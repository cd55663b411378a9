"""Ranks, gates, vetoes and grades of a campaign, from the rows that are kept."""

from collections.abc import Sequence
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.scores import tables
from duibiao.scores.models import LineRow, NodeRow, Total
from duibiao.scores.plans import run
from duibiao_engine.results import TermLine, UnitScore
from duibiao_engine.scoring.amounts import in_force
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.cards import events
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.run import lines_by_unit
from duibiao_engine.scoring.statements import Statement


def assembly_of(campaign: Campaign, plan: Plan) -> Assembly:
    """The campaign's units and groups, ready to be put together."""
    frame = tables.frame(campaign.pk)
    units = run(Statement.of(frame.units.order_by("unit"), "postgres").text)
    groups = run(Statement.of(frame.unit_groups, "postgres").text) if plan.standard.ranking.within == "group" else []
    return Assembly(plan, units, groups)


def totals(campaign: Campaign, plan: Plan) -> list[Total]:
    """A row for each unit that is scored."""
    scores = scores_of(campaign, plan, assembly_of(campaign, plan), None)
    zero = {veto.id for veto in plan.standard.vetoes if veto.effect == "zero"}
    return [_total(campaign, score, zeroed=not zero.isdisjoint(score.vetoes)) for score in scores.values()]


def scores_of(
    campaign: Campaign, plan: Plan, assembly: Assembly, lines: dict[str, list[TermLine]] | None
) -> dict[str, UnitScore]:
    """Every unit's score as a value, from the kept rows."""
    nodes = list(NodeRow.objects.filter(campaign=campaign).values())
    if lines is None:
        graded = [term.number for term in plan.terms if term.term.kind.word == "grade"]
        lines = lines_by_unit(plan, line_rows(campaign, term__in=graded))
    return assembly.units(nodes, lines, happened(campaign, plan), units_seen(campaign))


def units_seen(campaign: Campaign) -> set[str]:
    """The units about which there is any fact that a line looks at."""
    return set(LineRow.objects.filter(campaign=campaign, n__gt=0).values_list("unit", flat=True).distinct())


def line_rows(campaign: Campaign, **which: Any) -> list[dict[str, Any]]:
    """Kept lines as the engine's rows."""
    return [dict(row) for row in LineRow.objects.filter(campaign=campaign, **which).values()]


def happened(campaign: Campaign, plan: Plan) -> Sequence[dict[str, Any]]:
    """Events in the look-back windows of vetoes and penalties."""
    found = events(in_force(tables.facts(campaign.edition_id), None), plan.standard, plan.period)
    return [] if found is None else run(Statement.of(found, "postgres").text)


def _total(campaign: Campaign, score: UnitScore, *, zeroed: bool) -> Total:
    return Total(
        campaign=campaign,
        unit_id=score.unit,
        group=score.group,
        total=score.total,
        total_before=score.total_before,
        worst=score.worst,
        best=score.best,
        full=score.full,
        rate=score.rate,
        rank=score.rank,
        rank_before=score.rank_before,
        grade=score.grade,
        gates=dict(score.gates),
        vetoes=score.vetoes,
        open_vetoes=score.open_vetoes,
        penalties=dict(score.penalties),
        fined=sum(score.penalties.values()),
        zeroed=zeroed,
        has_data=score.has_data,
    )
