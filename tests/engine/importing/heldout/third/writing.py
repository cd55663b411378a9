"""Makes real xlsx and docx files of the rows in `cells.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
Rows = list[list[Any]]


@cache
def cells() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "cells.yaml").read_text(encoding="utf-8"))
    return found


def trees() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
    return found


def spans(rows: Rows) -> Iterator[tuple[int, int, int, int, Any]]:
    """(row, column, rows, columns, value) of every cell that begins."""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value in ("^", "<"):
                continue
            wide, high = 1, 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            while r + high < len(rows) and rows[r + high][c] == "^":
                high += 1
            yield r, c, high, wide, value


def write(name: str, folder: Path) -> Path:
    """Write one file and say where."""
    return write_cells(cells()[name], folder / name)


def write_cells(given: dict[str, Any], path: Path) -> Path:
    """Sheets as a workbook, blocks of lines and tables as a document."""
    if "sheets" in given:
        _workbook(given["sheets"]).save(path)
    else:
        _document(given["blocks"]).save(str(path))
    return path


def _workbook(sheets: dict[str, Rows]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, c, high, wide, value in spans(rows):
            if value != "":
                sheet.cell(r + 1, c + 1, value)
            if high > 1 or wide > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + high, end_column=c + wide)
    return book


def _document(blocks: list[str | Rows]) -> Any:
    made = Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block), len(block[0]))
        table.style = "Table Grid"
        for r, c, high, wide, value in spans(block):
            cell = table.cell(r, c)
            cell = cell.merge(table.cell(r + high - 1, c + wide - 1)) if high > 1 or wide > 1 else cell
            cell.text = str(value)
    return made
