"""Word documents (.docx): tables with their spans, in the order of the document, with the lines before and after.

Its one trick: the document's own XML is walked, not the cells of a library, so that a span, a nested table, a content
control, a tracked deletion and an automatic number are each seen for what they are.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.docx_numbering import Numbering, W
from duibiao_engine.standard.importing.grid import MOST_COLUMNS, MOST_ROWS, clean, leading_blanks, table_of
from duibiao_engine.standard.importing.proposal import Cell, SourceTable
from duibiao_engine.standard.importing.xlsx_tables import look_through

_BODY = "word/document.xml"
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
#: Wrappers whose content counts as if they were not there.
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo", "hyperlink")}
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "delText", "rPr", "pPr")}
_TWIPS_PER_INDENT = 210


def read_document(file: str, archive: zipfile.ZipFile) -> tuple[list[SourceTable], list[Problem]]:
    """The tables and the problems. Raises Refused."""
    look_through(file, archive)
    try:
        root = ElementTree.fromstring(archive.read(_BODY))
        numbering = Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    except (KeyError, ElementTree.ParseError) as fault:
        raise refusals.broken(file) from fault
    body = root.find(f"{W}body")
    if body is None:
        raise refusals.broken(file)
    walk = _Walk(file, numbering)
    walk.through(body)
    return walk.tables, walk.problems


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    return ElementTree.fromstring(archive.read(name)) if name in archive.namelist() else None


class _Walk:
    """Goes through the body once."""

    def __init__(self, file: str, numbering: Numbering) -> None:
        self.file, self.numbering = file, numbering
        self.tables: list[SourceTable] = []
        self.problems: list[Problem] = []
        self._lines: list[str] = []
        self._paragraphs = 0

    def through(self, body: ElementTree.Element) -> None:
        """All paragraphs and tables."""
        for block in _inside(body):
            if block.tag == f"{W}p":
                self._paragraph(block)
            elif block.tag == f"{W}tbl":
                self._table(block, tuple(self._lines))
                self._lines = []
        self._close()

    def _paragraph(self, paragraph: ElementTree.Element) -> None:
        self._paragraphs += 1
        line = clean(self._line(paragraph))
        if line:
            self._lines.append(line)
        elif any(True for kind in _PICTURES for _ in paragraph.iter(kind)):
            self.problems.append(refusals.picture(self.file, f"第 {self._paragraphs} 段"))

    def _close(self) -> None:
        """Lines after a table stand with it, as well as before the next one."""
        if self.tables and self._lines:
            self.tables[-1] = replace(self.tables[-1], after=tuple(self._lines))

    def _table(self, element: ElementTree.Element, before: tuple[str, ...]) -> None:
        self._close()
        number = len(self.tables) + 1
        self.tables.append(SourceTable(number, "", (), 0, 0))  # keeps its number before those inside it
        cells, hidden = self._cells(element)
        made = table_of(number, f"第 {number} 张表", cells, hidden_rows=hidden)
        self.tables[number - 1] = replace(made, before=before)

    def _cells(self, element: ElementTree.Element) -> tuple[list[Cell], list[int]]:
        cells: list[Cell] = []
        hanging: dict[int, int] = {}  #: column → index of the cell that a vertical merge goes on from
        hidden = []
        rows = [row for row in _inside(element) if row.tag == f"{W}tr"]
        if len(rows) > MOST_ROWS:
            self.problems.append(refusals.part_too_large(self.file, f"第 {len(self.tables)} 张表"))
        for number, row in enumerate(rows[:MOST_ROWS], 1):
            self._row(row, number, cells, hanging)
            if row.find(f"{W}trPr/{W}hidden") is not None:
                hidden.append(number)
        return cells, hidden

    def _row(self, row: ElementTree.Element, number: int, cells: list[Cell], hanging: dict[int, int]) -> None:
        column = 1 + _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _inside(row):
            if cell.tag != f"{W}tc" or column > MOST_COLUMNS:
                continue
            span = min(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1), MOST_COLUMNS)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
            if goes_on and column in hanging:
                above = cells[hanging[column]]
                cells[hanging[column]] = replace(above, rows=number - above.row + 1)
            else:
                cells.append(self._cell(cell, number, column, span))
                hanging.pop(column, None)
                if merge is not None:
                    hanging[column] = len(cells) - 1
            column += span

    def _cell(self, cell: ElementTree.Element, row: int, column: int, span: int) -> Cell:
        lines: list[str] = []
        indent, bold = -1, False
        for block in _inside(cell):
            if block.tag == f"{W}tbl":
                lines.append(self._nested(block, tuple(filter(None, map(clean, lines)))))
            elif block.tag == f"{W}p":
                line = self._line(block)
                if line.strip():
                    indent = indent if indent >= 0 else _indent(block) + leading_blanks(line)
                    bold = bold or block.find(f"{W}r/{W}rPr/{W}b") is not None
                lines.append(line)
        text = clean("\n".join(lines))
        if not text and any(True for kind in _PICTURES for _ in cell.iter(kind)):
            place = f"第 {len(self.tables)} 张表第 {row} 行第 {column} 列"
            self.problems.append(refusals.picture(self.file, place))
        return Cell(row, column, text, 1, span, max(indent, 0), bold)

    def _nested(self, element: ElementTree.Element, before: tuple[str, ...]) -> str:
        """A table inside a cell: a wide one is a table of its own, a narrow one is text."""
        rows = [row for row in _inside(element) if row.tag == f"{W}tr"]
        widest = max((sum(1 for cell in _inside(row) if cell.tag == f"{W}tc") for row in rows), default=0)
        if widest >= 3 and len(rows) >= 2:
            self._table(element, before)
            return ""
        cells, _ = self._cells(element)
        texts: dict[int, list[str]] = {}
        for cell in cells:
            texts.setdefault(cell.row, []).append(cell.text.replace("\n", ""))
        return "\n".join(" ".join(filter(None, line)) for line in texts.values())

    def _line(self, paragraph: ElementTree.Element) -> str:
        text = "".join(_texts(paragraph))
        label = self.numbering.label(paragraph)
        return f"{label}{text}" if text.strip() else text


def _inside(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The children, those inside wrappers included."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _inside(child)
        else:
            yield child


def _texts(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag != f"{W}r" or not _is_hidden(child):
            yield from _texts(child)


def _is_hidden(run: ElementTree.Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false")


def _indent(paragraph: ElementTree.Element) -> int:
    own = paragraph.find(f"{W}pPr/{W}ind")
    if own is None:
        return 0
    twips = sum(_twips(own.get(f"{W}{name}")) for name in ("left", "start", "firstLine")) - _twips(
        own.get(f"{W}hanging")
    )
    chars = sum(_twips(own.get(f"{W}{name}")) for name in ("leftChars", "firstLineChars"))
    return max(chars // 100 if chars else twips // _TWIPS_PER_INDENT, 0)


def _twips(value: str | None) -> int:
    try:
        return int(float(value or 0))
    except ValueError:
        return 0


def _count(element: ElementTree.Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return max(int(value), otherwise) if value.isdigit() else otherwise
