"""Where points are lost: clause by place, in one statement; and the faults behind a cell.

Its one trick: a cell and the list behind it are narrowed by the same condition, so that the number is the length of the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.insight.blind import start_of
from duibiao.insight.choices import Place, Weight
from duibiao.inspections.models import Observation, Visit
from duibiao.inspections.permissions import visible_visits
from duibiao.inspections.queries import counting, faulty
from duibiao.organisation.models import User
from duibiao.places.choices import Zone

#: The way from an observation to a place, and to what it is called.
WAYS = {
    Place.UNIT: ("visit__site__unit", "visit__site__unit__name"),
    Place.AREA: ("visit__site__within", "visit__site__within__name"),
    Place.TYPE: ("visit__site__type", "visit__site__type__name"),
    Place.ZONE: ("visit__site__zone", "visit__site__zone"),
}
#: What stands in an address for lying in no area.
NOWHERE = "none"
#: How many steps the colour has.
STEPS = 5


@dataclass(frozen=True)
class Asked:
    """Which losses: of a campaign, in a span of days, both included."""

    campaign: Campaign
    since: date
    until: date


@dataclass(frozen=True)
class Cell:
    """What was lost under a clause at a place."""

    faults: int
    points: float
    step: int


@dataclass
class Heat:
    """The matrix: places above, clauses at the side, both with the worst first."""

    places: list[tuple[str, str, float]] = field(default_factory=list)
    clauses: list[tuple[str, float]] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    faults: int = 0
    points: float = 0.0

    @property
    def worst(self) -> tuple[str, str] | None:
        """The clause and the place of the dearest cell."""
        return max(self.cells, key=lambda key: (self.cells[key].step, self.cells[key].points), default=None)


def all_faults(by: User) -> QuerySet[Observation]:
    """The faults of visits that count and that `by` may see; what an appeal has overturned is lost no longer."""
    seen = Visit.objects.filter(visible_visits(by), counting())
    return Observation.objects.filter(faulty(), visit__in=seen)


def faults(by: User, asked: Asked) -> QuerySet[Observation]:
    """Those of a campaign, within its days."""
    days = {"visit__at__gte": start_of(asked.since), "visit__at__lt": start_of(asked.until + timedelta(days=1))}
    return all_faults(by).filter(visit__round__campaign=asked.campaign, **days)


def at_place(place: Place, key: str) -> Q:
    """The SQL condition of lying there."""
    way = WAYS[place][0]
    return Q(**{f"{way}__isnull": True}) if key == NOWHERE else Q(**{way: key})


def heat(by: User, asked: Asked, place: Place, weight: Weight) -> Heat:
    """One statement, whatever the number of faults."""
    key, name = WAYS[place]
    rows: Any = faults(by, asked).values(clause=F("item__clause"), key=F(key), name=F(name))
    found = list(rows.annotate(n=Count("pk"), lost=Sum("points_lost", default=0.0)).order_by("clause"))
    return _laid_out(found, place, weight)


def _laid_out(rows: Sequence[dict[str, Any]], place: Place, weight: Weight) -> Heat:
    made, by_place, by_clause = Heat(), dict[tuple[str, str], float](), dict[str, float]()
    most = max((_size(row, weight) for row in rows), default=0.0)
    for row in rows:
        key, size = "" if row["key"] is None else str(row["key"]), _size(row, weight)
        step = 0 if not size else min(STEPS, 1 + int(STEPS * size / most * 0.999))
        made.cells[row["clause"], key] = Cell(row["n"], row["lost"], step)
        head = (key, _name(place, row["name"]))
        by_place[head] = by_place.get(head, 0.0) + size
        by_clause[row["clause"]] = by_clause.get(row["clause"], 0.0) + size
        made.faults += row["n"]
        made.points += row["lost"]
    made.places = [(*head, size) for head, size in sorted(by_place.items(), key=lambda one: (-one[1], one[0]))]
    made.clauses = sorted(by_clause.items(), key=lambda one: (-one[1], one[0]))
    return made


def _size(row: dict[str, Any], weight: Weight) -> float:
    return float(row["n"] if weight == Weight.FAULTS else row["lost"])


def _name(place: Place, name: str | None) -> str:
    if place == Place.ZONE and name:
        return str(Zone(name).label)
    return name or _("不在任何区域路段内")
