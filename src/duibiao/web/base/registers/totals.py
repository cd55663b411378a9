"""The totals of a register: units or kinds, month by month, one number at a time, every number a way to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.spans import moments_of, today
from duibiao.organisation.models import User
from duibiao.registers import counting
from duibiao.registers.choices import Sort
from duibiao.registers.models import Column, Entry, Register
from duibiao.registers.permissions import counted_entries
from duibiao.registers.queries import end_of
from duibiao.web.base.registers.lists import day_of


@dataclass(frozen=True)
class Asked:
    """What an address asks: the period, the kind, the unit, the day as of which, the side and the number."""

    since: date | None
    until: date | None
    as_of: date | None
    kind: str
    unit: str
    side: str
    what: str

    def rows(self, by: User, register: Register) -> QuerySet[Entry]:
        found = counting.rows_of(register, self.since, self.until, end_of(self.as_of)).filter(counted_entries(by))
        found = found.filter(kind=self.kind) if self.kind else found
        return found.filter(unit=int(self.unit)) if self.unit else found

    @property
    def narrowing(self) -> dict[str, str]:
        """What a link to the rows carries on."""
        said = {
            "kind": self.kind,
            "unit": self.unit,
            "since": _iso(self.since),
            "until": _iso(self.until),
            "as_of": _iso(self.as_of),
        }
        return {"state": "counted", **{key: value for key, value in said.items() if value}}

    @property
    def period(self) -> str:
        if self.since and self.until:
            return _("%(since)s至%(until)s") % {"since": day_text(self.since), "until": day_text(self.until)}
        if self.since:
            return _("%s起") % day_text(self.since)
        return _("截至%s") % day_text(self.until) if self.until else _("全部时间")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def asked_of(request: HttpRequest, register: Register, columns: Sequence[Column]) -> Asked:
    """Activities are counted for this year unless something else is asked; a list that stands is counted whole."""
    get = request.GET
    this_year = today().replace(month=1, day=1) if register.sort == Sort.ACTIVITY and "since" not in get else None
    numbers = {counting.TIMES, *(one.key for one in counting.numbers_of(columns))}
    what, side, unit, kind = get.get("what", ""), get.get("side", ""), get.get("unit", ""), get.get("kind", "")
    return Asked(
        since=day_of(get.get("since")) or this_year, until=day_of(get.get("until")), as_of=day_of(get.get("as_of")),
        kind=kind if kind in register.kinds else "", unit=unit if unit.isdigit() and len(unit) < 12 else "",
        side=side if side in counting.SIDES else "unit", what=what if what in numbers else counting.TIMES,
    )  # fmt: skip


@dataclass(frozen=True)
class Cell:
    number: Decimal | int
    rows: str


@dataclass(frozen=True)
class Row:
    name: str
    cells: list[Cell]
    whole: Cell


def laid_out(found: Sequence[counting.Line], months: Sequence[date], asked: Asked) -> list[Row]:
    """Each number with the question that shows its rows."""
    return [
        Row(
            line.name,
            [Cell(line.months.get(month, counting.NOTHING).of(asked.what), _way(asked, line.key, month)) for month in months],
            Cell(line.whole.of(asked.what), _way(asked, line.key)),
        )
        for line in found
    ]  # fmt: skip


def feet(found: Sequence[counting.Line], months: Sequence[date], asked: Asked) -> list[Cell]:
    """The last line: all of a month, whoever and whatever."""
    sums = [sum((line.months.get(month, counting.NOTHING) for line in found), counting.NOTHING) for month in months]
    return [Cell(one.of(asked.what), _way(asked, None, month)) for one, month in zip(sums, months, strict=True)]


def _way(asked: Asked, key: Any, month: date | None = None) -> str:
    said = dict(asked.narrowing)
    if key is not None:
        said[asked.side] = str(key)
    if month is not None:
        last = date.fromordinal(moments_of(month)[1].date().toordinal() - 1)
        said["since"] = max(month, asked.since or month).isoformat()
        said["until"] = min(last, asked.until or last).isoformat()
    return urlencode(said)


def numbers(register: Register, columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """What is counted: its key, its name, its unit."""
    first = (counting.TIMES, _("次数") if register.sort == Sort.ACTIVITY else _("条数"), register.word)
    return [first, *((one.key, one.title, one.unit_word) for one in counting.numbers_of(columns))]


def sheet(rows: Sequence[Row], months: Sequence[date]) -> tuple[list[str], list[list[Any]]]:
    """What is seen, for a workbook."""
    heads = ["", _("合计"), *(f"{month:%Y-%m}" for month in months)]
    return heads, [[row.name, _number(row.whole), *map(_number, row.cells)] for row in rows]


def _number(cell: Cell) -> int | float:
    return int(cell.number) if cell.number == int(cell.number) else float(cell.number)
