"""Workbooks in and out. What is wrong in a cell is a value with its row and column, collected, never thrown.

Reading is by the titles in the first row, in any order; a template and an export have the same titles, so that
what was exported can be changed and imported again.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

Words = str | Promise
BYTES_LIMIT, UNPACKED_LIMIT, ROWS_LIMIT = 20 * 2**20, 200 * 2**20, 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Head:
    """A column of a sheet that people fill in: its title, whether it must be filled, its allowed words, a note."""

    name: str
    title: Words
    required: bool = False
    options: Sequence[tuple[str, Words]] = ()
    note: Words = ""
    kind: type = str


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, and what to do. Row 1 is the titles; row 0 is the whole file."""

    row: int
    column: str
    says: str
    remedy: str = ""

    @property
    def place(self) -> str:
        if not self.row:
            return _("整个文件")
        return _("第 %(row)d 行“%(column)s”") % {"row": self.row, "column": self.column}


@dataclass(frozen=True)
class Row:
    """One row that was read: its number in the sheet and its cells by name."""

    number: int
    cells: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)


@dataclass
class Read:
    """What a sheet held: the rows that could be read, and everything that could not."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes, heads: Sequence[Head]) -> Read:
    """Read the first sheet of a workbook by its titles."""
    result = Read()
    unusable = _unusable(content)
    if unusable:
        result.problems.append(unusable)
        return result
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    except (CalamineError, PasswordError, ValueError, zipfile.BadZipFile):
        result.problems.append(_not_a_workbook())
        return result
    _read_lines(lines, heads, result)
    return result


def _not_a_workbook() -> Problem:
    return Problem(
        0, "", _("这不是能读的 Excel 工作簿（.xlsx），或者设了打开密码。"), _("请用 Excel 或 WPS 另存为 .xlsx 后再传。")
    )


def _unusable(content: bytes) -> Problem | None:
    """Refuse what would cost too much before unpacking it."""
    if len(content) > BYTES_LIMIT:
        return Problem(0, "", _("文件超过 20 MB。"), _("请删去图片和多余的工作表，或分成几个文件。"))
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return _not_a_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
            return Problem(0, "", _("文件解开后过大，已拒绝。"), _("请只保留要导入的那张表。"))
    return None


def _read_lines(lines: list[list[Any]], heads: Sequence[Head], result: Read) -> None:
    titles = [text_of(cell) for cell in lines[0]] if lines else []
    places = {head.name: titles.index(str(head.title)) for head in heads if str(head.title) in titles}
    missing = [str(head.title) for head in heads if head.required and head.name not in places]
    if missing:
        says = _("第一行里缺少这些列：%s。") % "、".join(missing)
        result.problems.append(Problem(1, missing[0], says, _("请下载空白模板，把内容粘贴进去再传。")))
        return
    if len(lines) > ROWS_LIMIT:
        result.problems.append(Problem(0, "", _("超过 20000 行。"), _("请分成几个文件。")))
        return
    for number, line in enumerate(lines[1:], start=2):
        cells = {name: line[place] if place < len(line) else "" for name, place in places.items()}
        if any(text_of(cell) for cell in cells.values()):
            result.rows.append(Row(number, _checked(number, cells, heads, result.problems)))


def _checked(number: int, cells: dict[str, Any], heads: Sequence[Head], problems: list[Problem]) -> dict[str, Any]:
    read_cells = {}
    for head in heads:
        value, problem = _cell(cells.get(head.name, ""), head)
        if problem:
            problems.append(Problem(number, str(head.title), *problem))
        read_cells[head.name] = value
    return read_cells


def _cell(raw: Any, head: Head) -> tuple[Any, tuple[str, str] | None]:
    text = text_of(raw)
    if not text:
        return None, (_("没有填写。"), _("请补上。")) if head.required else None
    if head.options:
        return _option(text, head)
    if head.kind is date:
        day = date_of(raw)
        return day, None if day else (_("“%s”不是日期。") % text, _("请写成 2026-01-31 或 2026年1月31日。"))
    if head.kind is int:
        return (
            (int(float(text)), None)
            if re.fullmatch(r"\d+(\.0+)?", text)
            else (None, (_("“%s”不是整数。") % text, _("请只写数字。")))
        )
    return text, None


def _option(text: str, head: Head) -> tuple[Any, tuple[str, str] | None]:
    known = {str(words): key for key, words in head.options} | {key: key for key, _words in head.options}
    if text in known:
        return known[text], None
    allowed = "、".join(str(words) for _key, words in head.options)
    return None, (_("没有“%s”这一类。") % text, _("请从这些里选：%s。") % allowed)


def text_of(cell: Any) -> str:
    """A cell as people see it: 370700.0 is 370700, full-width spaces and digits are ordinary ones."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    table = {0x3000: 0x20, **{0xFF10 + n: 0x30 + n for n in range(10)}}
    return str(cell).translate(table).strip() if cell is not None else ""


def date_of(cell: Any) -> date | None:
    """A day from a date cell, a serial number, or text in the usual spellings."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if re.fullmatch(r"\d{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    parts = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?|(\d{4})(\d{2})(\d{2})", text)
    try:
        return date(*(int(part) for part in parts.groups() if part)) if parts else None
    except ValueError:
        return None


def workbook(title: Words, heads: Sequence[Words], rows: Iterable[Sequence[Any]]) -> bytes:
    """A sheet with a frozen, filterable first row. Text that looks like a formula stays text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31])
        bold = book.add_format({"bold": True, "bg_color": "#E3F0EF", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        widths = [_width(str(head)) for head in heads]
        sheet.write_row(0, 0, [str(head) for head in heads], bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, last, place, value, day)
                widths[place] = max(widths[place], _width(str(value or "")))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 2, 60))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
    return buffer.getvalue()


def _write(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  (Excel knows no zones)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, "" if value is None else str(value))


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def template(title: Words, heads: Sequence[Head]) -> bytes:
    """An empty workbook to fill in: titles with notes, drop-downs where the words are fixed."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(str(title)[:31])
        must = book.add_format({"bold": True, "bg_color": "#E3F0EF", "border": 1})
        may = book.add_format({"bg_color": "#F5F8F7", "border": 1})
        for place, head in enumerate(heads):
            sheet.write_string(0, place, str(head.title), must if head.required else may)
            sheet.set_column(place, place, max(14, _width(str(head.title)) + 2))
            if head.note:
                sheet.write_comment(0, place, str(head.note))
            if head.options:
                words = [str(words) for _key, words in head.options]
                sheet.data_validation(1, place, ROWS_LIMIT, place, {"validate": "list", "source": words})
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()
