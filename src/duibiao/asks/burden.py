"""The burden of units (减负): how much each is asked for, week by week, of which kind, by which body, how urgently.

Its one trick: one grouped statement over a span of weeks feeds the heat table, the trend and the shares.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask, Stopped
from duibiao.asks.permissions import visible_asks
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import visible_units

WEEKS = 12


@dataclass(frozen=True)
class Body:
    """Who asks: a unit, or (None) the office and those who speak for the whole county. Never a person."""

    unit: Unit | None
    asks: int
    urgent: int


@dataclass
class Row:
    """A unit and how many asks came in each week."""

    unit: Unit
    weeks: list[int]

    @property
    def total(self) -> int:
        return sum(self.weeks)


@dataclass
class Burden:
    """The whole picture. `by_kind` has a count for each week; `weeks` are Mondays, the last one this week's."""

    weeks: list[date]
    rows: list[Row] = field(default_factory=list)
    by_kind: dict[str, list[int]] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    urgent: int = 0
    total: int = 0
    stopped: list[Stopped] = field(default_factory=list)
    stopped_count: int = 0

    @property
    def most(self) -> int:
        """The largest number in the heat table."""
        return max((n for row in self.rows for n in row.weeks), default=0)

    @property
    def urgent_percent(self) -> float:
        return 100 * self.urgent / self.total if self.total else 0.0

    @property
    def week_totals(self) -> list[int]:
        return [sum(counts[place] for counts in self.by_kind.values()) for place in range(len(self.weeks))]

    @property
    def change(self) -> int:
        """This week's asks beside last week's."""
        return self.week_totals[-1] - self.week_totals[-2]


def mondays(now: date, count: int = WEEKS) -> list[date]:
    this = now - timedelta(days=now.weekday())
    return [this - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def burden(by: User, *, kind: str = "", unit_kind: str = "", now: date | None = None) -> Burden:
    """Of the units that `by` sees, over the last weeks: five statements. What was withdrawn was still asked, and counts."""
    found = Burden(mondays(now or today()))
    start = timezone.make_aware(datetime.combine(found.weeks[0], time.min))
    asks = Ask.objects.filter(visible_asks(by), at__gte=start)
    asks = asks.filter(kind=kind) if kind in AskKind.values else asks
    asks = asks.filter(unit__kind=unit_kind) if unit_kind else asks
    _count(found, asks)
    found.bodies = _bodies(asks)
    seen = Q(ask__in=Ask.objects.filter(visible_asks(by)).values("pk")) | Q(
        unit__in=Unit.objects.filter(visible_units(by))
    )
    stopped = Stopped.objects.filter(seen, at__gte=start)
    stopped = stopped.filter(kind=kind) if kind in AskKind.values else stopped
    found.stopped_count = stopped.count()
    found.stopped = list(stopped.select_related("ask__unit", "unit", "fact")[:4])
    return found


def _count(found: Burden, asks: QuerySet[Ask]) -> None:
    place = {week: n for n, week in enumerate(found.weeks)}
    counted = asks.order_by().annotate(week=TruncWeek("at")).values("unit", "week", "kind")
    units: dict[int, Counter[int]] = {}
    for row in counted.annotate(n=Count("pk"), hurried=Count("pk", filter=~Q(urgent_reason=""))):
        week = place.get(timezone.localdate(row["week"]))
        if week is not None:
            units.setdefault(row["unit"], Counter())[week] += row["n"]
            found.by_kind.setdefault(row["kind"], [0] * len(found.weeks))[week] += row["n"]
            found.total, found.urgent = found.total + row["n"], found.urgent + row["hurried"]
    named = Unit.objects.in_bulk(list(units))
    rows = [Row(named[pk], [weeks[n] for n in range(len(found.weeks))]) for pk, weeks in units.items()]
    found.rows = sorted(rows, key=lambda row: (-row.total, row.unit.order, row.unit.pk))


def _bodies(asks: QuerySet[Ask]) -> list[Body]:
    counted = (
        asks.order_by().values("from_unit").annotate(n=Count("pk"), hurried=Count("pk", filter=~Q(urgent_reason="")))
    )
    rows = list(counted.order_by("-n")[:8])
    named = Unit.objects.in_bulk([row["from_unit"] for row in rows if row["from_unit"]])
    return [Body(named.get(row["from_unit"]), row["n"], row["hurried"]) for row in rows]
