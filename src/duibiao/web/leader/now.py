"""Where the county stands now, campaign by campaign: the position, what falls, what waits for a decision.

Its one trick: everything is read for all campaigns at once, except the losses, which lie counted in the cache of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from duibiao.campaigns import queries as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.scores import morning
from duibiao.scores.choices import SnapshotState
from duibiao.scores.models import Question, Snapshot
from duibiao.scores.permissions import visible_snapshots
from duibiao.scores.queries import counted_losses
from duibiao.standards.queries import standard_of
from duibiao.web.base.scores.bars import Parts, parts
from duibiao.web.base.scores.loss_views import name_of
from duibiao.web.base.scores.reading import standing_of
from duibiao.web.base.scores.standings import BACK_DAYS
from duibiao_engine.gap import Loss, LossGroup, grouped

#: Units named behind a loss.
NAMED = 2


@dataclass(frozen=True)
class Fall:
    """An indicator that costs the county much, and the units that lost most by it. A veto or penalty has no code."""

    code: str
    name: str
    points: float
    to_win: float
    units: tuple[str, ...]
    count: int
    percent: float

    @property
    def won_percent(self) -> float:
        """How much of its bar can still be won back."""
        return round(self.percent * self.to_win / self.points, 2) if self.points else 0.0


@dataclass(frozen=True)
class Now:
    """One campaign, as a leader looks at it."""

    campaign: Campaign
    mean: morning.Mean | None
    since: morning.Since
    falls: list[Fall]
    waiting: int
    milestone: Milestone | None
    bar: Parts | None

    @property
    def gap(self) -> float | None:
        """Percentage points short of the target."""
        return self.mean.gap(self.campaign.target_rate) if self.mean else None

    @property
    def beyond(self) -> float:
        return -(self.gap or 0.0)

    @property
    def days_left(self) -> int | None:
        return (self.milestone.day - today()).days if self.milestone else None


def under_way(by: User) -> QuerySet[Campaign]:
    """The campaigns that are not over, with how far each is worked out."""
    over = [State.NAMED, State.CLOSED]
    return campaigns.campaigns(by).exclude(state__in=over).select_related("edition", "standing")


def waiting(by: User) -> list[Snapshot]:
    """Fixed results that `by` may decide about: not those that `by` has fixed."""
    asked = Prefetch("questions", Question.objects.select_related("by__person"))
    found = Snapshot.objects.filter(visible_snapshots(by), state=SnapshotState.TAKEN).exclude(taken_by=by)
    return list(
        found.defer("result", "frame")
        .select_related("campaign", "taken_by__person")
        .prefetch_related(asked)
        .order_by("taken_at")
    )


def nows(found: Sequence[Campaign], undecided: Iterable[Snapshot], *, most: int) -> list[Now]:
    """All of `found`, each with at most so many `most` costly indicators."""
    means, days = morning.means(found), campaigns.next_milestones(found, today())
    since = morning.since_day(found, today() - timedelta(days=BACK_DAYS))
    asked = [snapshot.campaign_id for snapshot in undecided]
    return [
        _now(one, means.get(one.pk), since[one.pk], asked.count(one.pk), days.get(one.pk), most=most) for one in found
    ]


def _now(
    campaign: Campaign,
    mean: morning.Mean | None,
    since: morning.Since,
    asked: int,
    milestone: Milestone | None,
    *,
    most: int,
) -> Now:
    lost = counted_losses(campaign, standing_of(campaign)) if mean else []
    bar = _bar(mean, sum(loss.to_win for loss in lost)) if mean else None
    return Now(campaign, mean, since, falls(campaign, lost, most=most), asked, milestone, bar)


def _bar(mean: morning.Mean, back: float) -> Parts:
    bonus = max(mean.worst - mean.full, 0.0)
    return parts(full=mean.full, worst=mean.worst, best=mean.best, to_win=back / mean.with_data, bonus=bonus)


def falls(campaign: Campaign, found: list[Loss], *, most: int) -> list[Fall]:
    """The indicators that cost most, all units together; what is only unknown is no loss."""
    groups = [group for group in grouped(found, "indicator") if group.points > 0]
    groups = sorted(groups, key=lambda group: -group.points)[:most]
    largest = max((group.points for group in groups), default=1.0)
    return [_fall(campaign, group, largest) for group in groups]


def _fall(campaign: Campaign, group: LossGroup, largest: float) -> Fall:
    by_unit: dict[str, float] = {}
    for loss in group.losses:
        if loss.points > 0:
            by_unit[loss.unit_name] = by_unit.get(loss.unit_name, 0.0) + loss.points
    units = sorted(by_unit, key=lambda name: -by_unit[name])
    standard = standard_of(campaign.edition)
    name = name_of(group, "indicator", standard)
    percent = round(100 * group.points / largest, 2)
    code = group.key if group.key in standard.by_code else ""
    return Fall(code, name, group.points, group.to_win, tuple(units[:NAMED]), len(units), percent)
