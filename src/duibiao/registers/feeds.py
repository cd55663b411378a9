"""The numbers that registers count for the journal: which measures, and how they stand against what was typed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from duibiao.facts.claims import Claim
from duibiao.facts.models import Fact
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_see_unit
from duibiao.registers.counting import amount, standing
from duibiao.registers.models import Entry, Feed
from duibiao.standards.models import Measure
from duibiao_engine.standard.measures import Measure as Definition

#: Kinds of measures whose facts add up, unless their definition says otherwise.
ADDING = ("count", "event", "amount")


def adds_up(measure: Measure) -> bool:
    """Whether its facts are summed, for a unit and not for places: only such a number can be a register's."""
    combine = measure.definition.get("combine") or Definition(code="a", name="a", kind=measure.kind).combine  # type: ignore[arg-type]
    return measure.kind in ADDING and combine == "sum" and measure.definition.get("per") != "site"


def claimed(measures: Collection[str]) -> Mapping[str, Claim]:
    """The measures that registers count now, for the journal's door."""
    held = Feed.objects.filter(measure__in=list(measures), ended_at=None).select_related("register")
    return {one.measure_id: Claim(one.since, one.register.name) for one in held}


def mark(feed: Feed) -> str:
    """How the uid of each of its facts begins."""
    return f"registers:{feed.pk}:"


def uid_of(feed: Feed, unit: int, day: date) -> str:
    return f"{mark(feed)}{unit}:{day.isoformat()}"


def counted(feed: Feed, units: Collection[int] | None = None) -> dict[tuple[int, date], Decimal]:
    """By unit and day, what the register says: one statement."""
    rows = entries_of(feed)
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    sums: Any = rows.order_by().values_list("unit", "day").annotate(n=amount_of(feed))
    return {(unit, day): Decimal(n or 0) for unit, day, n in sums}


def entries_of(feed: Feed) -> Any:
    rows = Entry.objects.filter(standing(), register=feed.register_id, day__gte=feed.since)
    return rows.filter(kind__in=feed.kinds) if feed.kinds else rows


def amount_of(feed: Feed) -> Any:
    return Count("pk") if feed.column is None else Sum(amount(feed.column.key))


def typed(feed: Feed) -> Any:
    """The facts of its measure that say a number and come from elsewhere, from its first day on."""
    after = timezone.make_aware(datetime.combine(feed.since, datetime.min.time()))
    found = Fact.objects.filter(measure=feed.measure_id, superseded_by=None).exclude(value=None).exclude(value=0)
    return found.filter(Q(at=None) | Q(at__gte=after)).exclude(uid__startswith=mark(feed))


@dataclass(frozen=True)
class Clash:
    """A unit whose number was said elsewhere as well. The register's waits until somebody says which one counts."""

    unit: Unit
    typed: float
    registered: float

    @property
    def difference(self) -> float:
        return self.typed - self.registered


def clashes(feed: Feed) -> list[Clash]:
    """Two statements, and one for the units."""
    told = dict(typed(feed).order_by().values_list("unit__pk").annotate(n=Sum("value")))
    if not told:
        return []
    sums: Any = entries_of(feed).filter(unit__in=told).order_by().values_list("unit").annotate(n=amount_of(feed))
    here = dict(sums)
    units = Unit.objects.filter(pk__in=told).order_by("order", "pk")
    return [Clash(unit, told[unit.pk], float(here.get(unit.pk) or 0)) for unit in units]


def clashes_for(by: User, found: Iterable[Feed]) -> list[tuple[Feed, Clash]]:
    """Those of the units that `by` works for: what a unit sees of its own two numbers."""
    return [(feed, one) for feed in found for one in clashes(feed) if may_see_unit(by, one.unit)]


def feeds(register: int | None = None) -> Any:
    """Those in force, with what their pages need."""
    found = Feed.objects.filter(ended_at=None).select_related("register", "measure", "column", "by__person")
    return found.filter(register=register) if register else found


def connectable() -> Any:
    """Measures that add up and that no register counts yet, as an edition in use binds them."""
    kinds = Measure.objects.filter(kind__in=ADDING, bindings__isnull=False).distinct()
    taken = Feed.objects.filter(ended_at=None).values("measure")
    return kinds.exclude(pk__in=taken).order_by("name", "code")
