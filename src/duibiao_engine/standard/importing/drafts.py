"""Rows become a tree: by merged cells, by blanks that mean the same as above, by numbers, by indents.

Its one trick: whichever way a table shows its levels, each row is led to the node that it belongs to; what hangs on rows
(points, clauses, units) is looked up by them later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.numbering import Depths, Number
from duibiao_engine.standard.importing.numerals import points_in, points_of
from duibiao_engine.standard.importing.proposal import Cell, ColumnRole, Place, RowKind, TableReading

_CONTINUED = re.compile(r"[(（]\s*(?:续表?|接上[页表]?)\s*[)）]$")
_BARE = re.compile(r"^(\d{1,2}|[A-Z](?![类级档区组型岗等]))(?=[\u4e00-\u9fff“《「])")

_REMARK = re.compile(r"^[(（]?(?:单位|计量单位|填报|注|说明|续|接上)|^\d{4}年|^[^（(\d、.]{2,8}[:：]")
_TITLE = re.compile(r"满分|总分|[表系]$|标准|细则|办法|方案|考核|考评|测评|评估|^[(（]")
_WHOLE = 100.0
_SHORT_LINE = 16


@dataclass(frozen=True, slots=True)
class Row:
    """An item row of one of the tables."""

    read: Read
    number: int


@dataclass(frozen=True, eq=False)
class Read:
    """A table that is used, with its layout."""

    layout: Layout
    reading: TableReading

    def column(self, role: ColumnRole) -> int:
        """The first column with this role."""
        return self.reading.column_of(role)

    def columns(self, role: ColumnRole) -> list[int]:
        """All columns with this role."""
        return [one.column for one in self.reading.columns if one.role is role]

    def levels(self) -> list[int]:
        """The level columns, highest first."""
        levels = [one for one in self.reading.columns if one.role.depth]
        return [one.column for one in sorted(levels, key=lambda one: one.role.depth)]

    def place(self, row: int, column: int = 0) -> Place:
        """A place in the table."""
        return self.layout.table.place(row, column)


@dataclass(eq=False)
class Draft:
    """A node while the tree is built."""

    raw: str
    place: Place
    level: int = 0  #: 1 for the first level column, 0 for a section or a name
    number: Number | None = None
    name: str = ""
    named_points: float | None = None
    points: float | None = None
    points_place: Place | None = None
    bonus: bool = False
    named_bonus: bool = False  #: below an item outside the full mark
    applies: tuple[str, ...] = ()  #: kinds of units; empty means all
    code: str = ""
    rows: list[Row] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    text: str = ""
    split: bool = False  #: made from a row of content, not from a level column

    @classmethod
    def named(cls, raw: str, place: Place, level: int = 0) -> Draft:
        """A node from the text of its cell."""
        number, rest = numbering.split(_CONTINUED.sub("", raw))
        name, points = points_in(rest.replace("\n", ""))
        return cls(raw, place, level, number, name or raw, points)

    def walk(self) -> Iterator[Draft]:
        """Itself and all below."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_rows(self) -> Iterator[Row]:
        """Its rows and those of all below."""
        for node in self.walk():
            yield from node.rows


class Rebuilder:
    """Goes through the tables in their order; a table that continues another goes on with its last item."""

    def __init__(self, *, several: bool = False) -> None:
        self._several = several  #: whether there are several tables
        self.roots: list[Draft] = []
        self._sections: list[Draft] = []
        self._section_depths = Depths()
        self._current: list[Draft | None] = []
        self._depths = Depths()
        self._names: list[Draft] = []
        self._base = 0
        self._nameless: Draft | None = None  #: the last item that only its content names

    def take(self, read: Read) -> None:
        """One table."""
        if not read.reading.continues:
            self._current, self._names, self._depths = [], [], Depths()
            self._headlines(read)
        levels, name = read.levels(), read.column(ColumnRole.NAME)
        for row in range(1, read.layout.table.rows + 1):
            kind = read.reading.row_kinds.get(row, RowKind.ITEM)
            if kind is RowKind.SECTION:
                self._section(read, row)
            elif kind is RowKind.ITEM:
                (self._by_name if name else self._by_levels)(Row(read, row), levels or [name])

    def _headlines(self, read: Read) -> None:
        """A numbered line before a table names the level that the table is about, one before it the level above."""
        lines = headlines_of(read.layout.table.before)
        if not lines or numbering.split(lines[-1])[0] is None:
            self._sections, self._section_depths = [], Depths()
        for line in lines:
            if is_headline(line) or self._several:
                self._open_section(Draft.named(line, Place(read.layout.table.name)))

    def _section(self, read: Read, row: int) -> None:
        cells = read.layout.beginning(row)
        named = [one for one in cells if numbering.alone(one.text) is None and points_of(one.text) is None]
        cell = max(named or cells, key=lambda one: one.columns)
        self._open_section(Draft.named(cell.text, read.place(row, cell.column)))
        self._sections[-1].rows.append(Row(read, row))
        self._current, self._names, self._depths = [], [], Depths()

    def _open_section(self, node: Draft) -> None:
        depth = self._section_depths.of(node.number, 0)
        self._sections = self._sections[: depth - 1]
        self._hang(node, self._sections[-1] if self._sections else None)
        self._sections.append(node)

    def _hang(self, node: Draft, parent: Draft | None) -> None:
        above = parent or (self._sections[-1] if self._sections else None)
        (above.children if above is not None and above is not node else self.roots).append(node)

    def _by_levels(self, row: Row, columns: list[int]) -> None:
        """Each level column says whether its node goes on or a new one begins."""
        current = self._current = (self._current + [None] * len(columns))[: len(columns)]
        changed = False
        for place, column in enumerate(columns):
            cell = row.read.layout.at(row.number, column)
            own = cell if cell is not None and cell.column == column and cell.text else None
            if own is None:
                beside = cell is not None and cell.column < column
                current[place] = None if beside or changed else current[place]
            elif changed or not _is_same(current[place], own, row):
                current[place:] = [None] * (len(columns) - place)
                self._begin(row, own, place)
                changed = True
        self._belongs(row, next((node for node in reversed(current) if node is not None), None))

    def _begin(self, row: Row, cell: Cell, place: int) -> None:
        node = Draft.named(cell.text, row.read.place(cell.row, cell.column), place + 1)
        self._hang(node, next((one for one in reversed(self._current[:place]) if one is not None), None))
        self._current[place] = node

    def _belongs(self, row: Row, node: Draft | None) -> None:
        if node is None and self._nameless is not None and _goes_on(self._nameless.rows[-1], row):
            node = self._nameless
        if node is None:
            node = self._nameless = Draft("", row.read.place(row.number), split=True)
            self._hang(node, None)
        node.rows.append(row)

    def _by_name(self, row: Row, columns: list[int]) -> None:
        """One column names all levels: the number, the code beside it or the indent says which."""
        layout, column = row.read.layout, columns[0]
        cell = layout.at(row.number, column)
        if (cell is None or not cell.text) and self._names and _stands_alone(row):
            nameless = Draft("", row.read.place(row.number, column), rows=[row], split=True)
            self._names = self._names[:-1] if len(self._names) > 1 else self._names
            self._hang(nameless, self._names[-1])
            self._names.append(nameless)
            return
        if cell is None or cell.row != row.number or not cell.text:
            self._belongs(row, self._names[-1] if self._names else None)
            return
        node = Draft.named(cell.text, row.read.place(row.number, column))
        code = row.read.column(ColumnRole.CODE)
        beside = numbering.alone(layout.text(row.number, code)) if code else None
        depth = self._depths.of(beside or node.number, cell.indent)
        if not self._names:
            self._base = depth - 1  # below a section the codes begin with the second level: 1.1, Ⅱ-1
        depth = min(max(depth - self._base, 1), len(self._names) + 1)
        self._names = self._names[: depth - 1]
        self._hang(node, self._names[-1] if self._names else None)
        self._names.append(node)
        node.rows.append(row)


def _stands_alone(row: Row) -> bool:
    """Whether a row without a name has points and words of its own: an item whose name was left out."""
    points = [row.read.layout.text(row.number, column) for column in row.read.columns(ColumnRole.POINTS)]
    said = [row.read.layout.text(row.number, row.read.column(role)) for role in (ColumnRole.CONTENT, ColumnRole.RULE)]
    return any(points) and any(said)


def _goes_on(last: Row, row: Row) -> bool:
    """Whether a row says a further rule of the content above it: its content and points are merged, or left blank."""
    if last.read is not row.read or last.number != row.number - 1:
        return False
    layout = row.read.layout
    contents = row.read.columns(ColumnRole.CONTENT)
    own = [*contents, *row.read.columns(ColumnRole.POINTS)]
    rules = [layout.text(row.number, column) for column in row.read.columns(ColumnRole.RULE)]
    return bool(contents) and any(rules) and not any(layout.text(row.number, column) for column in own)


def _ordinal(written: str) -> int:
    return int(written) if written.isdigit() else ord(written) - 64


def bare_numbers(nodes: list[Draft]) -> None:
    """1组织领导, 2依法行政, or A决策, B过程: digits or letters that touch their names are numbers where brothers run from one."""
    found = [_BARE.match(node.raw) if node.number is None and not node.split else None for node in nodes]
    ordinals = [_ordinal(one[1]) if one else 0 for one in found]
    below = all(
        child.number is None or child.number.kind != "dotted2" or child.number.code.split(".")[0] == str(ordinal)
        for node, ordinal in zip(nodes, ordinals, strict=True)
        for child in node.children
    )
    if len(nodes) > 1 and ordinals == list(range(1, len(nodes) + 1)) and below:
        for node, one in zip(nodes, found, strict=True):
            digits = one[1] if one else ""
            node.number = Number(digits, "1.", _ordinal(digits))
            node.name, node.named_points = points_in(_CONTINUED.sub("", node.raw)[len(digits) :].replace("\n", ""))
    for node in nodes:
        bare_numbers(node.children)


def is_headline(line: str) -> bool:
    """Whether a line before a table names a level: 一、组织领导（15分）."""
    number, rest = numbering.split(line)
    speaks = number is not None and (points_in(rest)[1] is not None or number.kind in ("一、", "part", "（一）"))
    return speaks and 0 < len(line) <= 40


def headlines_of(before: tuple[str, ...]) -> list[str]:
    """The lines before a table that name levels, highest first: the last one that is no remark, and those it lies under."""
    lines = [line for line in before if not _REMARK.match(line)]
    if not lines or not (is_headline(lines[-1]) or is_group_line(lines[-1])):
        return []
    found, kinds = [lines[-1]], {_kind(lines[-1])}
    for line in reversed(lines[:-1]):
        speaks = points_in(line)[1] is not None or _kind(line) == "part"
        if not is_headline(line) or not speaks or None in kinds or _kind(line) in kinds:
            break
        found.insert(0, line)
        kinds.add(_kind(line))
    return found


def _kind(line: str) -> str | None:
    number = numbering.split(line)[0]
    return number.kind if number is not None else None


def is_group_line(line: str) -> bool:
    """Whether an unnumbered line before one of several tables names a level: 组织领导（15分）."""
    name, points = points_in(line)
    return points is not None and points < _WHOLE and 2 <= len(name) <= _SHORT_LINE and not _TITLE.search(name)


def _is_same(node: Draft | None, cell: Cell, row: Row) -> bool:
    """Whether a cell speaks of the node that is open: it is its merged cell, or says the same again."""
    if node is None:
        return False
    is_merged = cell.row < row.number and node.place == row.read.place(cell.row, cell.column)
    return is_merged or _squeezed(cell.text) == _squeezed(node.raw)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", _CONTINUED.sub("", text))
