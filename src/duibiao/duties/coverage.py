"""Indicator × duty: who owns what, as little data as a page needs to draw it; and the columns that other parts add.

Its one trick: only cells with a duty exist. Of 300 × 60 cells some thousand do, so neither the statement nor the page grows with
the others. A part above (materials, sites) registers a column and the matrix shows it: `register(Column(...))`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise

from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.duties.choices import STANDING, Light, Role, State
from duibiao.duties.models import Duty, Template
from duibiao.duties.outside import calendar
from duibiao.duties.queries import SOON_WORKDAYS
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.standards.queries import standard_of
from duibiao_engine.workdays import WorkCalendar

Words = str | Promise


@dataclass(frozen=True)
class Noted:
    """What a column says of one indicator: a light (good, soon, bad, none) and a word."""

    light: str
    words: str


@dataclass(frozen=True)
class Column:
    """A further column of the matrix. `rows` is the sub-select of a campaign's counts: one JSON object `said` an indicator, with
    `code` and whatever `says` makes words of. It becomes a part of the campaign's own statement."""

    name: str
    title: Words
    rows: Callable[[OuterRef, OuterRef], QuerySet[Any, Any]]
    says: Callable[[Mapping[str, Any]], Noted]

    def of(self, campaign: Campaign) -> Mapping[str, Noted]:
        """What it says of each indicator of a campaign (of `campaign_of`)."""
        return {row["code"]: self.says(row) for row in getattr(campaign, f"column_{self.name}")}


_columns: dict[str, Column] = {}


def register(column: Column) -> None:
    _columns[column.name] = column


def columns() -> list[Column]:
    return list(_columns.values())


@dataclass(frozen=True)
class Cell:
    """A duty in the matrix. `place` is the unit's place among the columns."""

    pk: int
    place: int
    role: str
    state: str
    light: str
    percent: int


@dataclass
class Line:
    """An indicator with its cells. Without one that leads or is responsible nobody owns it."""

    code: str
    name: str
    points: float | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_owned(self) -> bool:
        return any(one.role != Role.SUPPORTING for one in self.cells)


def light_of(state: str, issued_on: date | None, due_on: date | None, limits: tuple[date, date, date]) -> str:
    """As `queries.lit` says in SQL: today, the last day given out that had to be signed by now, the day until which it is soon."""
    day, sign_limit, soon = limits
    if state == State.DRAFT:
        return Light.NONE
    if state == State.DONE:
        return Light.GOOD
    late = (due_on is not None and due_on < day) or (
        state == State.ISSUED and issued_on is not None and issued_on < sign_limit
    )
    if late or state in (State.OBJECTED, State.RULING):
        return Light.BAD
    if state == State.ISSUED or (due_on is not None and due_on <= soon):
        return Light.SOON
    return Light.GOOD


def campaign_of(by: User, pk: int) -> Campaign:
    """A campaign that `by` sees, with the indicators that it leaves out (`out`) and the further columns: one statement. Else 404."""
    decided = Adoption.objects.filter(
        campaign=OuterRef("pk"), edition=OuterRef("edition"), decision=Decision.NOT_APPLICABLE
    )
    found = Campaign.objects.filter(visible_campaigns(by)).select_related("edition").defer("edition__text")
    further = {f"column_{one.name}": ArraySubquery(one.rows(OuterRef("pk"), OuterRef("edition"))) for one in columns()}
    return get_object_or_404(
        found.annotate(out=ArraySubquery(decided.values("indicator")), **further).distinct(), pk=pk
    )


def lines_of(campaign: Campaign, units: list[Unit], *, drafts: bool = True) -> list[Line]:
    """Every indicator that the campaign (of `campaign_of`) uses, with its duties: one statement, and the calendar's stamp. A
    sub-duty stands in its unit's column too."""
    out = set(campaign.out)  # type: ignore[attr-defined]
    leaves = [node for node in standard_of(campaign.edition).leaves if node.code not in out]
    lines = {node.code: Line(node.code, node.indicator.name, node.indicator.points) for node in leaves}
    places = {unit.pk: place for place, unit in enumerate(units)}
    sign = Subquery(Template.objects.filter(pk=1).values("sign_workdays")[:1])
    found = Duty.objects.filter(campaign=campaign, edition=campaign.edition_id, unit__in=places, state__in=STANDING)
    found = found if drafts else found.exclude(state=State.DRAFT)
    rows = found.order_by("role", "pk").annotate(sign=sign)
    limits, held = None, calendar()
    for pk, code, unit, role, state, issued_on, due_on, percent, workdays in rows.values_list(
        "pk", "indicator", "unit", "role", "state", "issued_on", "due_on", "percent", "sign"
    ):
        limits = limits or _limits(held, workdays)
        if code in lines:
            light = light_of(state, issued_on, due_on, limits)
            lines[code].cells.append(Cell(pk, places[unit], role, state, str(light), percent))
    return list(lines.values())


def _limits(held: WorkCalendar, workdays: int | None) -> tuple[date, date, date]:
    day = today()
    return day, held.before(day, workdays or Template().sign_workdays).day, held.after(day, SOON_WORKDAYS).day
