"""Writing a report: JSON, CSV that Excel opens, a workbook to hand round, a table in a terminal."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from typing import Any, Literal

from duibiao_engine.reports.sheets import Report, Row
from duibiao_engine.reports.table import as_table
from duibiao_engine.reports.workbook import as_xlsx
from duibiao_engine.rules.base import Language

Format = Literal["table", "json", "csv", "xlsx"]
#: A spreadsheet would take a text that begins so for a formula.
_FORMULA = ("=", "+", "@", "\t", "\r")


def as_json(report: Report, language: Language) -> bytes:
    """UTF-8, indented, without NaN: a number that is none is null."""
    text = json.dumps(_finite(report.as_document()), ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def as_csv(report: Report, language: Language) -> bytes:
    """One flat table, with the mark by which Excel knows UTF-8."""
    sheet = report.flat or report.sheets[0]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.heading(language) for column in sheet.columns])
    writer.writerows(_cells(row) for row in sheet.rows())
    return text.getvalue().encode("utf-8-sig")


def _cells(row: Row) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return format(value, ".12g") if math.isfinite(value) else ""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


Writer = Callable[[Report, Language], bytes]
WRITERS: dict[Format, Writer] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "xlsx": as_xlsx,
}
