"""Reading obligations for pages: who did what how often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.lib.spans import today
from duibiao.obligations.choices import State
from duibiao.obligations.models import Fulfilment, Obligation
from duibiao.obligations.permissions import visible_fulfilments
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_see_unit, require
from duibiao.workdays.queries import calendar

#: A unit that lacks something is amber when so many workdays or fewer are left.
SOON_WORKDAYS = 5


@dataclass(frozen=True)
class Cell:
    """One unit and one obligation: how often it was done and accepted, how often it waits, how it stands."""

    obligation: Obligation
    done: int
    waiting: int
    state: str

    @property
    def lacks(self) -> int:
        return max(self.obligation.times - self.done, 0)


@dataclass(frozen=True)
class Line:
    """A unit with its cells, None where an obligation does not ask it."""

    unit: Unit
    cells: Sequence[Cell | None]

    @property
    def lacks(self) -> int:
        return sum(cell.lacks for cell in self.cells if cell is not None)


def in_force(campaign: Campaign) -> QuerySet[Obligation]:
    return Obligation.objects.filter(campaign=campaign, ended_at=None).select_related("measure")


def table(campaign: Campaign) -> tuple[list[Obligation], list[Line]]:
    """Units × obligations: three statements, whatever their numbers."""
    asked = list(in_force(campaign))
    units = list(participants(campaign))
    counts = _counts(Fulfilment.objects.filter(obligation__in=asked))
    soon = calendar().after(today(), SOON_WORKDAYS).day
    return asked, [Line(unit, [_cell(one, unit, counts, soon) for one in asked]) for unit in units]


def _counts(found: QuerySet[Fulfilment]) -> dict[tuple[int, int], tuple[int, int]]:
    rows = found.values("obligation", "unit").annotate(
        done=Count("pk", filter=Q(state=State.ACCEPTED)), waiting=Count("pk", filter=Q(state=State.CLAIMED))
    )
    return {(row["obligation"], row["unit"]): (row["done"], row["waiting"]) for row in rows}


def _cell(one: Obligation, unit: Unit, counts: dict[tuple[int, int], tuple[int, int]], soon: object) -> Cell | None:
    if one.kind and one.kind != unit.kind:
        return None
    done, waiting = counts.get((one.pk, unit.pk), (0, 0))
    if done >= one.times:
        return Cell(one, done, waiting, "good")
    if one.due_on < today():
        return Cell(one, done, waiting, "bad")
    return Cell(one, done, waiting, "soon" if waiting or one.due_on <= soon else "none")  # type: ignore[operator]


def of_unit(campaigns: Iterable[Campaign], unit: Unit) -> list[Cell]:
    """What a unit must do in its campaigns, the most pressing first."""
    asked = Obligation.objects.filter(campaign__in=list(campaigns), ended_at=None).filter(
        Q(kind="") | Q(kind=unit.kind)
    )
    held = list(asked.select_related("campaign"))
    counts = _counts(Fulfilment.objects.filter(obligation__in=held, unit=unit))
    soon = calendar().after(today(), SOON_WORKDAYS).day
    cells = [cell for one in held if (cell := _cell(one, unit, counts, soon)) is not None]
    return sorted(cells, key=lambda cell: (cell.lacks == 0, cell.obligation.due_on))


def returned(unit: Unit, cells: Iterable[Cell]) -> list[Fulfilment]:
    """What came back and was not handed in again, the latest first."""
    open_ones = [cell.obligation for cell in cells if cell.lacks and not cell.waiting]
    found = Fulfilment.objects.filter(unit=unit, state=State.RETURNED, obligation__in=open_ones)
    return list(found.select_related("obligation").order_by("-id")[:3])


def fulfilment(by: User, pk: int) -> Fulfilment:
    """There is none: 404; not for `by`: refused in words."""
    found = get_object_or_404(Fulfilment.objects.select_related("obligation__campaign", "unit", "file"), pk=pk)
    require(may_see_unit(by, found.unit))
    return found


def fulfilments(by: User) -> QuerySet[Fulfilment]:
    """Those that `by` sees, the ones that wait to be looked at first."""
    found = Fulfilment.objects.filter(visible_fulfilments(by))
    return found.select_related("obligation__campaign", "unit", "file", "by__person")
