"""Helpers that all readers share: texts as people see them, cells gathered into a table.

Its one trick: a table is cut to what is filled, so that ten thousand empty formatted rows cost nothing later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duibiao_engine.standard.importing.proposal import Cell, SourceTable

#: More rows than this is no table of a standard.
MOST_ROWS = 20_000
MOST_COLUMNS = 200
#: A single cell beyond this is cut; the longest known clause has 3,000 characters.
LONGEST_TEXT = 20_000
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u3000]+")


def clean(text: str) -> str:
    """Without invisible characters, blanks at the ends of lines, and empty lines."""
    lines = _INVISIBLE.sub("", text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line for line in (_BLANKS.sub(" ", one).strip() for one in lines) if line)


def leading_blanks(text: str) -> int:
    """How far the first line is indented by blanks: one for a full-width blank or two narrow ones."""
    head = text[: len(text) - len(text.lstrip())]
    return head.count("\u3000") + (len(head) - head.count("\u3000")) // 2


def shown(number: float) -> str:
    """A number as Excel shows it in a plain cell."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.15g}"


def table_of(
    number: int, name: str, cells: Iterable[Cell], *, is_sheet: bool = False, hidden_rows: Iterable[int] = (),
    hidden: bool = False,
) -> SourceTable:  # fmt: skip
    """A table cut to its filled cells; merged cells without text are kept only inside."""
    every = sorted(cells, key=lambda cell: (cell.row, cell.column))
    filled = [cell for cell in every if cell.text]
    rows = max((cell.row + cell.rows - 1 for cell in filled), default=0)
    columns = max((cell.column + cell.columns - 1 for cell in filled), default=0)
    kept = tuple(cell for cell in every if cell.row <= rows and cell.column <= columns and (cell.text or _wide(cell)))
    inside = tuple(row for row in hidden_rows if row <= rows)
    return SourceTable(number, name, kept, rows, columns, is_sheet, inside, hidden)


def _wide(cell: Cell) -> bool:
    return cell.rows > 1 or cell.columns > 1
