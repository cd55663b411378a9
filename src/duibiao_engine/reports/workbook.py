"""A workbook that an office would hand round: headings, widths, filters, frozen rows, ready to print on A4 across.

Its one trick: XlsxWriter's constant memory, every row written once from top to bottom.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from duibiao_engine.reports.sheets import CellKind, Report, Row, Sheet, say
from duibiao_engine.rules.base import Language

#: Excel's own limit.
MOST_ROWS = 1_048_576
_NUMBERS: dict[CellKind, str] = {"whole": "0", "points": "0.00##", "percent": "0.00%", "text": "@"}


def as_xlsx(report: Report, language: Language) -> bytes:
    """The report as a workbook, one worksheet for each sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = _Styles.of(book)
    for sheet in report.sheets:
        _write(book.add_worksheet(sheet.title(language)[:31]), report, sheet, styles, language)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    small: Any
    head: Any
    cells: dict[CellKind, Any]

    @classmethod
    def of(cls, book: Any) -> _Styles:
        border = {"border": 1, "border_color": "#C8CDD0", "valign": "top"}
        cells = {
            kind: book.add_format({**border, "num_format": code, **({"text_wrap": True} if kind == "text" else {})})
            for kind, code in _NUMBERS.items()
        }
        head = {
            **border,
            "bold": True,
            "text_wrap": True,
            "bg_color": "#E4EDEC",
            "valign": "vcenter",
            "align": "center",
        }
        title, small = {"bold": True, "font_size": 14}, {"font_color": "#5B6468"}
        return cls(book.add_format(title), book.add_format(small), book.add_format(head), cells)


def _write(page: Any, report: Report, sheet: Sheet, styles: _Styles, language: Language) -> None:
    _lay_out(page, sheet, report)
    for row, text in enumerate(report.heading):
        page.write_string(row, 0, text, styles.title if row == 0 else styles.small)
    at = len(report.heading)
    for column, about in enumerate(sheet.columns):
        page.write_string(at, column, about.heading(language), styles.head)
    last = at
    for row, values in enumerate(sheet.rows(), at + 1):
        if row >= MOST_ROWS - 1:
            page.write_string(
                row,
                0,
                say(
                    language,
                    "后面还有，一张工作表放不下；请用 csv 或 json",
                    "there is more than a worksheet holds; use csv or json",
                ),
            )
            break
        _row(page, row, values, sheet, styles)
        last = row
    page.autofilter(at, 0, max(last, at), len(sheet.columns) - 1)


def _lay_out(page: Any, sheet: Sheet, report: Report) -> None:
    for column, about in enumerate(sheet.columns):
        page.set_column(column, column, about.width)
    at = len(report.heading)
    page.freeze_panes(at + 1, 1)
    page.set_row(at, 32)  # headings of two lines
    page.repeat_rows(at)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")


def _row(page: Any, row: int, values: Row, sheet: Sheet, styles: _Styles) -> None:
    for column, (value, about) in enumerate(zip(values, sheet.columns, strict=True)):
        style = styles.cells[about.kind]
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            page.write_number(row, column, value, style)
        elif value is None or value == "":
            page.write_blank(row, column, None, style)
        else:
            page.write_string(row, column, str(value), style)
