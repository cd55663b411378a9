"""A list as a page shows it: filtered, sorted and paged by what the address asks, exported exactly as seen.

Its one trick: paging is by key, not by number: the next page begins after the last row's sort key, so that page 200
costs what page 1 costs, and rows that come in between shift nothing.
"""

import base64
import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

Words = str | Promise
Row = TypeVar("Row", bound=Model)
PAGE = 50


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its title, its value in an export, and the field by which it sorts (empty: it does not)."""

    name: str
    title: Words
    value: Callable[[Row], Any]
    sort: str = ""
    number: bool = False

    @property
    def descending(self) -> str:
        return f"-{self.sort}"


@dataclass(frozen=True)
class Filter:
    """A choice in the address: its words, its options, and the SQL condition of an option. No options: a search box, or a day."""

    name: str
    title: Words
    condition: Callable[[str], Q]
    options: Sequence[tuple[str, Words]] | None = None
    day: bool = False

    def allows(self, value: str) -> bool:
        """An option that is not one of ours is as if it were not there."""
        return bool(value) and (self.options is None or value in dict(self.options))

    def words_of(self, value: str) -> Words:
        return dict(self.options or ()).get(value, value)


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its name and words. Its link takes it off."""

    name: str
    title: Words
    words: Words


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
        on = [(one, self.asked.get(one.name, "").strip()) for one in self.filters]
        on = [(one, value) for one, value in on if one.allows(value)]
        self.chips = [Chip(one.name, one.title, one.words_of(value)) for one, value in on]
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


def after(key: Mapping[str, Any], *, backwards: bool) -> Q:
    """Rows beyond `key` in the order of its fields: (a > x) or (a = x and b > y)."""
    beyond, equal = Q(pk__in=[]), Q()
    for name, value in key.items():
        beyond |= equal & Q(**{f"{name}__{'lt' if backwards else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond


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
