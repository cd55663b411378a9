"""Which indicators are met, by unit and for the whole county: what a gate line, a matrix and a self-check are read from.

Its one trick: the engine's status of an indicator is said once more as a condition of SQL, so that lists of thousands of
cells are filtered, sorted and paged where the rows are. A test holds the two against each other.

The county is measured with the same rod: all units that an indicator applies to taken together, as if they were one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce

from duibiao.campaigns.models import Campaign, SelfCheck
from duibiao.campaigns.self_checks import self_checks
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.scores.models import NodeRow, Total
from duibiao.scores.permissions import visible_scores
from duibiao.standards.models import Indicator
from duibiao.standards.queries import standard_of
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.standard.model import Standard

STATUSES = ("met", "partly", "not_met", "unknown", "not_applicable")
#: What is not asked of a unit.
LEFT_OUT = Q(applies=False)
#: What still has to be worked on.
OPEN = ("partly", "not_met", "unknown")


def counted_leaves(standard: Standard) -> list[int]:
    """The numbers of the leaves that a share of met indicators counts: those outside bonus branches."""
    bonus: set[int] = set()
    for node in standard.nodes:
        if node.indicator.bonus or node.parent in bonus:
            bonus.add(node.number)
    return [node.number for node in standard.leaves if node.number not in bonus]


def _status(met_at: float, left_out: Q, sums: str = "") -> Case:
    """The engine's `status` of a kept row, or of sums whose names end so; what is left out has no class."""
    full, worst, best = "full" + sums, "worst" + sums, "best" + sums
    line = F(full) * Value(met_at / 100.0) - Value(TOLERANCE)
    return Case(
        When(left_out, then=Value("not_applicable")),
        When(Q((f"{worst}__gte", line)), then=Value("met")),
        When(Q((f"{best}__lte", TOLERANCE), (f"{best}__lt", line)), then=Value("not_met")),
        When(Q((f"{worst}__gt", TOLERANCE), (f"{best}__lt", line)), then=Value("partly")),
        default=Value("unknown"),
        output_field=CharField(),
    )


def cells(campaign: Campaign) -> QuerySet[Any]:
    """Every counted indicator of every unit, with its `status`."""
    standard = standard_of(campaign.edition)
    found = NodeRow.objects.filter(campaign=campaign, node__in=counted_leaves(standard))
    return found.annotate(status=_status(standard.met_at, LEFT_OUT))


def _of_indicator(campaign: Campaign, field: str) -> Subquery:
    return Subquery(Indicator.objects.filter(edition=campaign.edition_id, number=OuterRef("node")).values(field)[:1])


def _of_self_check(campaign: Campaign, field: str, **where: Any) -> Subquery:
    held = SelfCheck.objects.filter(campaign=campaign, edition=campaign.edition_id, **where)
    return Subquery(held.values(field)[:1])


def light(on: date) -> Case:
    """Green, amber, red; blue where facts are missing, grey where nothing is asked.

    Amber: partly met, or the unit has named a day by which it will be. Red: neither, or the day has gone by.
    """
    return Case(
        When(status="met", then=Value("good")),
        When(status="not_applicable", then=Value("none")),
        When(status="unknown", then=Value("info")),
        When(expected_on__lt=on, then=Value("bad")),
        When(expected_on__gte=on, then=Value("soon")),
        When(status="partly", then=Value("soon")),
        default=Value("bad"),
        output_field=CharField(),
    )


def lit_cells(by: User, campaign: Campaign) -> QuerySet[Any]:
    """The cells that `by` sees, with names, gap, expected day and light."""
    where = {"unit": OuterRef("unit"), "indicator": OuterRef("code")}
    found: QuerySet[Any] = (
        cells(campaign)
        .filter(unit__in=Total.objects.filter(visible_scores(by), campaign=campaign).values("unit"))
        .annotate(
            code=_of_indicator(campaign, "code"),
            name=_of_indicator(campaign, "name"),
            unit_name=Subquery(Unit.objects.filter(code=OuterRef("unit")).values("name")[:1]),
            unit_kind=Subquery(Unit.objects.filter(code=OuterRef("unit")).values("kind")[:1]),
            unit_pk=Subquery(Unit.objects.filter(code=OuterRef("unit")).values("pk")[:1]),
            short=F("full") - F("worst"),
            gap=Coalesce(_of_self_check(campaign, "gap", **where), Value(""), output_field=TextField()),
            improvement=Coalesce(_of_self_check(campaign, "improvement", **where), Value(""), output_field=TextField()),
            expected_on=_of_self_check(campaign, "expected_on", **where),
        )
        .annotate(light=light(today()))
    )
    return found


def lights(by: User, campaign: Campaign) -> dict[str, int]:
    """How many cells that `by` sees are red, amber, blue: one statement."""
    found = lit_cells(by, campaign).filter(status__in=OPEN).order_by().values_list("light").annotate(n=Count("pk"))
    return dict(found)


def units_of(by: User, campaign: Campaign) -> QuerySet[Unit]:
    """The units of the campaign that `by` sees."""
    mine = Total.objects.filter(visible_scores(by), campaign=campaign).values("unit")
    return Unit.objects.filter(code__in=mine).order_by("kind", "order", "id")


def lights_of(campaign: Campaign, units: Sequence[str]) -> dict[tuple[str, int], str]:
    """The light of each cell of some units, by unit and node: two statements."""
    found = cells(campaign).filter(unit__in=units).values_list("unit", "node", "status")
    days = self_checks(campaign).filter(unit__code__in=units).values_list("unit__code", "indicator", "expected_on")
    expected = {(unit, code): day for unit, code, day in days}
    codes = {node.number: node.code for node in standard_of(campaign.edition).nodes}
    return {(unit, node): light_of(status, expected.get((unit, codes[node]))) for unit, node, status in found}


def light_of(status: str, expected_on: date | None) -> str:
    """What `light` says, for one cell."""
    plain = {"met": "good", "not_applicable": "none", "unknown": "info"}
    if status in plain:
        return plain[status]
    if expected_on is not None:
        return "soon" if expected_on >= today() else "bad"
    return "soon" if status == "partly" else "bad"


def _count(campaign: Campaign, *statuses: str) -> Coalesce:
    """How many units stand so with an indicator."""
    rows = cells(campaign).filter(node=OuterRef("number"), status__in=statuses).order_by().values("node")
    counted = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, Value(0))


def _sum(campaign: Campaign, field: str) -> Coalesce:
    """All units that an indicator applies to, taken together."""
    rows = cells(campaign).filter(node=OuterRef("number"), applies=True).order_by().values("node")
    return Coalesce(Subquery(rows.annotate(s=Sum(field)).values("s"), output_field=FloatField()), Value(0.0))


def county(campaign: Campaign) -> QuerySet[Any]:
    """The counted indicators with the county's `worst`, `best`, `full` and `status`."""
    standard = standard_of(campaign.edition)
    found = Indicator.objects.filter(edition=campaign.edition_id, number__in=counted_leaves(standard))
    sums = found.annotate(
        worst=_sum(campaign, "worst"), best=_sum(campaign, "best"), full=_sum(campaign, "full"),
        applies=Case(When(full__gt=0, then=Value(True)), default=Value(False)),
    )  # fmt: skip
    return sums.annotate(status=_status(standard.met_at, LEFT_OUT))


def indicators(campaign: Campaign) -> QuerySet[Any]:
    """The same with how many units meet each, miss it, are not known; `percent` is what the county has for certain."""
    found: QuerySet[Any] = county(campaign).annotate(
        n_met=_count(campaign, "met"), missing=_count(campaign, "partly", "not_met"), n_unknown=_count(campaign, "unknown"),
        percent=Case(When(full=0, then=Value(0.0)), default=100.0 * F("worst") / F("full"), output_field=FloatField()),
    )  # fmt: skip
    return found


@dataclass(frozen=True)
class Line:
    """How a share of met indicators stands to its line. Shares in per cent of what applies."""

    met: int
    partly: int
    not_met: int
    unknown: int
    not_applicable: int
    line_percent: float | None

    @property
    def counted(self) -> int:
        return self.met + self.partly + self.not_met + self.unknown

    @property
    def rate_percent(self) -> float:
        return 100.0 * self.met / self.counted if self.counted else 0.0

    @property
    def needed(self) -> int:
        """How many indicators must be met in all."""
        return ceil(self.counted * (self.line_percent or 0.0) / 100.0 - TOLERANCE)

    @property
    def to_go(self) -> int:
        """How many are still missing to the line."""
        return max(self.needed - self.met, 0)

    @property
    def short_percent(self) -> float:
        return max((self.line_percent or 0.0) - self.rate_percent, 0.0)

    @property
    def reached(self) -> bool:
        return self.line_percent is not None and not self.to_go


def line_of(campaign: Campaign) -> float | None:
    """The line of the campaign itself, else the one that its edition's gate sets, in per cent."""
    if campaign.met_line is not None:
        return campaign.met_line
    gates = standard_of(campaign.edition).gates
    bounds = [gate.coverage["met"] for gate in gates if gate.coverage and "met" in gate.coverage]
    return next((one.at_least for one in bounds if one.at_least is not None), None)


def county_line(campaign: Campaign) -> Line:
    """The county against its line: one statement, which reads each kept row once."""
    standard = standard_of(campaign.edition)
    leaves = counted_leaves(standard)
    found = NodeRow.objects.filter(campaign=campaign, node__in=leaves, applies=True).order_by().values("node")
    summed = found.annotate(worst_sum=Sum("worst"), best_sum=Sum("best"), full_sum=Sum("full"))
    status = _status(standard.met_at, Q(full_sum__lte=0), "_sum")
    counts = Counter(summed.annotate(status=status).values_list("status", flat=True))
    counts["not_applicable"] += len(leaves) - counts.total()  # no unit that is asked for it
    return line_from(counts, line_of(campaign))


def line_from(counts: Mapping[str, int], line: float | None) -> Line:
    return Line(**{status: counts.get(status, 0) for status in STATUSES}, line_percent=line)


def _count_of_unit(campaign: Campaign, *statuses: str) -> Coalesce:
    rows = cells(campaign).filter(unit=OuterRef("unit_id"), status__in=statuses).order_by().values("unit")
    counted = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, Value(0))


def units(by: User, campaign: Campaign) -> QuerySet[Any]:
    """The units that `by` sees with how many indicators they meet, and their share in per cent (0 where none applies)."""
    found = Total.objects.filter(visible_scores(by), campaign=campaign).select_related("unit")
    return found.annotate(
        n_met=_count_of_unit(campaign, "met"), n_partly=_count_of_unit(campaign, "partly"),
        n_not=_count_of_unit(campaign, "not_met"), n_unknown=_count_of_unit(campaign, "unknown"),
    ).annotate(
        counted=F("n_met") + F("n_partly") + F("n_not") + F("n_unknown"),
    ).annotate(
        percent=Case(
            When(counted=0, then=Value(0.0)), default=100.0 * F("n_met") / F("counted"), output_field=FloatField()
        )
    )  # fmt: skip


def unit_line(row: Any, line: float | None) -> Line:
    """A row of `units` against the line."""
    return Line(row.n_met, row.n_partly, row.n_not, row.n_unknown, 0, line)


def counts_of_unit(campaign: Campaign, unit: Unit) -> dict[str, int]:
    """How many of a unit's indicators stand how: one statement."""
    rows = cells(campaign).filter(unit=unit.code).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


def sheet(campaign: Campaign, unit: Unit) -> QuerySet[Any]:
    """A unit's self-check: every indicator that applies to it, its state, and what the unit says about it."""
    mine = cells(campaign).filter(unit=unit.code, node=OuterRef("number"))
    where = {"unit": unit.code, "indicator": OuterRef("code")}
    numbers = counted_leaves(standard_of(campaign.edition))
    found = Indicator.objects.filter(edition=campaign.edition_id, number__in=numbers)
    return (
        found.annotate(
            status=Subquery(mine.values("status")[:1]),
            worst=Subquery(mine.values("worst")[:1]),
            best=Subquery(mine.values("best")[:1]),
            full=Subquery(mine.values("full")[:1]),
            gap=Coalesce(_of_self_check(campaign, "gap", **where), Value(""), output_field=TextField()),
            improvement=Coalesce(_of_self_check(campaign, "improvement", **where), Value(""), output_field=TextField()),
            expected_on=_of_self_check(campaign, "expected_on", **where),
        )
        .exclude(status=None)
        .exclude(status="not_applicable")
        .annotate(light=light(today()))
    )
