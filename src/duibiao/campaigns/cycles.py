"""A cycle of several years: what is won, what is still to win, what the target rate and the target rank need; and its calendar.

Its one trick: the engine weighs years, and here a year may hold several results (an index assessment and an inspection, each
with its share). So each result is handed to the engine as a year of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, CycleYear
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.campaigns.services import set_milestone
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.queries import standard_of
from duibiao_engine.cycle import standing_of
from duibiao_engine.results import CycleResult
from duibiao_engine.standard.above import Cycle


def target_of(campaign: Campaign) -> float | None:
    """The rate aimed at: the campaign's own, else the standard's."""
    given = standard_of(campaign.edition).cycle
    return campaign.target_rate if campaign.target_rate is not None else given.target if given else None


def cycle_of(campaign: Campaign, parts: Iterable[CycleYear], assumed: Mapping[int, float]) -> CycleResult | None:
    """Where the campaign stands in its cycle, in per cent. None where nothing has a weight.

    Published results count first; one that is not published counts with `assumed` (its key → rate in per cent) if it is there.
    """
    rows = list(parts)
    if not rows or not sum(row.weight for row in rows):
        return None
    weights = [{"year": row.pk, "weight": row.weight} for row in rows]
    cycle = Cycle.model_validate({"years": weights, "target": target_of(campaign)}, strict=False)
    published = {row.pk: row.published_rate for row in rows if row.published_rate is not None}
    ours = {row.pk for row in rows}
    return standing_of(cycle, {**{pk: rate for pk, rate in assumed.items() if pk in ours}, **published})


@dataclass(frozen=True)
class Rival:
    """Whoever stands at our target rank. It is assumed to go on as it did so far."""

    behind: float
    final: float
    needed: float | None

    @property
    def ahead(self) -> float:
        return -self.behind

    @property
    def reachable(self) -> bool:
        return self.needed is None or self.needed <= 100.0


def rival_of(parts: Sequence[CycleYear]) -> Rival | None:
    """What the target rank needs; None before a result was entered with the rate at that rank."""
    everything = sum(row.weight for row in parts)
    known = [row for row in parts if row.published_rate is not None and row.rank_rate is not None]
    share = sum(row.weight for row in known) / everything if everything else 0.0
    if not share:
        return None
    ours = sum(row.weight * (row.published_rate or 0.0) for row in parts) / everything
    so_far = sum(row.weight * (row.rank_rate or 0.0) for row in known) / everything
    mine = sum(row.weight * (row.published_rate or 0.0) for row in known) / everything
    final = so_far / share
    coming = sum(row.weight for row in parts if row.published_rate is None) / everything
    return Rival(so_far - mine, final, max((final - ours) / coming, 0.0) if coming else None)


@dataclass(frozen=True)
class Node:
    """A day that the cycle asks for; `there` if the campaign has it already."""

    name: str
    day: date
    there: bool


def nodes(campaign: Campaign, parts: Iterable[CycleYear]) -> list[Node]:
    """The calendar of the cycle: nomination, each year's assessment and result, the naming, the review a cycle later."""
    years = sorted({row.year for row in parts})
    if not years:
        return []
    first, last = years[0], years[-1]
    days = [(_("%d 年提名资格申报") % first, date(first, 3, 31))]
    for year in years:
        days += [(_("%d 年年度测评") % year, date(year, 10, 15)), (_("%d 年年度成绩公布") % year, date(year, 12, 31))]
    days += [(_("%d 年周期总评、命名") % last, date(last, 12, 31))]
    review = last + max(last - first + 1, 2)
    days += [(_("%d 年复审") % review, date(review, 10, 15))]
    there = set(campaign.milestones.values_list("name", flat=True))
    return [Node(name, day, name in there) for name, day in days]


@transaction.atomic
def plan_nodes(by: User, campaign: Campaign, *, chosen: Iterable[tuple[str, date]]) -> int:
    """Set these days; those that are there stay. How many came to be."""
    before = campaign.milestones.count()
    for name, day in chosen:
        set_milestone(by, campaign, name=name, day=day)
    return campaign.milestones.count() - before


@transaction.atomic
def drop_year(by: User, year: CycleYear) -> None:
    """A result that was entered by mistake goes; what it said stays in the record."""
    require(may_run_campaigns(by))
    said = {"weight": year.weight, "published_rate": year.published_rate}
    note(by, "campaigns.drop_year", year.campaign, year=year.year, method=year.method, **said)
    year.delete()
