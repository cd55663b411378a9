"""The official table as a workbook: one sheet to print, and a hidden one that carries the edition."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from duibiao_engine.standard.exporting.lines import NOTE, Lines, lines_of
from duibiao_engine.standard.importing.xlsx_tables import CARRIER

_PIECE = 30_000
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FIRST = 3  #: the first row of the body, below title and heads


def workbook(text: str) -> bytes:
    """An edition's official table as .xlsx, from its YAML text. Raises ContentError if it is no standard."""
    lines = lines_of(text)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "指标体系"
    _heads(sheet, lines)
    _body(sheet, lines)
    _page(sheet, lines)
    carrier = book.create_sheet(CARRIER)
    for row, begin in enumerate(range(0, len(lines.carried), _PIECE), 1):
        carrier.cell(row, 1, lines.carried[begin : begin + _PIECE])
    carrier.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heads(sheet: Any, lines: Lines) -> None:
    title = sheet.cell(1, 1, lines.title)
    title.font = Font(name="黑体", size=16)
    title.alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(lines.heads))
    sheet.row_dimensions[1].height = 36
    for column, head in enumerate(lines.heads, 1):
        cell = sheet.cell(2, column, head)
        cell.font = Font(name="黑体", size=11)
        cell.fill = PatternFill("solid", fgColor="E8EEF5")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        sheet.column_dimensions[get_column_letter(column)].width = lines.widths[column - 1] * 1.5


def _body(sheet: Any, lines: Lines) -> None:
    middle = Alignment(vertical="center", wrap_text=True)
    for box in lines.boxes:
        row, column = box.row + _FIRST, box.column + 1
        cell = sheet.cell(row, column)
        # text, so that 1.10 stays what it is and a leading = is no formula
        cell.value, cell.data_type = box.text or None, "s" if box.text else "n"
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + box.rows - 1, end_column=column + box.columns - 1
            )
    for cells in sheet.iter_rows(_FIRST, lines.rows + _FIRST - 1, 1, len(lines.heads)):
        for cell in cells:
            cell.border, cell.alignment, cell.font = _BORDER, middle, Font(name="宋体", size=10)


def _page(sheet: Any, lines: Lines) -> None:
    end = lines.rows + _FIRST
    sheet.cell(end, 1, NOTE).alignment = Alignment(wrap_text=True)
    sheet.merge_cells(start_row=end, start_column=1, end_row=end, end_column=len(lines.heads))
    sheet.freeze_panes = sheet.cell(_FIRST, lines.levels + 1)
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
