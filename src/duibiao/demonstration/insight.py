"""Boundaries of the made-up townships, the days when inspectors were expected, and a round on ordinary days to compare with."""

import json
import random
from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.demonstration import field
from duibiao.insight import outlines, seasons
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.models import Round
from duibiao.organisation.models import User
from duibiao.places.models import Site

#: The sites of `field` lie on a lattice of so many columns; its corner and its steps.
COLUMNS, CORNER, STEP = 12, (113.0145, 34.0435), (0.011, 0.013)
Pair = list[float]


def build(by: User, campaign: Campaign, day: date) -> None:
    """All of it, with dice of its own. The ordinary days are a month after the season, and a little worse."""
    first = Round.objects.earliest("since")
    days, chen = timedelta(days=30), User.objects.get(account="chen")
    field.finished(
        by, chen, campaign, random.Random(2027), bad=0.3, title="10 月日常检查", kind=RoundKind.DAILY,
        since=first.since + days, size=26, per_day=4,
    )  # fmt: skip
    season = {"since": first.since - timedelta(3), "until": first.since + timedelta(9)}
    seasons.name_season(by, name="三季度测评迎检", **season)
    _boundaries(by)


def _boundaries(by: User) -> None:
    of_unit: dict[str, list[int]] = defaultdict(list)
    for code, unit in Site.objects.order_by("code").values_list("code", "unit__code"):
        of_unit[unit].append(int(code[2:]) - 1)
    features = [_feature(unit, [_ring(run) for run in runs(numbers)]) for unit, numbers in of_unit.items()]
    outlines.draw(by, json.dumps({"type": "FeatureCollection", "features": features}).encode(), crs="gcj02")


def _feature(unit: str, rings: list[list[Pair]]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"code": unit}, "geometry": geometry}


def runs(numbers: list[int]) -> list[list[int]]:
    """Neighbouring cells of one row belong together."""
    keyed = groupby(enumerate(numbers), lambda pair: (pair[1] // COLUMNS, pair[1] - pair[0]))
    return [[number for _n, number in group] for _key, group in keyed]


def _ring(run: list[int]) -> list[Pair]:
    row, first, last = run[0] // COLUMNS, run[0] % COLUMNS, run[-1] % COLUMNS + 1
    below = [(column, row) for column in range(first, last + 1)]
    above = [(column, row + 1) for column in range(last, first - 1, -1)]
    return _wavering([*below, *above, (first, row)])


def _wavering(corners: list[tuple[int, int]]) -> list[Pair]:
    """The way along the lattice as land lies: both sides of a border waver alike, since the dice know the place only."""
    line = [_shaken(*corners[0])]
    for one, other in pairwise(corners):
        for part in (1, 2) if one < other else (2, 1):
            low, high = min(one, other), max(one, other)
            line.append(_shaken(low[0] + (high[0] - low[0]) * part / 3, low[1] + (high[1] - low[1]) * part / 3))
        line.append(_shaken(*other))
    return line


def _shaken(column: float, row: float) -> Pair:
    dice = random.Random(f"{column:.3f} {row:.3f}")
    east, north = CORNER[0] + column * STEP[0], CORNER[1] + row * STEP[1]
    return [round(east + dice.uniform(-0.0011, 0.0011), 6), round(north + dice.uniform(-0.0013, 0.0013), 6)]
