"""A list as a page shows it: filtered, sorted and paged by what the address asks, exported exactly as seen.

Its one trick: paging is by key, not by number: the next page begins after the last row's sort key, so that page 200
costs what page 1 costs, and rows that come in between shift nothing.

`Table` shows rows of the database, `Listed` rows that were worked out and lie in memory; a page cannot tell them apart.
"""

import base64
import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

Words = str | Promise
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
PAGE = 50


@dataclass(frozen=True)
class Column(Generic[Item]):
    """A column: its title, its value in an export, and the field by which it sorts (empty: it does not)."""

    name: str
    title: Words
    value: Callable[[Item], Any]
    sort: str = ""
    number: bool = False

    @property
    def descending(self) -> str:
        return f"-{self.sort}"


class Choice:
    """What a filter of either sort is to a page."""

    name: str
    title: Words
    options: Sequence[tuple[str, Words]] | None

    def allows(self, value: str) -> bool:
        """An option that is not one of ours is as if it were not there."""
        return bool(value) and (self.options is None or value in dict(self.options))

    def words_of(self, value: str) -> Words:
        return dict(self.options or ()).get(value, value)


@dataclass(frozen=True)
class Filter(Choice):
    """A choice in the address: its words, its options, and the SQL condition of an option. No options: a search box, or a day."""

    name: str
    title: Words
    condition: Callable[[str], Q]
    options: Sequence[tuple[str, Words]] | None = None
    day: bool = False


@dataclass(frozen=True)
class Pick(Choice, Generic[Item]):
    """The same for rows in memory: whether a row holds under an option. `nothing`: what it says where nothing is chosen."""

    name: str
    title: Words
    holds: Callable[[Item, str], bool]
    options: Sequence[tuple[str, Words]] | None = None
    nothing: Words = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its name and words. Its link takes it off."""

    name: str
    title: Words
    words: Words


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def chosen(asked: QueryDict, filters: Sequence[AnyChoice]) -> list[tuple[AnyChoice, str]]:
    """The filters that an address switches on, with their values."""
    on = [(one, asked.get(one.name, "").strip()) for one in filters]
    return [(one, value) for one, value in on if one.allows(value)]


def chips_of(on: Sequence[tuple[Choice, str]]) -> list[Chip]:
    return [Chip(one.name, one.title, one.words_of(value)) for one, value in on]


@dataclass
class Table(Generic[Row]):
    """A list, as asked by an address. `order` is the default sort key; the primary key is added, so that it is total."""

    asked: QueryDict
    rows_of: QuerySet[Row]
    columns: Sequence[Column[Row]]
    filters: Sequence[Filter] = ()
    order: str = "pk"
    size: int = PAGE
    chips: list[Chip] = field(init=False)

    def __post_init__(self) -> None:
        on = chosen(self.asked, self.filters)
        self.chips = chips_of(on)
        self._found = self.rows_of
        for one, value in on:
            self._found = self._found.filter(one.condition(value))
        sortable = {column.sort for column in self.columns if column.sort}
        wished = self.asked.get("sort", "")
        self.sort = wished if wished.lstrip("-") in sortable else self.order
        self.page = self._read_page()

    @property
    def rows(self) -> list[Row]:
        return self.page[: self.size]

    @property
    def next(self) -> str:
        """The `after` of the next page; empty on the last."""
        return encode(key_of(self.rows[-1], self._names)) if len(self.page) > self.size else ""

    @property
    def is_first(self) -> bool:
        return "after" not in self.asked

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)

    def everything(self) -> QuerySet[Row]:
        """All rows that the filters leave, sorted: what an export holds."""
        return self._sorted()

    def count(self) -> int:
        return self.everything().count()

    def each(self) -> Iterator[Row]:
        return self.everything().iterator(chunk_size=2000)

    @property
    def _names(self) -> list[str]:
        names = [self.sort.lstrip("-")]
        return names if names == ["pk"] else [*names, "pk"]

    def _sorted(self) -> QuerySet[Row]:
        sign = "-" if self.sort.startswith("-") else ""
        return self._found.order_by(*(sign + name for name in self._names))

    def _read_page(self) -> list[Row]:
        rows = self._sorted()
        start = decode(self.asked.get("after", ""))
        if start is not None and len(start) == len(self._names):
            key = dict(zip(self._names, start, strict=True))
            with contextlib.suppress(ValueError, TypeError, ValidationError):  # a key that somebody made up
                rows = rows.filter(after(key, backwards=self.sort.startswith("-")))
        return list(rows[: self.size + 1])


@dataclass
class Listed(Generic[Item]):
    """Rows in memory as a page shows them. They stand in the order given until a column is chosen, which sorts by its value.

    `key` names a row among the others: the next page begins after the one that the address names.
    """

    asked: QueryDict
    items: Sequence[Item]
    columns: Sequence[Column[Item]]
    filters: Sequence[Pick[Item]] = ()
    key: Callable[[Item], str] = str
    size: int = PAGE
    chips: list[Chip] = field(init=False)

    def __post_init__(self) -> None:
        on = chosen(self.asked, self.filters)
        self.chips = chips_of(on)
        found = [item for item in self.items if all(one.holds(item, value) for one, value in on)]
        wished = self.asked.get("sort", "")
        column = next((one for one in self.columns if one.sort and one.sort == wished.lstrip("-")), None)
        self.sort = wished if column else ""
        self._found = _ordered(found, column.value, backwards=wished.startswith("-")) if column else found
        names = [self.key(item) for item in self._found]
        start = decode(self.asked.get("after", "")) or [""]
        self._start = names.index(start[0]) + 1 if start[0] in names else 0

    @property
    def rows(self) -> list[Item]:
        return self._found[self._start : self._start + self.size]

    @property
    def next(self) -> str:
        return encode([self.key(self.rows[-1])]) if len(self._found) > self._start + self.size else ""

    @property
    def is_first(self) -> bool:
        return self._start == 0

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)

    def everything(self) -> list[Item]:
        return self._found

    def count(self) -> int:
        return len(self._found)

    def each(self) -> Iterator[Item]:
        return iter(self._found)


def _ordered(found: list[Item], value: Callable[[Item], Any], *, backwards: bool) -> list[Item]:
    """By a value; rows without one stand last."""
    there, without = ([item for item in found if (value(item) in (None, "")) is empty] for empty in (False, True))
    return [*sorted(there, key=value, reverse=backwards), *without]


def after(key: Mapping[str, Any], *, backwards: bool) -> Q:
    """Rows beyond `key` in the order of its fields: (a > x) or (a = x and b > y)."""
    beyond, equal = Q(pk__in=[]), Q()
    for name, value in key.items():
        beyond |= equal & Q(**{f"{name}__{'lt' if backwards else 'gt'}": value})
        equal &= Q(**{name: value})
    first = next(iter(key))  # said once more by itself, since an index can begin there and cannot begin at an "or"
    return beyond & Q(**{f"{first}__{'lte' if backwards else 'gte'}": key[first]})


def key_of(row: Model, names: Sequence[str]) -> list[Any]:
    return [follow(row, name) for name in names]


def follow(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row.isoformat() if isinstance(row, (date, datetime)) else row


def encode(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def decode(text: str) -> list[Any] | None:
    """The key in an address; None when it is none (somebody typed it)."""
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None
    return key if isinstance(key, list) else None
