"""Zones, as pages want them: areas and the five mechanisms, who works where, since when nobody has said anything.

Its one trick: a cell of the table is one of four states (one body, none, two, not needed), so coverage is counting cells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Prefetch, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duibiao.lib.spans import current, today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units, may_see_unit, require
from duibiao.places.models import Area
from duibiao.problems.choices import Class, statuses_of
from duibiao.problems.models import Problem
from duibiao.upkeep.choices import Mechanism, Often
from duibiao.upkeep.models import Body, Outlay, UpkeepZone, Work
from duibiao.upkeep.zones import works_in

#: Problems are counted over so many days.
LOOK_DAYS = 90
#: After so many days without a word of work one asks: twice what was agreed, and never less than a week.
QUIET = {Often.DAY: 7, Often.WEEK: 14, Often.MONTH: 62, Often.QUARTER: 186, Often.YEAR: 740}


@dataclass(frozen=True)
class Cell:
    """One mechanism in one area."""

    mechanism: str
    zone: UpkeepZone | None
    bodies: tuple[Body, ...]
    worked_on: date | None

    @property
    def state(self) -> str:
        """`one`, `none`, `two`, or `spared`: not needed here."""
        if self.zone is not None and self.zone.not_needed:
            return "spared"
        return "one" if len(self.bodies) == 1 else "two" if self.bodies else "none"

    @property
    def words(self) -> str:
        return "、".join(one.unit.known_as for one in self.bodies)

    @property
    def quiet(self) -> bool:
        """Agreed and given to a body, and nothing was said for long."""
        if self.state != "one" or self.zone is None:
            return False
        begun = self.bodies[0].since or today()
        return (today() - max(self.worked_on or begun, begun)).days > QUIET[Often(self.zone.often)]


@dataclass(frozen=True)
class Row:
    """An area with its five cells and what was found there lately."""

    area: Area
    cells: tuple[Cell, ...]
    problems: int

    @property
    def demonstrates(self) -> bool:
        return any(one.zone is not None and one.zone.demonstration for one in self.cells)

    @property
    def gaps(self) -> int:
        return sum(one.state == "none" for one in self.cells)

    @property
    def doubles(self) -> int:
        return sum(one.state == "two" for one in self.cells)


def rows(by: User) -> list[Row]:
    """All areas that `by` sees: four statements, whatever there is."""
    areas = list(Area.objects.filter(about_visible_units(by)).select_related("unit").order_by("code"))
    held = {(zone.area_id, zone.mechanism): zone for zone in _zones(UpkeepZone.objects.filter(area__in=areas))}
    found = problems_at(areas)
    return [
        Row(area, tuple(_cell(one, held.get((area.pk, one))) for one in Mechanism), found.get(area.pk, 0))
        for area in areas
    ]


def _zones(found: QuerySet[UpkeepZone]) -> QuerySet[UpkeepZone]:
    bodies = Prefetch("bodies", Body.objects.filter(current()).select_related("unit"), to_attr="held")
    return found.annotate(worked_on=Max("works__done_on")).prefetch_related(bodies)


def _cell(mechanism: str, zone: UpkeepZone | None) -> Cell:
    if zone is None:
        return Cell(mechanism, None, (), None)
    return Cell(mechanism, zone, tuple(zone.held), zone.worked_on)  # type: ignore[attr-defined]


def problems_at(areas: Iterable[Area]) -> dict[int, int]:
    """What was found in each area lately."""
    since = timezone.now() - timedelta(days=LOOK_DAYS)
    found = Problem.objects.filter(area__in=list(areas), found_at__gte=since).exclude(
        status__in=statuses_of(Class.ELSEWHERE)
    )
    return dict(found.order_by().values_list("area").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Coverage:
    """How much of the ground has exactly one body, and what demonstration segments are worth."""

    needed: int
    covered: int
    gaps: int
    doubles: int
    quiet: int
    demonstration: tuple[int, float]
    ordinary: tuple[int, float]

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.needed if self.needed else 0.0


def coverage(found: Sequence[Row]) -> Coverage:
    cells = [cell for row in found for cell in row.cells]
    states = [cell.state for cell in cells]
    return Coverage(
        len(states) - states.count("spared"), states.count("one"), states.count("none"), states.count("two"),
        sum(cell.quiet for cell in cells), _mean(found, demonstrates=True), _mean(found, demonstrates=False),
    )  # fmt: skip


def _mean(found: Sequence[Row], *, demonstrates: bool) -> tuple[int, float]:
    of = [row.problems for row in found if row.demonstrates == demonstrates]
    return len(of), sum(of) / len(of) if of else 0.0


def zone(by: User, pk: int) -> tuple[UpkeepZone, Cell]:
    """One of them with its cell, for whoever sees its area or works in it; another's is refused in words."""
    found = get_object_or_404(_zones(UpkeepZone.objects.select_related("area__unit")), pk=pk)
    require(may_see_unit(by, found.area.unit) or Body.objects.filter(works_in(by), zone=found).exists())
    return found, _cell(found.mechanism, found)


def works_of(zone: UpkeepZone) -> list[Work]:
    return list(zone.works.select_related("unit")[:30])


def mine(by: User) -> list[Cell]:
    """The zones in which one's own unit works today."""
    own = UpkeepZone.objects.filter(pk__in=Body.objects.filter(works_in(by)).values("zone"))
    found = _zones(own.select_related("area__unit")).order_by("area__code", "mechanism")
    return [_cell(one.mechanism, one) for one in found]


def outlays(by: User) -> QuerySet[Outlay]:
    return Outlay.objects.filter(about_visible_units(by)).select_related("unit")


def sums_of(found: QuerySet[Outlay], year: int) -> Mapping[str, float]:
    """The year's people, machines and money, together."""
    held = found.filter(year=year).aggregate(
        staff=Sum("staff"), machines=Sum("machines"), money=Sum("money_wan"), units=Count("unit", distinct=True)
    )
    return {name: value or 0 for name, value in held.items()}
