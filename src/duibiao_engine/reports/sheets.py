"""What a report is: sheets of plain rows, and beside them a document for programs and a view for a terminal.

Its one trick: rows are made anew whenever they are asked for, so that a workbook of a million lines is written without
ever holding them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from duibiao_engine.rules.base import Language

if TYPE_CHECKING:
    from rich.console import RenderableType

CellKind = Literal["text", "whole", "points", "percent"]
Row = tuple[Any, ...]


def say(language: Language, zh: str, en: str) -> str:
    """One of both."""
    return en if language == "en" else zh


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable key for programs, its heading for people, what its cells are, how wide it prints."""

    key: str
    zh: str
    en: str
    kind: CellKind = "text"
    width: int = 10

    def heading(self, language: Language) -> str:
        """The heading in the reader's language."""
        return say(language, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a report."""

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]

    def title(self, language: Language) -> str:
        """The sheet's name in the reader's language."""
        return say(language, self.zh, self.en)

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows by key, for programs."""
        keys = [column.key for column in self.columns]
        return (dict(zip(keys, row, strict=True)) for row in self.rows())


@dataclass(frozen=True, slots=True)
class Report:
    """Something to hand out. `name` is the format's stable name (`duibiao/score@1`)."""

    name: str
    heading: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    flat: Sheet | None = None  #: what CSV holds, where it is not the first sheet
    document: Callable[[], dict[str, Any]] | None = None
    view: Callable[[], Iterable[RenderableType]] | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """What JSON holds."""
        if self.document is not None:
            return self.document()
        return {"format": self.name, **self.about, **{sheet.key: list(sheet.records()) for sheet in self.sheets}}
