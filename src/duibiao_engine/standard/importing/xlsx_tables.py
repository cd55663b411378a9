"""Workbooks (.xlsx): every sheet with its merged cells, indents and hidden rows.

Its one trick: openpyxl tells the layout but trusts the file, so the parts are counted and looked through before it sees
them: no document types (the door of XML bombs), no sheet beyond any standard.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.grid import MOST_COLUMNS, MOST_ROWS, clean, leading_blanks, shown, table_of
from duibiao_engine.standard.importing.proposal import Cell, SourceTable, column_letters

#: The sheet in which an export of ours carries what a table cannot show (`carried`).
CARRIER = "_duibiao"
#: XML of a sheet or of the shared texts; 1,200 rows take about 1 MB.
LARGEST_PART = 40 << 20
_PLACES = re.compile(r"0\.(0+)")


def read_workbook(file: str, content: bytes, archive: zipfile.ZipFile) -> tuple[list[SourceTable], str, list[Problem]]:
    """The tables, what an export carried, and the problems. Raises Refused."""
    look_through(file, archive)
    problems: list[Problem] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of charts and filters that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = _with_formulas(content, archive)
    except Exception as fault:  # a damaged workbook may raise almost anything in openpyxl
        raise refusals.broken(file) from fault
    carried = _carried(book)
    sheets = [sheet for sheet in book.worksheets if sheet.title != CARRIER]
    tables = [_table(file, number, sheet, formulas, problems) for number, sheet in enumerate(sheets, 1)]
    return tables, carried, problems


def look_through(file: str, archive: zipfile.ZipFile) -> None:
    """Refuses parts that no program of ours should parse."""
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        if part.file_size > LARGEST_PART:
            raise refusals.Refused(refusals.part_too_large(file, part.filename[:60]))
        text = archive.read(part)
        if b"<!DOCTYPE" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise refusals.broken(file)


def _with_formulas(content: bytes, archive: zipfile.ZipFile) -> Any:
    """The workbook once more, with formulas, where there are any: only so it is seen that one has no result."""
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
    if not any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in sheets):
        return None
    return openpyxl.load_workbook(io.BytesIO(content), data_only=False)


def _carried(book: Any) -> str:
    if CARRIER not in book.sheetnames:
        return ""
    texts = (cell for (cell,) in book[CARRIER].iter_rows(min_col=1, max_col=1, values_only=True))
    return "".join(str(text) for text in texts if text)


def _table(file: str, number: int, sheet: Any, formulas: Any, problems: list[Problem]) -> SourceTable:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        far = f"{sheet.title}!{column_letters(sheet.max_column)}{sheet.max_row}"
        if any(row > MOST_ROWS and cell.value is not None for (row, _), cell in sheet._cells.items()):
            problems.append(refusals.part_too_large(file, far))
    cells = list(_cells(file, sheet, merged, problems))
    if formulas is not None:
        problems += _unsolved(file, sheet, formulas)
    hidden_rows = sorted(row for row, look in sheet.row_dimensions.items() if look.hidden)
    return table_of(
        number, sheet.title, cells, is_sheet=True, hidden_rows=hidden_rows, hidden=sheet.sheet_state != "visible"
    )


def _cells(file: str, sheet: Any, merged: dict[tuple[int, int], Any], problems: list[Problem]) -> Iterator[Cell]:
    # iter_rows would create every empty cell up to the far corner; what exists is enough
    for (row, column), cell in sheet._cells.items():
        area = merged.get((row, column))
        if row > MOST_ROWS or column > MOST_COLUMNS or (cell.value is None and area is None):
            continue
        text = _text(cell)
        if isinstance(cell.value, datetime.date):
            problems.append(refusals.looks_like_date(file, f"{sheet.title}!{cell.coordinate}", text))
        alignment = cell.alignment if cell.has_style else None
        indent = int(alignment.indent or 0) if alignment else 0
        rows = min(area.max_row, MOST_ROWS) - row + 1 if area else 1
        columns = min(area.max_col, MOST_COLUMNS) - column + 1 if area else 1
        bold = bool(cell.has_style and cell.font.b)
        yield Cell(row, column, clean(text), rows, columns, indent + leading_blanks(text), bold)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(float(value), str(cell.number_format))
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.month}-{value.day}" if "y" not in str(cell.number_format).lower() else f"{value:%Y-%m-%d}"
    return str(value)


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{shown(round(value * 100, 10))}%"
    places = _PLACES.search(form)
    # the number 1.10 is 1.1 unless its format says otherwise
    return f"{value:.{len(places[1])}f}" if places and "E" not in form else shown(value)


def _unsolved(file: str, sheet: Any, formulas: Any) -> Iterator[Problem]:
    for (row, column), cell in formulas[sheet.title]._cells.items():
        if cell.data_type == "f" and sheet.cell(row, column).value is None:
            yield refusals.unsolved(file, f"{sheet.title}!{cell.coordinate}")
