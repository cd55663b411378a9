"""What is looked at first, every day: the mean of all units, what moved since an earlier day, who has no data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, F, Q

from duibiao.campaigns.models import Campaign
from duibiao.scores.models import Point, Total
from duibiao.scores.queries import before


@dataclass(frozen=True)
class Mean:
    """All units of a campaign taken together; points are means over the units that have data."""

    units: int
    with_data: int
    rate_percent: float
    full: float
    worst: float
    best: float
    reached: int
    vetoed: int

    @property
    def without_data(self) -> int:
        return self.units - self.with_data

    def gap(self, target: float | None) -> float | None:
        """Percentage points short of the target; negative when beyond it."""
        return None if target is None else target - self.rate_percent


def means(campaigns: Iterable[Campaign]) -> dict[int, Mean]:
    """The mean of each campaign by its key, in one statement; a campaign without data is not in it."""
    held = Q(has_data=True)
    counted = (
        Total.objects.filter(campaign__in=list(campaigns))
        .values("campaign")
        .annotate(
            units=Count("pk"),
            with_data=Count("pk", filter=held),
            mean_rate=Avg("rate", filter=held),
            mean_full=Avg("full", filter=held),
            mean_worst=Avg("worst", filter=held),
            mean_best=Avg("best", filter=held),
            reached=Count("pk", filter=held & Q(rate__gte=F("campaign__target_rate") / 100.0)),
            vetoed=Count("pk", filter=~Q(vetoes=[])),
        )
    )
    return {row["campaign"]: _mean(row) for row in counted if row["with_data"]}  # type: ignore[arg-type]


def _mean(row: Mapping[str, float]) -> Mean:
    return Mean(
        int(row["units"]),
        int(row["with_data"]),
        100 * (row["mean_rate"] or 0.0),
        row["mean_full"],
        row["mean_worst"],
        row["mean_best"],
        int(row["reached"]),
        int(row["vetoed"]),
    )


@dataclass(frozen=True)
class Step:
    """A unit whose points or rank are other than at the end of an earlier day."""

    total: Total
    points: float
    places: int

    @property
    def lost(self) -> float:
        return -self.points

    @property
    def fell(self) -> int:
        return -self.places


@dataclass(frozen=True)
class Since:
    """What moved since the end of a day: falls and rises, the largest first, and the change of the mean rate."""

    day: date
    known: bool
    fell: list[Step]
    rose: list[Step]
    mean_change_percent: float


def since_yesterday(campaign: Campaign, totals: Iterable[Total], today: date) -> Since:
    """Today's rows beside the last points of the days before; one statement."""
    day = today - timedelta(days=1)
    return _since(day, totals, before(campaign, day))


def since_day(campaigns: Iterable[Campaign], day: date) -> dict[int, Since]:
    """The same for several campaigns at once, since any day: two statements for all of them."""
    keys = [campaign.pk for campaign in campaigns]
    rows: dict[int, list[Total]] = {key: [] for key in keys}
    then: dict[int, dict[str, Point]] = {key: {} for key in keys}
    for row in Total.objects.filter(campaign__in=keys).select_related("unit"):
        rows[row.campaign_id].append(row)
    points = Point.objects.filter(campaign__in=keys, day__lte=day)
    for point in points.order_by("campaign_id", "unit", "-day").distinct("campaign_id", "unit"):
        then[point.campaign_id][point.unit] = point
    return {key: _since(day, rows[key], then[key]) for key in keys}


def _since(day: date, totals: Iterable[Total], then: Mapping[str, Point]) -> Since:
    pairs = [(row, then[row.unit_id]) for row in totals if row.has_data and row.unit_id in then]
    steps = [step for step in (_step(row, point) for row, point in pairs) if step.points or step.places]
    fell = sorted((one for one in steps if one.points < 0), key=lambda one: one.points)
    rose = sorted((one for one in steps if one.points > 0), key=lambda one: -one.points)
    rates = [100 * ((row.rate or 0.0) - (point.rate or 0.0)) for row, point in pairs]
    return Since(day, bool(then), fell, rose, sum(rates) / len(rates) if rates else 0.0)


def _step(row: Total, point: Point) -> Step:
    places = point.rank - row.rank if point.rank and row.rank else 0
    return Step(row, round(row.total - point.total, 6), places)
