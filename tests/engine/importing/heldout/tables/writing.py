"""How the held-out tables are written: rows and merged cells, as a workbook or as a document."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx.document import Document as Word
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
Block = tuple[int, int, int, int]  #: first row, first column, last row, last column; from 1


def blank_workbook(name: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    return book, sheet


def fill(sheet: Worksheet, rows: Rows, merged: Iterable[str] = ()) -> None:
    """The rows from the top left, then the merged ranges (A1 style)."""
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="center")


def workbook(path: Path, rows: Rows, merged: Iterable[str] = (), name: str = "Sheet1") -> None:
    book, sheet = blank_workbook(name)
    fill(sheet, rows, merged)
    book.save(path)


def word_table(document: Word, rows: Rows, merged: Iterable[Block] = ()) -> None:
    """A table with vMerge and gridSpan where blocks are merged."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(rows, table.rows, strict=True):
        for value, cell in zip(row, cells.cells, strict=True):
            cell.text = "" if value is None else str(value)
    for top, left, bottom, right in merged:
        words = table.cell(top - 1, left - 1).text
        table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1)).text = words


def office_convert(path: Path, suffix: str) -> None:
    """The file in an older format beside it, made by LibreOffice with a profile of its own."""
    profile = path.parent / "profile"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    shutil.rmtree(profile, ignore_errors=True)
