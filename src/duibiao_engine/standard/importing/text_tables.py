"""Tables as text: pasted from Excel or a page (tabs), from a message (columns in line), Markdown, CSV.

Its one trick: what separates the columns is what separates most lines into the same number of cells.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing.grid import MOST_COLUMNS, MOST_ROWS, clean, leading_blanks, table_of
from duibiao_engine.standard.importing.proposal import Cell, SourceTable

_RULE = re.compile(r"^[\s|+:\-=─━┌┬┐├┼┤└┴┘]+$")
_GAP = re.compile(r"(?:\t|[ \u3000]{2,})")


def decode(content: bytes) -> str | None:
    """The text in UTF-8, UTF-16 or GBK; None when it is no text."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def read_text(text: str) -> tuple[list[SourceTable], list[Problem]]:
    """The tables in a text; empty lines do not part them, a new header is found later."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        rows = _delimited(text, "\t")
    elif sum(line.count("|") >= 2 for line in text.split("\n")) >= 2:
        rows = [_piped(line) for line in text.split("\n") if "|" in line and not _RULE.match(line)]
    elif _is_csv(text):
        rows = _delimited(text, ",")
    else:
        return [table_of(1, "粘贴的文字", _aligned(text))], []
    return [table_of(1, "粘贴的文字", _cells(rows))], []


def _delimited(text: str, mark: str) -> list[list[str]]:
    csv.field_size_limit(1 << 20)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return [line.split(mark) for line in text.split("\n")]


def _piped(line: str) -> list[str]:
    return [cell.replace("<br>", "\n") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _is_csv(text: str) -> bool:
    counts = [line.count(",") for line in text.split("\n") if line.strip()]
    return len(counts) >= 2 and counts[0] >= 2 and sum(one >= counts[0] for one in counts) * 2 > len(counts)


def _cells(rows: list[list[str]]) -> list[Cell]:
    return [
        Cell(row, column, clean(text), indent=leading_blanks(text))
        for row, texts in enumerate(rows[:MOST_ROWS], 1)
        for column, text in enumerate(texts[:MOST_COLUMNS], 1)
        if text.strip()
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pieces(line: str) -> list[tuple[int, str]]:
    """Pieces parted by two blanks or more, each with where it begins on the screen."""
    found, begin = [], 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if line[begin:end].strip():
            found.append((_width(line[:begin]), line[begin:end]))
        begin = gap.end() if gap else end
    return found


def _aligned(text: str) -> list[Cell]:
    """Columns begin where the pieces of the line with most pieces (the header) begin."""
    lines = [_pieces(line.expandtabs(8)) for line in text.split("\n")[:MOST_ROWS]]
    starts = [start for start, _ in max(lines, key=len, default=[])]
    cells: dict[tuple[int, int], str] = {}
    for row, pieces in enumerate(lines, 1):
        for start, piece in pieces:
            nearest = min(range(len(starts)), key=lambda column: abs(starts[column] - start))
            column = nearest + 1 if len(pieces) > 1 or start else 1
            cells[row, column] = f"{cells[row, column]} {piece}" if (row, column) in cells else piece
    return [Cell(row, column, clean(piece)) for (row, column), piece in cells.items()]
