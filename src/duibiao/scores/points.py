"""The trend: a unit's total and rank at the end of each day, read off the rows or worked out again from the journal."""

from collections.abc import Sequence
from datetime import date

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.scores.models import Point, Total

_FIELDS = ("total", "rate", "rank")


def mark_today(campaign: Campaign) -> None:
    """Keep today's totals as today's points; the last of a day stands."""
    keep(campaign, today(), list(Total.objects.filter(campaign=campaign, has_data=True).values_list("unit", *_FIELDS)))


def keep(campaign: Campaign, day: date, rows: Sequence[tuple[str, float, float | None, int | None]]) -> None:
    """Points of one day, replacing those that stand there."""
    points = [
        Point(campaign=campaign, day=day, unit=unit, total=t, rate=rate, rank=rank) for unit, t, rate, rank in rows
    ]
    Point.objects.bulk_create(
        points, update_conflicts=True, unique_fields=["campaign", "unit", "day"], update_fields=list(_FIELDS)
    )
