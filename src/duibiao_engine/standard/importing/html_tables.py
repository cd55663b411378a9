"""Tables of a web page, or pasted from one: with their row and column spans.

Its one trick: a page's tables may lie inside tables; each open one has its own state on a stack, and one that only lays the
page out (no more than two cells across) gives its text away.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.grid import MOST_COLUMNS, MOST_ROWS, clean, leading_blanks, table_of
from duibiao_engine.standard.importing.proposal import Cell, SourceTable

_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "title", "caption"}
_SILENT = {"script", "style", "template", "noscript"}


@dataclass
class _Open:
    """A table whose end has not come."""

    number: int
    before: tuple[str, ...]
    cells: list[Cell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0
    text: list[str] = field(default_factory=list)
    span: tuple[int, int] = (1, 1)
    inside: bool = False


def read_html(file: str, text: str) -> tuple[list[SourceTable], list[Problem]]:
    """The tables and the problems."""
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    tables = [page.done[number] for number in sorted(page.done)]
    problems = [refusals.picture(file)] if page.pictures and not tables else []
    return [replace(table, number=n, name=f"第 {n} 张表") for n, table in enumerate(tables, 1)], problems


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: dict[int, SourceTable] = {}
        self.pictures = 0
        self._stack: list[_Open] = []
        self._count = self._silent = 0
        self._lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in _SILENT
        self.pictures += tag == "img"
        if tag in _BREAKS:
            self._say("\n")
        if tag == "table":
            self._count += 1
            self._stack.append(_Open(self._count, self._titles()))
        elif self._stack and tag == "tr":
            self._end_cell()
            self._stack[-1].row, self._stack[-1].column = self._stack[-1].row + 1, 0
        elif self._stack and tag in ("td", "th"):
            self._begin_cell(given)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BREAKS:
            self._say("\n")
        if self._stack and tag in ("td", "th", "tr"):
            self._end_cell()
        elif self._stack and tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # line ends in the source are no line ends on the page
            self._say(" ".join(data.split("\n")) if data.strip() else "")

    def finish(self) -> None:
        """Closes what the page left open."""
        while self._stack:
            self._end_table()
        self._hand_lines()

    def _say(self, text: str) -> None:
        (self._stack[-1].text if self._stack and self._stack[-1].inside else self._lines).append(text)

    def _titles(self) -> tuple[str, ...]:
        if not self._stack:
            self._hand_lines()
        lines = tuple(clean("".join(self._lines)).split("\n")[-8:])
        self._lines = []
        return tuple(line for line in lines if line)

    def _hand_lines(self) -> None:
        last = max(self.done, default=0)
        lines = clean("".join(self._lines))
        if last and lines:
            self.done[last] = replace(self.done[last], after=tuple(lines.split("\n")[:20]))

    def _begin_cell(self, given: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._stack[-1]
        table.row = max(table.row, 1)
        table.column += 1
        while (table.row, table.column) in table.taken:
            table.column += 1
        table.span = (_span(given.get("rowspan"), MOST_ROWS), _span(given.get("colspan"), MOST_COLUMNS))
        table.text, table.inside = [], True

    def _end_cell(self) -> None:
        table = self._stack[-1]
        if not table.inside or table.row > MOST_ROWS or table.column > MOST_COLUMNS:
            return
        rows, columns = table.span
        raw = "".join(table.text)
        table.cells.append(Cell(table.row, table.column, clean(raw), rows, columns, leading_blanks(raw)))
        for row in range(table.row, table.row + min(rows, 500)):
            table.taken.update((row, table.column + n) for n in range(columns))
        table.column += columns - 1
        table.inside = False

    def _end_table(self) -> None:
        self._end_cell()
        table = self._stack.pop()
        # a span that reaches below the last row is a slip of the page
        made = table_of(
            table.number, "", [replace(one, rows=min(one.rows, table.row - one.row + 1)) for one in table.cells]
        )
        if made.columns <= 2 and self._stack:
            self._say("\n" + "\n".join(cell.text for cell in made.cells))
        elif made.columns > 1:
            self.done[table.number] = replace(made, before=table.before)


def _span(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.strip().isdigit() else 1
