"""Whether it holds: how often what was closed comes back, and whether it looks on an ordinary day as it does for inspectors.

Both are worked out from what is recorded; nobody enters them. The definitions stand in words on the page, so that whoever is
measured can count along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Sum, Value, When

from duibiao.insight.blind import start_of
from duibiao.insight.models import Season
from duibiao.inspections.models import Visit
from duibiao.inspections.permissions import visible_visits
from duibiao.inspections.queries import faulty, standing
from duibiao.organisation.models import User
from duibiao.problems.choices import Class, statuses_of
from duibiao.problems.models import Problem
from duibiao.problems.permissions import visible_problems

#: By what relapse is counted: the field, and the field of its name.
SIDES = {"unit": ("unit", "unit__name"), "kind": ("kind", "kind__name"), "site": ("site", "site__name")}
#: Fewer visits than this on one side say too little for a ratio.
FEW = 3


@dataclass(frozen=True)
class Relapse:
    """Of so many closures, so many did not hold."""

    key: int
    name: str
    closures: int
    relapses: int

    @property
    def rate_percent(self) -> float:
        return 100 * self.relapses / self.closures if self.closures else 0.0


def closed_once(by: User) -> QuerySet[Problem]:
    """Problems that were closed at least once: closed now, or in a later round of their life."""
    return Problem.objects.filter(visible_problems(by)).filter(Q(status__in=statuses_of(Class.FIXED)) | Q(round__gt=1))


def relapses(by: User, side: str) -> list[Relapse]:
    """By unit, kind or site, those that relapse most first. One statement."""
    field, name = SIDES[side]
    rows: Any = closed_once(by).filter(**{f"{field}__isnull": False}).values(key=F(field), name=F(name))
    fixed = Count("pk", filter=Q(status__in=statuses_of(Class.FIXED)))
    rows = rows.annotate(back=Sum(F("round") - 1, default=0), fixed=fixed).order_by("key")
    found = [Relapse(row["key"], row["name"], row["back"] + row["fixed"], row["back"]) for row in rows]
    return sorted(found, key=lambda one: (-one.rate_percent, -one.relapses, one.name))


@dataclass(frozen=True)
class Density:
    """Faults found at so many visits."""

    visits: int = 0
    faults: int = 0

    @property
    def per_visit(self) -> float | None:
        return self.faults / self.visits if self.visits else None


@dataclass(frozen=True)
class Everyday:
    """A unit on ordinary days and in inspection seasons."""

    unit: int
    name: str
    outside: Density
    inside: Density

    @property
    def index_words(self) -> str:
        return f"{self.index:.2f}" if self.index is not None else ""

    @property
    def index(self) -> float | None:
        """Density outside by density inside: 1 is as always. None where one side says too little, or nothing was found in season."""
        few = min(self.outside.visits, self.inside.visits) < FEW
        if few or not self.inside.faults:
            return None
        return (self.outside.faults / self.outside.visits) / (self.inside.faults / self.inside.visits)


def in_season(seasons: Iterable[Season]) -> Q:
    """The SQL condition of a visit on such a day."""
    from datetime import timedelta

    found = Q(pk__in=[])
    for one in seasons:
        found |= Q(at__gte=start_of(one.since), at__lt=start_of(one.until + timedelta(days=1)))
    return found


def everyday(by: User, seasons: Iterable[Season]) -> list[Everyday]:
    """By unit, the least everyday first; the last row is all together. One statement."""
    seen = Visit.objects.filter(visible_visits(by), standing())
    inside = Case(When(in_season(seasons), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows: Any = seen.annotate(inside=inside).values("inside", unit=F("site__unit"), name=F("site__unit__name"))
    rows = rows.annotate(
        visits=Count("pk", distinct=True), faults=Count("observations", filter=faulty("observations"))
    ).order_by("unit")
    sides: dict[tuple[int, str], dict[bool, Density]] = {}
    for row in rows:
        sides.setdefault((row["unit"], row["name"]), {})[row["inside"]] = Density(row["visits"], row["faults"])
    found = [Everyday(*unit, held.get(False, Density()), held.get(True, Density())) for unit, held in sides.items()]
    return sorted(found, key=lambda one: (-(one.index or 0.0), one.name))


def together(rows: Iterable[Everyday], name: str) -> Everyday:
    """All units as one."""
    held = list(rows)

    def side(of: str) -> Density:
        parts = [getattr(one, of) for one in held]
        return Density(sum(part.visits for part in parts), sum(part.faults for part in parts))

    return Everyday(0, name, side("outside"), side("inside"))
