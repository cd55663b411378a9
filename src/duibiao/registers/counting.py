"""What stands in a register, and its sums: by unit, kind and month, now or as it was known at an instant.

Its one trick: a row counts if it was recorded by then and nothing that was recorded by then supersedes it. Nothing is kept beside
the rows, so a sum cannot differ from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth

from duibiao.registers.choices import ColumnKind
from duibiao.registers.models import Column, Entry, Register

#: What a page asks for when it wants the number of rows.
TIMES = "times"


def newest() -> Q:
    """The SQL condition of rows that nothing supersedes, withdrawals among them."""
    return Q(~Exists(Entry.objects.filter(supersedes=OuterRef("pk"))))


def standing(as_of: datetime | None = None) -> Q:
    """The SQL condition of rows that count."""
    if as_of is None:
        return newest() & Q(withdrawn=False)
    later = Entry.objects.filter(supersedes=OuterRef("pk"), at__lte=as_of)
    return Q(~Exists(later), withdrawn=False, at__lte=as_of)


def amount(key: str) -> Any:
    """A number of a row's own column, exact; nothing where none was written."""
    return Cast(KeyTextTransform(key, "values"), DecimalField(max_digits=20, decimal_places=2))


def numbers_of(columns: Sequence[Column]) -> list[Column]:
    """The columns that are summed."""
    return [one for one in columns if one.kind == ColumnKind.NUMBER and one.dropped_at is None]


@dataclass(frozen=True)
class Sums:
    """The number of rows, and by key of a column its sum."""

    times: int
    amounts: dict[str, Decimal]

    def of(self, what: str) -> Decimal | int:
        return self.times if what == TIMES else self.amounts.get(what, Decimal(0))

    def __add__(self, other: "Sums") -> "Sums":
        keys = {**self.amounts, **other.amounts}
        return Sums(
            self.times + other.times,
            {key: self.amounts.get(key, Decimal(0)) + other.amounts.get(key, Decimal(0)) for key in keys},
        )


NOTHING = Sums(0, {})
#: By what the totals are laid out: the field of a row, how it is named, how the lines are ordered.
SIDES = {"unit": ("unit", "unit__name", "unit__path"), "kind": ("kind", "kind", "kind")}


@dataclass(frozen=True)
class Line:
    """A line of the totals: a unit or a kind, month by month."""

    key: Any
    name: str
    months: dict[date, Sums]

    @property
    def whole(self) -> Sums:
        return sum(self.months.values(), NOTHING)


def _summed(columns: Sequence[Column]) -> dict[str, Any]:
    return {"n_times": Count("pk"), **{f"n_{one.key}": Sum(amount(one.key)) for one in numbers_of(columns)}}


def _sums(row: dict[str, Any], columns: Sequence[Column]) -> Sums:
    return Sums(row["n_times"], {one.key: row[f"n_{one.key}"] or Decimal(0) for one in numbers_of(columns)})


def lines(rows: QuerySet[Entry], columns: Sequence[Column], side: str) -> list[Line]:
    """By unit or kind, month by month: one statement."""
    key, name, order = SIDES[side]
    found: Any = rows.order_by().annotate(month=TruncMonth("day")).values(key, name, order, "month")
    made: dict[Any, Line] = {}
    for row in found.annotate(**_summed(columns)).order_by(order, key, "month"):
        line = made.setdefault(row[key], Line(row[key], row[name], {}))
        line.months[row["month"]] = _sums(row, columns)
    return list(made.values())


def months_of(found: Sequence[Line]) -> list[date]:
    return sorted({month for line in found for month in line.months})


def whole(rows: QuerySet[Entry], columns: Sequence[Column]) -> Sums:
    """All of them together: one statement."""
    return _sums(rows.order_by().aggregate(**_summed(columns)), columns)


def by_register(rows: QuerySet[Entry]) -> dict[int, int]:
    """How many rows of each register: one statement."""
    found: Any = rows.order_by().values_list("register").annotate(n=Count("pk"))
    return dict(found)


def rows_of(register: Register, since: date | None, until: date | None, as_of: datetime | None) -> QuerySet[Entry]:
    """What counts of a register in a period, its last day included."""
    rows = Entry.objects.filter(standing(as_of), register=register)
    rows = rows.filter(day__gte=since) if since else rows
    return rows.filter(day__lte=until) if until else rows
