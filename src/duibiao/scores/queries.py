"""The only place that reads scores for pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, QuerySet

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit, User
from duibiao.scores.cards import result_with, verdicts_of
from duibiao.scores.models import NodeRow, Point, Snapshot, Standing, Total
from duibiao.scores.permissions import visible_scores, visible_snapshots
from duibiao.scores.plans import plan_of
from duibiao.scores.verdicts import assembly_of, line_rows
from duibiao_engine.gap import Loss, losses
from duibiao_engine.results import ScoreResult
from duibiao_engine.scoring.run import lines_by_unit
from duibiao_engine.standard.model import Standard


def standing(campaign: Campaign) -> Standing | None:
    """How far ranks and verdicts have been worked out."""
    return Standing.objects.filter(campaign=campaign).first()


def totals(by: User, campaign: Campaign) -> QuerySet[Total]:
    """The totals that `by` sees, by group and rank; units without data last."""
    found = Total.objects.filter(visible_scores(by), campaign=campaign).select_related("unit")
    return found.order_by("group", "rank", "unit__order", "unit_id")


def result_of(campaign: Campaign, units: Sequence[str] | None = None) -> ScoreResult:
    """The kept rows as the engine's result, for the loss list and the reports; `units` limits what is read."""
    plan = plan_of(campaign)
    which: dict[str, Any] = {} if units is None else {"unit__in": list(units)}
    nodes = list(NodeRow.objects.filter(campaign=campaign, **which).values())
    lines = lines_by_unit(plan, line_rows(campaign, **which))
    held = {row.unit_id: row for row in Total.objects.filter(campaign=campaign, **which)}
    scores = assembly_of(campaign, plan).units(nodes, lines, [], {unit for unit, row in held.items() if row.has_data})
    kept = {unit: replace(score, **verdicts_of(held[unit])) for unit, score in scores.items() if unit in held}
    return result_with(plan, kept)


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


def before(campaign: Campaign, day: date) -> dict[str, Point]:
    """Each unit's last point up to a day: what a change is counted from."""
    found = Point.objects.filter(campaign=campaign, day__lte=day).order_by("unit", "-day").distinct("unit")
    return {point.unit: point for point in found}


def points_before(campaigns: Iterable[Campaign], unit: Unit, day: date) -> dict[int, Point]:
    """By campaign, one unit's last point up to a day: one statement."""
    found = Point.objects.filter(campaign__in=list(campaigns), unit=unit.code, day__lte=day)
    return {point.campaign_id: point for point in found.order_by("campaign_id", "-day").distinct("campaign_id")}


#: What this process has read of the cache: to take thousands of losses out of it costs more than a page.
_read: dict[int, tuple[object, list[Loss]]] = {}


def counted_losses(campaign: Campaign, standing: Standing | None) -> list[Loss]:
    """All losses of a campaign as of its ranks; counted by a job and kept in the cache, counted here where it has not been."""
    key, upto = f"losses:{campaign.pk}", _upto(campaign, standing)
    if standing is not None and _read.get(campaign.pk, (None,))[0] == upto:
        return _read[campaign.pk][1]
    held: tuple[object, list[Loss]] | None = cache.get(key)
    if held is None or held[0] != upto:
        held = (upto, loss_list(campaign, plan_of(campaign).standard))
        cache.set(key, held, None)
        cache.set(f"won-back:{campaign.pk}", won_back(held[1]), None)
    if standing is not None:
        _read[campaign.pk] = held
    return held[1]


def to_win(campaign: Campaign, standing: Standing | None) -> dict[str, float]:
    """By unit, the points of the total that can still be won back, as counted last."""
    held: dict[str, float] | None = cache.get(f"won-back:{campaign.pk}")
    return won_back(counted_losses(campaign, standing)) if held is None else held


def to_win_kept(campaigns: Iterable[Campaign]) -> dict[int, float]:
    """By campaign, what its units with data can still win together: two statements for all that were counted before."""
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    held = list(Total.objects.filter(campaign__in=by_pk, has_data=True).values_list("campaign", "unit"))
    kept = cache.get_many({f"won-back:{pk}" for pk, _unit in held})
    sums: dict[int, float] = {}
    for pk, unit in held:
        key = f"won-back:{pk}"
        if key not in kept:
            kept[key] = to_win(by_pk[pk], standing(by_pk[pk]))
        sums[pk] = sums.get(pk, 0.0) + kept[key].get(unit, 0.0)
    return sums


def won_back(found: list[Loss]) -> dict[str, float]:
    """Points to win by unit."""
    sums: dict[str, float] = {}
    for loss in found:
        sums[loss.unit] = sums.get(loss.unit, 0.0) + loss.to_win
    return sums


def _upto(campaign: Campaign, standing: Standing | None) -> tuple[object, ...]:
    return (campaign.edition_id, standing and standing.sequence, standing and standing.worked_out_at)


def mean_rates(by: User) -> dict[int, float]:
    """By campaign, the mean rate of the units that `by` sees: one statement."""
    found = Total.objects.filter(visible_scores(by), has_data=True).values("campaign")
    return {row["campaign"]: row["mean"] for row in found.annotate(mean=Avg("rate")) if row["mean"] is not None}


def own_totals(by: User) -> QuerySet[Total]:
    """In every campaign, the totals of the units that `by` sees."""
    found = Total.objects.filter(visible_scores(by)).select_related("unit", "campaign__edition")
    return found.defer("campaign__edition__text").order_by("campaign", "unit__path")
