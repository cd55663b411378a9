"""Older workbooks (.xls, .et): values and merged cells through calamine; indents are not told there."""

from __future__ import annotations

import datetime
import io
from typing import Any

import python_calamine as calamine

from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.grid import MOST_COLUMNS, MOST_ROWS, clean, leading_blanks, shown, table_of
from duibiao_engine.standard.importing.proposal import Cell, SourceTable


def read_old_workbook(file: str, content: bytes) -> tuple[list[SourceTable], list[Problem]]:
    """The tables and the problems. Raises Refused."""
    problems: list[Problem] = []
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        found = [(sheet, book.get_sheet_by_name(sheet.name)) for sheet in sheets]
        tables = [_table(file, number, one, sheet, problems) for number, (one, sheet) in enumerate(found, 1)]
    except refusals.Refused:
        raise
    except BaseException as fault:  # calamine's own panics are no Exception
        if isinstance(fault, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        locked = isinstance(fault, calamine.PasswordError) or "password" in str(fault).lower()
        raise (refusals.password(file) if locked else refusals.broken(file)) from None
    return tables, problems


def _table(file: str, number: int, about: Any, sheet: Any, problems: list[Problem]) -> SourceTable:
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        problems.append(refusals.part_too_large(file, about.name))
    areas = sheet.merged_cell_ranges
    if areas is None:
        problems.append(refusals.no_merges(file, about.name))
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in areas or ()}
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)[:MOST_ROWS]):
        for column, value in enumerate(values[:MOST_COLUMNS]):
            text, (rows, columns) = _text(value), spans.get((row, column), (1, 1))
            if text or rows > 1 or columns > 1:
                cells.append(Cell(row + 1, column + 1, clean(text), rows, columns, leading_blanks(text)))
    hidden = about.visible != calamine.SheetVisibleEnum.Visible
    return table_of(number, about.name, cells, is_sheet=True, hidden=hidden)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return shown(float(value))
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
