"""Facilities as pages want them: the register, the census by kind and by place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units
from duibiao.places.choices import BAD_STATES, FacilityState
from duibiao.places.models import Facility


def facilities(by: User) -> QuerySet[Facility]:
    """Those that are there: all, or those that one's own units answer for or have on their ground."""
    own = about_visible_units(by) | about_visible_units(by, "site__unit")
    found = Facility.objects.filter(own).filter(current(prefix="site__"))
    return found.select_related("site__type", "site__unit", "site__within", "unit", "photo")


def facility(by: User, pk: int) -> Facility:
    """One of them, removed ones too, else 404."""
    own = about_visible_units(by) | about_visible_units(by, "site__unit")
    return get_object_or_404(
        Facility.objects.filter(own).select_related("site__type", "site__unit", "unit", "photo"), pk=pk
    )


@dataclass(frozen=True)
class Line:
    """A row of the census: how many, by state."""

    key: Any
    name: str
    by_state: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.by_state.values())

    @property
    def bad(self) -> int:
        return sum(self.by_state[state] for state in BAD_STATES)

    @property
    def seen(self) -> int:
        return self.all - self.by_state[FacilityState.UNSEEN]

    @property
    def good_percent(self) -> float | None:
        """Of those that somebody looked at; None if nobody looked at any."""
        return 100 * self.by_state[FacilityState.GOOD] / self.seen if self.seen else None

    @property
    def cells(self) -> list[tuple[str, int]]:
        return list(self.by_state.items())


#: By what the census is laid out: the key of a row, its name, its order.
SIDES = {
    "type": ("site__type", "site__type__name", "site__type__order"),
    "place": ("site__unit", "site__unit__name", "site__unit__path"),
    "zone": ("site__zone", "site__zone", "site__zone"),
    "unit": ("unit", "unit__name", "unit__path"),
}


def census(by: User, side: str) -> list[Line]:
    """The counts by kind, by whose ground, by zone, or by the unit that answers: one statement."""
    key, name, order = SIDES[side]
    counts: dict[str, Any] = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in FacilityState.values}
    rows = facilities(by).order_by().values_list(key, name, order)
    found: Any = rows.annotate(**counts).order_by(order)
    return [Line(row[0], row[1], dict(zip(FacilityState.values, row[-len(counts) :], strict=True))) for row in found]


def counts(by: User) -> Line:
    """All of them together: one statement."""
    asked: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in FacilityState.values}
    return Line(None, "", dict(facilities(by).order_by().aggregate(**asked)))
