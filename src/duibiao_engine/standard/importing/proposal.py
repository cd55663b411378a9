"""What passes between the steps of an import: source tables, how they were understood, the clauses, the proposed tree.

All values are frozen and can be stored as JSON (`codec.to_json`, `codec.from_json`), so that a person's work is kept from
step to step. A person never edits them: what they want otherwise is given as `Corrections`, and the steps are run again.

Rows and columns count from 1, as people see them. Points are in points of the standard; None means that none were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from duibiao_engine.problems import Problem

# ── the file ──────────────────────────────────────────────────────────────────────────────────────


class FileKind(StrEnum):
    """What the file is, by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; row and column 0 mean the whole table."""

    table: str = ""
    row: int = 0
    column: int = 0
    is_sheet: bool = False

    def __str__(self) -> str:
        if not self.row:
            return self.table
        if self.is_sheet:
            return f"{self.table}!{column_letters(self.column or 1)}{self.row}"
        return f"{self.table}第 {self.row} 行" + (f"第 {self.column} 列" if self.column else "")


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its text as shown; a merged one stands once, at its top left, with its span."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    indent: int = 0
    bold: bool = False

    def covers(self, row: int, column: int) -> bool:
        """Whether the (merged) cell lies over this position."""
        return self.row <= row < self.row + self.rows and self.column <= column < self.column + self.columns


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as it stands in the file. `name` is the sheet's name, or 第 2 张表 in a document."""

    number: int
    name: str
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    is_sheet: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden: bool = False
    #: Lines of text that stand before the table in a document (titles), and after it (notes).
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def place(self, row: int = 0, column: int = 0) -> Place:
        """A place in this table."""
        return Place(self.name, row, column, self.is_sheet)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `carried` is what an export of ours put out of sight (see `carried`), else empty."""

    name: str
    sha256: str
    kind: FileKind
    tables: tuple[SourceTable, ...]
    problems: tuple[Problem, ...] = ()
    carried: str = ""


# ── how the tables are understood ─────────────────────────────────────────────────────────────────


class ColumnRole(StrEnum):
    """What a column holds."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    LEVEL4 = "level4"
    LEVEL5 = "level5"
    CODE = "code"
    NAME = "name"  #: names of all levels in one column, told apart by numbering or indentation
    CONTENT = "content"  #: 测评内容、测评标准: what is demanded
    RULE = "rule"  #: 计分办法: how points are taken or given
    POINTS = "points"
    METHOD = "method"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    APPLIES = "applies"  #: 考核对象: the kinds of units that are assessed
    MATERIALS = "materials"
    NOTE = "note"
    IGNORE = "ignore"  #: 序号, 得分, 自评: nothing of the standard

    @property
    def depth(self) -> int:
        """1 for LEVEL1 and so on; 0 for what is no level."""
        return int(self.value[5:]) if self.value.startswith("level") else 0


class RowKind(StrEnum):
    """What a row of a table is."""

    TITLE = "title"
    HEADER = "header"
    ITEM = "item"
    SECTION = "section"  #: a line over the whole width that names a higher level
    TOTAL = "total"
    NOTE = "note"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column, what it was taken for, and why."""

    column: int
    role: ColumnRole
    heading: str = ""
    #: The known word that the heading was recognised by; empty when the content decided.
    synonym: str = ""
    confidence: float = 1.0
    #: The level whose points a POINTS column holds (分值 right after 一级指标), 0 for that of the row.
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TableReading:
    """How one table is understood. `used` is False for a table that is no part of the standard."""

    table: int
    name: str
    used: bool
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnReading, ...] = ()
    #: Rows that are no items, and what they are; every other row below the header is an item.
    row_kinds: dict[int, RowKind] = field(default_factory=dict)
    #: The table goes on with the columns and the last item of the one before it.
    continues: bool = False
    why: str = ""

    def column_of(self, role: ColumnRole) -> int:
        """The first column with this role, 0 if there is none."""
        return next((one.column for one in self.columns if one.role is role), 0)


@dataclass(frozen=True, slots=True)
class TableCorrection:
    """What a person says of one table; what is None or absent is left to the program."""

    table: int
    used: bool | None = None
    header_rows: tuple[int, ...] | None = None
    roles: dict[int, ColumnRole] = field(default_factory=dict)
    row_kinds: dict[int, RowKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person says of the reading of a file."""

    tables: tuple[TableCorrection, ...] = ()
    title: str = ""

    def of(self, table: int) -> TableCorrection:
        """What was said of this table."""
        return next((one for one in self.tables if one.table == table), TableCorrection(table))


# ── the proposal ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Placed:
    """Words and where they stand."""

    words: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words about units, as they stand in the table; who is meant is worked out by whoever knows the units."""

    lead: str = ""
    responsible: str = ""
    supporting: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """One indicator of the proposed tree.

    `text` is what the indicator demands (测评内容), `clauses` the scoring words of a leaf with their places; where the table has
    one column for both, the clause is in `clauses` and `text` is empty. `numbering` is the number as written (（二）, Ⅱ-3),
    `raw` the whole text of its cell, `code` the one proposed. `reading` is the clause as read, as `clauses.values.ClauseReading`
    dumps itself. `restored` is the indicator exactly as exported, where the file is an untouched export of ours.
    """

    code: str
    name: str
    place: Place = Place()
    numbering: str = ""
    raw: str = ""
    points: float | None = None
    text: str = ""
    clauses: tuple[Placed, ...] = ()
    method: str = ""
    method_words: str = ""
    units: UnitWords = UnitWords()
    #: Kinds of units that are assessed (考核对象): known ones by their codes, the words as they stand.
    applies_to: tuple[str, ...] = ()
    applies_words: str = ""
    materials: str = ""
    note: str = ""
    bonus: bool = False
    children: tuple[ProposedIndicator, ...] = ()
    reading: dict[str, Any] | None = None
    restored: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def clause(self) -> str:
        """All scoring words in one text."""
        return "\n".join(one.words for one in self.clauses)

    def walk(self) -> Iterator[ProposedIndicator]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file was taken to say. `head` holds the other keys of a standard where the file carried them."""

    file: str
    sha256: str
    title: str
    points: float | None
    indicators: tuple[ProposedIndicator, ...]
    tables: tuple[TableReading, ...] = ()
    #: Notes under the tables, which are shown and not interpreted.
    notes: tuple[Placed, ...] = ()
    problems: tuple[Problem, ...] = ()
    head: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[ProposedIndicator]:
        """All indicators in reading order."""
        for one in self.indicators:
            yield from one.walk()

    @property
    def leaves(self) -> list[ProposedIndicator]:
        """Indicators without children."""
        return [one for one in self.walk() if not one.children]

    def all_problems(self) -> list[Problem]:
        """Those of the file and those of each indicator."""
        return [*self.problems, *(problem for one in self.walk() for problem in one.problems)]
