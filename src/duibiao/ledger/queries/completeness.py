"""What is demanded of whom and how far it is there: indicators by units, at six statements whatever their number.

Its one trick: everything is read in wholes (lines, units, decisions, counts) and put together here; no cell asks the database.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Count, Min, Q, QuerySet

from duibiao.campaigns.models import Campaign, NotApplicable
from duibiao.campaigns.queries import participants
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import Requirement, Use
from duibiao.organisation.models import Unit
from duibiao.standards.queries import standard_of
from duibiao_engine.standard.model import Standard

Key = TypeVar("Key", bound=Hashable)
#: A material that ceases to hold within so many days is called expiring.
EXPIRING = timedelta(days=30)


@dataclass
class Sum:
    """Counts over some cells. `required` and `missing` count pieces, as the lists demand them."""

    required: int = 0
    given: int = 0
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    missing: int = 0
    late: int = 0
    expiring: int = 0
    #: Lines, and those of them of which everything is there.
    lines: int = 0
    whole: int = 0

    def add(self, cell: "Cell") -> None:
        for name in ("required", "given", "accepted", "waiting", "returned", "missing", "late", "expiring"):
            setattr(self, name, getattr(self, name) + getattr(cell, name))
        self.lines += 1
        self.whole += not cell.missing

    @property
    def percent(self) -> float:
        """How much of what is demanded is there."""
        return 100.0 * (self.required - self.missing) / self.required if self.required else 100.0

    @property
    def accepted_percent(self) -> float:
        return 100.0 * min(self.accepted, self.required) / self.required if self.required else 0.0


@dataclass(frozen=True)
class Cell:
    """One line of one unit."""

    requirement: Requirement
    unit: Unit
    states: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    expires_on: date | None = None
    day: date | None = None

    @property
    def required(self) -> int:
        return self.requirement.number

    @property
    def given(self) -> int:
        """Pieces that are there, returned ones not counted."""
        return sum(self.states.get(state, 0) for state in STANDING)

    @property
    def accepted(self) -> int:
        return self.states.get(UseState.ACCEPTED, 0)

    @property
    def waiting(self) -> int:
        return self.states.get(UseState.GIVEN, 0) + self.states.get(UseState.CHECKED, 0)

    @property
    def returned(self) -> int:
        return self.states.get(UseState.RETURNED, 0)

    @property
    def missing(self) -> int:
        return max(self.required - self.given, 0)

    @property
    def expiring(self) -> int:
        return int(self.expires_on is not None and self.day is not None and self.expires_on <= self.day + EXPIRING)

    @property
    def light(self) -> str:
        """good: accepted in full; info: all there; soon: returned; bad: missing."""
        if self.returned and self.missing:
            return "soon"
        if self.missing:
            return "bad"
        return "good" if self.accepted >= self.required else "info"


@dataclass(frozen=True)
class Completeness:
    """A campaign's cells."""

    campaign: Campaign
    standard: Standard
    cells: list[Cell]
    units: list[Unit]
    requirements: list[Requirement]

    @cached_property
    def total(self) -> Sum:
        return _sum(self.cells)

    @cached_property
    def by_unit(self) -> list[tuple[Unit, Sum]]:
        """Units that owe something, in their own order."""
        sums = self._grouped(lambda cell: cell.unit.code)
        return [(unit, sums[unit.code]) for unit in self.units if unit.code in sums]

    @cached_property
    def by_requirement(self) -> list[tuple[Requirement, Sum]]:
        sums = self._grouped(lambda cell: cell.requirement.pk)
        return [(one, sums[one.pk]) for one in self.requirements if one.pk in sums]

    @cached_property
    def by_indicator(self) -> list[tuple[str, str, Sum]]:
        """Code, name and counts, in the standard's order."""
        sums = self._grouped(lambda cell: cell.requirement.indicator)
        return [(node.code, node.indicator.name, sums[node.code]) for node in self.standard.leaves if node.code in sums]

    @cached_property
    def grid(self) -> dict[tuple[str, str], Sum]:
        """By indicator and unit."""
        return self._grouped(lambda cell: (cell.requirement.indicator, cell.unit.code))

    def missing(self) -> list[Cell]:
        """What can be asked for, by unit and in the standard's order."""
        return sorted((cell for cell in self.cells if cell.missing), key=self._place)

    def _place(self, cell: Cell) -> tuple[int, int, int]:
        unit = next(at for at, one in enumerate(self.units) if one.code == cell.unit.code)
        return unit, self.standard.by_code[cell.requirement.indicator].number, cell.requirement.pk

    def _grouped(self, key: Callable[["Cell"], Key]) -> dict[Key, Sum]:
        sums: dict[Key, Sum] = {}
        for cell in self.cells:
            sums.setdefault(key(cell), Sum()).add(cell)
        return sums


def _sum(cells: Iterable[Cell]) -> Sum:
    found = Sum()
    for cell in cells:
        found.add(cell)
    return found


def requirements(campaign: Campaign) -> QuerySet[Requirement]:
    """The lines that are demanded now, of the campaign's present edition."""
    found = Requirement.objects.filter(campaign=campaign, edition=campaign.edition_id, dropped_at=None)
    return found.select_related("measure").order_by("order", "id")


def completeness(campaign: Campaign, day: date, *, units: Q | None = None) -> Completeness:
    """Everything at once; `units` narrows to those that the reader sees."""
    standard = standard_of(campaign.edition)
    lines = list(requirements(campaign).prefetch_related("units"))
    lines.sort(key=lambda one: (standard.by_code[one.indicator].number, one.order, one.pk))
    found = participants(campaign).prefetch_related("groups")
    held = list(found.filter(units) if units is not None else found)
    left_out = _left_out(campaign)
    counts = _counts(campaign)
    cells = [
        Cell(line, unit, *counts.get((line.pk, unit.code), ({}, 0, None)), day=day)
        for line in lines
        for unit in owing(line, held, standard, left_out)
    ]
    return Completeness(campaign, standard, cells, held, lines)


def owing(
    line: Requirement, units: Iterable[Unit], standard: Standard, left_out: set[tuple[str, str]]
) -> Iterator[Unit]:
    """Who owes a line: those it names, else all to whom the indicator applies."""
    named = {unit.pk for unit in line.units.all()}
    codes = _and_above(standard, line.indicator)
    node = standard.by_code[line.indicator]
    for unit in units:
        mine = unit.pk in named if named else _applies(node.applies_to, unit)
        if mine and not any((unit.code, code) in left_out for code in codes):
            yield unit


def _applies(bounds: tuple[frozenset[str], ...], unit: Unit) -> bool:
    kinds = {unit.kind, *(group.name for group in unit.groups.all())} if bounds else set()
    return all(bound & kinds for bound in bounds)


def _and_above(standard: Standard, code: str) -> list[str]:
    found, node = [], standard.by_code.get(code)
    while node is not None:
        found.append(node.code)
        node = standard.nodes[node.parent - 1] if node.parent else None
    return found


def _left_out(campaign: Campaign) -> set[tuple[str, str]]:
    held = NotApplicable.objects.filter(campaign=campaign, taken_back_at=None)
    return {(str(unit), code) for unit, code in held.values_list("unit", "indicator")}


def _counts(campaign: Campaign) -> dict[tuple[int, str], tuple[dict[str, int], int, date | None]]:
    """By line and unit: how many in which state, how many late, and the day on which the first ceases to hold."""
    there = Q(state__in=STANDING)
    found = Use.objects.filter(requirement__campaign=campaign, requirement__edition=campaign.edition_id)
    rows = found.order_by().values_list("requirement", "unit", "state").annotate(
        n=Count("pk"), late=Count("pk", filter=Q(late=True)), until=Min("material__expires_on", filter=there)
    )  # fmt: skip
    counts: dict[tuple[int, str], tuple[dict[str, int], int, date | None]] = {}
    for requirement, unit, state, n, late, until in rows:
        states, so_far, first = counts.get((requirement, unit), (Counter(), 0, None))
        states[state] = n
        counts[requirement, unit] = states, so_far + late, min((day for day in (first, until) if day), default=None)
    return counts
