"""Where nobody looks: sites with the day of their last visit, blind spots, and how far inspection reaches.

What `by` may not see is no visit here: a unit whose site was seen in a running mystery round still reads "never".
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from duibiao.insight.atlas import sites_of
from duibiao.insight.choices import Since
from duibiao.inspections.queries import with_last_visit
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.places.choices import Shape, Zone
from duibiao.places.models import Site


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def not_since(since: Since, on: date | None = None) -> Q:
    """The SQL condition of being blind for so long; needs `with_last_visit`."""
    never = Q(last_visit__isnull=True)
    return never if since.days is None else never | Q(last_visit__lt=start_of((on or today()) - timedelta(since.days)))


def to_visit(by: User) -> QuerySet[Site]:
    """Without facilities: whether anybody looked at those, their census says."""
    return sites_of(by).filter(type__is_facility=False)


def blind(by: User, since: Since) -> QuerySet[Site]:
    """The open sites at which nobody was for so long, with what a page needs of them."""
    found = with_last_visit(to_visit(by), by).filter(not_since(since))
    return found.select_related("type", "unit", "within")


@dataclass(frozen=True)
class Reach:
    """How far inspection reaches in a row of the picture: sites seen of sites, and for lines metres of metres."""

    sites: int
    seen: int
    metres: int
    metres_seen: int

    @property
    def unseen(self) -> int:
        return self.sites - self.seen

    @property
    def step(self) -> int:
        """From nothing (0) to all (4)."""
        return 4 * self.seen // self.sites if self.sites else 0

    @property
    def metres_percent(self) -> float | None:
        return 100 * self.metres_seen / self.metres if self.metres else None


def reach(by: User, since: Since) -> dict[tuple[str, int], Reach]:
    """By zone and type of site: how many were seen within that time, and of lines how much. One statement."""
    found = with_last_visit(to_visit(by), by)
    line = ~Q(type__shape=Shape.POINT)
    rows: Any = found.values("zone", "type").annotate(
        sites=Count("pk"),
        unseen=Count("pk", filter=not_since(since)),
        metres=Sum("length_m", filter=line, default=0),
        metres_unseen=Sum("length_m", filter=line & not_since(since), default=0),
    )
    return {
        (row["zone"], row["type"]): Reach(
            row["sites"], row["sites"] - row["unseen"], row["metres"], row["metres"] - row["metres_unseen"]
        )
        for row in rows.order_by("zone", "type")
    }


@dataclass(frozen=True)
class Line:
    """A line such as a railway's or a river's side: its segments are the line-shaped sites within one area."""

    area: int | None
    name: str
    unit: str
    reach: Reach
    unmeasured: int


def lines(by: User, since: Since) -> list[Line]:
    """By line of several segments, how many of them and of its metres were seen within that time. One statement; the worst first."""
    found = with_last_visit(to_visit(by), by).filter(type__shape=Shape.LINE, within__isnull=False)
    rows: Any = found.order_by().values_list("within", "within__name", "within__unit__name").annotate(
        sites=Count("pk"),
        unseen=Count("pk", filter=not_since(since)),
        metres=Sum("length_m", default=0),
        metres_unseen=Sum("length_m", filter=not_since(since), default=0),
        unmeasured=Count("pk", filter=Q(length_m__isnull=True)),
    )  # fmt: skip
    made = [
        Line(area, name, unit, Reach(sites, sites - unseen, metres, metres - metres_unseen), unmeasured)
        for area, name, unit, sites, unseen, metres, metres_unseen, unmeasured in rows
        if sites > 1
    ]
    return sorted(made, key=lambda one: (one.reach.seen / one.reach.sites, one.name))


def zones() -> list[tuple[str, Any]]:
    return list(Zone.choices)
