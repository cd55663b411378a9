"""Excel workbooks (.xlsx, .xls): their sheets as grids.

Its one trick: values come from calamine, which is fast; what calamine leaves out (percent formats, formulas that were
never worked out) comes from a scan of the sheet, made first, which also refuses what would not fit into memory.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import python_calamine as calamine

from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Grid
from duibiao_engine.facts.sheet_scan import SheetScan, UnreadableSheet, column_letters, scan_sheets
from duibiao_engine.facts.zip_safety import password_words, safe_zip

#: A sheet is loaded as a full rectangle; more cells than this are refused before that.
MOST_CELLS = 30_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RESAVE = "用 Excel 或 WPS 打开，另存为 .xlsx"

Cell = object


@dataclass(frozen=True)
class Workbook:
    """The names of the sheets that hold cells, and a way to take one of them."""

    file: str
    sheets: Sequence[str]
    hidden: frozenset[str]
    _book: calamine.CalamineWorkbook
    _scans: dict[str, SheetScan]

    def grid(self, sheet: str, findings: Findings) -> Grid | None:
        """One sheet; None when it is too large or broken (the findings say why)."""
        scan = self._scans.get(sheet, SheetScan())
        place = _places(sheet)
        if (scan.last_row + 1) * (scan.last_column + 1) > MOST_CELLS:
            far = place(scan.last_row, scan.last_column)
            words = Words(
                f"表格一直伸到 {far}，太大了",
                "多半是远处有零散的内容",
                "删去数据以外的行和列；数据真有这么多时请用 CSV 或 Parquet",
            )
            findings.add("facts.sheet-too-large", self.file, far, words)
            return None
        try:
            found = self._book.get_sheet_by_name(sheet)
            rows = found.to_python(skip_empty_area=False)
            merges = [(*first, *last) for first, last in found.merged_cell_ranges or []]
        except BaseException as fault:  # calamine's own panics are no Exception
            _say_broken(self.file, fault, findings)
            return None
        self._refuse_unsolved(scan, place, findings)
        return Grid(self.file, sheet, _as_text(rows, scan), place, merges)

    def _refuse_unsolved(self, scan: SheetScan, place: Callable[[int, int], str], findings: Findings) -> None:
        for row, column in scan.unsolved:
            words = Words(
                "这一格是公式，却没有算好的结果",
                "文件是程序生成的，没有在 Excel 里算过",
                "用 Excel 打开并保存一次，或改成数值",
            )
            findings.add("facts.unsolved-formula", self.file, place(row, column), words)
        for row, column in scan.errors:
            words = Words("这一格是公式错误（如 #DIV/0!、#N/A）", "公式没有得出数值", "改正公式，或改成数值")
            findings.add("facts.formula-error", self.file, place(row, column), words)


def open_workbook(file: str, content: bytes, findings: Findings) -> Workbook | None:
    """The workbook, or None when it cannot or may not be opened (the findings say why)."""
    scans: dict[str, SheetScan] = {}
    if content.startswith(b"PK"):
        archive = safe_zip(file, content, findings)
        if archive is None or not _scanned(file, archive, scans, findings):
            return None
    elif not _old_format_opens(file, content, findings):
        return None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        named = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    except BaseException as fault:  # calamine's own panics are no Exception
        _say_broken(file, fault, findings)
        return None
    hidden = frozenset(sheet.name for sheet in named if sheet.visible != calamine.SheetVisibleEnum.Visible)
    return Workbook(file, [sheet.name for sheet in named], hidden, book, scans)


def _scanned(file: str, archive: zipfile.ZipFile, scans: dict[str, SheetScan], findings: Findings) -> bool:
    try:
        scans.update(scan_sheets(archive))
    except UnreadableSheet:
        is_workbook = "xl/workbook.xml" in archive.namelist()
        what = "工作簿打不开" if is_workbook else "这个文件不是 .xlsx 工作簿"
        findings.add("facts.broken-workbook", file, "", Words(what, "里面的内容不是正常的表格", _RESAVE))
        return False
    return True


def _old_format_opens(file: str, content: bytes, findings: Findings) -> bool:
    if not content:
        words = Words("文件是空的", "长度是 0", "检查下载或保存是否成功")
        findings.add("facts.empty", file, "", words)
    elif not content.startswith(_OLD_OFFICE):
        text = content.lstrip()[:1] in (b"<", b"\xef") or b"\x00" not in content[:2000]
        why = "其实是网页或文本，只是扩展名叫 Excel（有些系统这样导出）" if text else "文件已损坏，或者不是表格"
        findings.add("facts.broken-workbook", file, "", Words("这不是 Excel 工作簿", why, _RESAVE))
    elif _ENCRYPTED in content:
        findings.add("facts.password", file, "", password_words())
    else:
        return True
    return False


def _say_broken(file: str, fault: BaseException, findings: Findings) -> None:
    if isinstance(fault, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise fault
    if isinstance(fault, calamine.PasswordError) or "password" in str(fault).lower():
        findings.add("facts.password", file, "", password_words())
        return
    words = Words("工作簿打不开", "文件不完整、已损坏，或者是不认识的旧格式", _RESAVE)
    findings.add("facts.broken-workbook", file, "", words)


def _places(sheet: str) -> Callable[[int, int], str]:
    return lambda row, column: f"{sheet}!{column_letters(column)}{row + 1}"


def _as_text(rows: Sequence[Sequence[Cell]], scan: SheetScan) -> list[pa.Array]:
    columns = []
    for index, cells in enumerate(zip(*rows, strict=True)):
        texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
        for row in scan.percent.get(index, ()):
            cell = cells[row] if row < len(cells) else None
            if isinstance(cell, int | float):
                texts[row] = f"{_digits(cell * 100)}%"
        columns.append(_column(texts))
    return columns


def _column(texts: list[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, from a damaged file
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.string())


def _digits(number: float) -> str:
    """As Excel shows it: fifteen digits, so 0.07 in a percent cell is 7% and not 7.000000000000001%."""
    return f"{number:.15g}"


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)
