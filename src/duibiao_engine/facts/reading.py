"""The only door for files of facts: a table, a workbook, a Parquet file, or a folder with the three of them.

Its one trick: nothing is half read. Everything that can be wrong is looked for in one go, and the facts are handed out
only when nothing was.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from duibiao_engine.facts.fact_rows import read_fact_rows
from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Columns, Grid, recognise, warn_unread
from duibiao_engine.facts.parquet import parquet_grid
from duibiao_engine.facts.schema import (
    FACT_HEADERS,
    NOT_APPLICABLE,
    NOT_APPLICABLE_HEADERS,
    SHEET_NAMES,
    UNIT_GROUPS,
    UNIT_HEADERS,
    Catalogue,
    FactSet,
    Vocabulary,
    only_named_units,
    table,
)
from duibiao_engine.facts.text_files import read_text
from duibiao_engine.facts.unit_rows import Units, read_not_applicable, read_units
from duibiao_engine.facts.words import key
from duibiao_engine.facts.workbook import Workbook, open_workbook
from duibiao_engine.problems import Problem, Severity

#: A text file or workbook larger than this belongs into Parquet.
MOST_BYTES = 1 << 30
TEXT = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
SUFFIXES = (*TEXT, *WORKBOOKS, ".parquet")
_SAVE_AS = {
    ".et": "WPS",
    ".ett": "WPS",
    ".ods": "LibreOffice",
    ".xlsb": "Excel",
    ".numbers": "Numbers",
    ".xlt": "Excel",
}
#: Sheets of the template that carry no data.
_SIDE_SHEETS = frozenset({"说明", "选项"})

Grids = dict[str, Grid]


def read_facts(
    path: Path, catalogue: Catalogue, vocabulary: Vocabulary | None = None
) -> tuple[FactSet | None, list[Problem]]:
    """Facts and frame from a file or folder, and everything that is wrong with it; no facts if any of it is an error."""
    findings = Findings()
    grids = folder_grids(path, findings) if path.is_dir() else _file(path, findings)
    if findings.failed or "facts" not in grids:
        return None, findings.problems()
    facts = _interpret(grids, catalogue, vocabulary or Vocabulary(), findings)
    return (None if findings.failed else facts), findings.problems()


def folder_grids(path: Path, findings: Findings, stems: Sequence[str] = tuple(SHEET_NAMES)) -> Grids:
    """The tables that a folder holds, each as a grid of text."""
    grids: Grids = {}
    for stem in stems:
        found = sorted(file for file in path.glob(f"{stem}.*") if file.suffix.lower() in SUFFIXES)
        if len(found) > 1:
            words = Words(f"有 {len(found)} 个 {stem} 文件", "、".join(file.name for file in found), "只留一个")
            findings.add("facts.several-files", path.name, "", words)
        elif found:
            grids.update(_file(found[0], findings, stem))
        elif stem == "facts":
            have = "、".join(sorted(file.name for file in path.iterdir())[:12]) or "没有文件"
            words = Words(
                "文件夹里没有事实",
                f"要有 facts.csv（或 .xlsx、.parquet），现在有：{have}",
                "放进事实文件，或直接指明文件",
            )
            findings.add("facts.no-file", path.name, "", words)
    return grids


def _file(path: Path, findings: Findings, stem: str = "facts") -> Grids:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        other = _SAVE_AS.get(suffix)
        remedy = f"用 {other} 打开，另存为 .xlsx 或 .csv" if other else "换成 .csv、.xlsx、.xls 或 .parquet 文件"
        findings.add(
            "facts.unknown-format", path.name, "", Words(f"读不了 {suffix or '没有扩展名'} 的文件", "", remedy)
        )
        return {}
    if suffix == ".parquet":
        grid = parquet_grid(path, findings)
        return {stem: grid} if grid is not None else {}
    content = _content(path, findings)
    if content is None:
        return {}
    if suffix in WORKBOOKS:
        return _from_workbook(path.name, content, stem, findings)
    grid = read_text(path.name, content, findings, tabs=suffix == ".tsv")
    return {stem: grid} if grid is not None else {}


def _content(path: Path, findings: Findings) -> bytes | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            words = Words("文件太大", f"超过 {MOST_BYTES >> 20} MB", "转成 Parquet 再用")
            findings.add("facts.too-large", path.name, "", words)
            return None
        return path.read_bytes()
    except OSError as fault:
        why = "没有这个文件" if isinstance(fault, FileNotFoundError) else "没有读的权限，或磁盘有问题"
        findings.add("facts.unreadable", path.name, "", Words("打不开文件", why, "检查路径和权限"))
        return None


def _from_workbook(file: str, content: bytes, stem: str, findings: Findings) -> Grids:
    book = open_workbook(file, content, findings)
    if book is None:
        return {}
    chosen = {part: sheet for part in SHEET_NAMES if (sheet := _named(book, SHEET_NAMES[part]))}
    if stem not in chosen and len(_data_sheets(book)) == 1:
        chosen = {stem: _data_sheets(book)[0]}
    if stem not in chosen:
        have = "、".join(f"「{sheet}」" for sheet in book.sheets) or "没有"
        wanted = SHEET_NAMES[stem][0]
        words = Words(f"没有名为「{wanted}」的工作表", f"现有的工作表：{have}", f"把要读的那张表改名为「{wanted}」")
        findings.add("facts.wrong-sheet", file, "", words)
        return {}
    wanted_parts = {part: sheet for part, sheet in chosen.items() if stem == "facts" or part == stem}
    _warn_others(book, set(wanted_parts.values()), findings)
    grids = {part: book.grid(sheet, findings) for part, sheet in wanted_parts.items()}
    return {part: grid for part, grid in grids.items() if grid is not None}


def _named(book: Workbook, names: tuple[str, ...]) -> str:
    wanted = {key(name) for name in names}
    return next((sheet for sheet in book.sheets if key(sheet) in wanted), "")


def _data_sheets(book: Workbook) -> list[str]:
    return [sheet for sheet in book.sheets if sheet not in _SIDE_SHEETS and sheet not in book.hidden]


def _warn_others(book: Workbook, read: set[str], findings: Findings) -> None:
    others = [sheet for sheet in _data_sheets(book) if sheet not in read]
    if others:
        what = f"没有读工作表：{'、'.join(others[:20])}"
        warn_unread(book.file, "", what, "要读的内容请放进「事实」「单位」「不适用」三张表", findings)


def _interpret(grids: Grids, catalogue: Catalogue, vocabulary: Vocabulary, findings: Findings) -> FactSet | None:
    units = units_of(grids, vocabulary, findings)
    facts = _facts(grids["facts"], findings)
    left_out = not_applicable_of(grids, units, vocabulary, findings)
    if facts is None:
        return None
    if not len(facts):
        words = Words("表里只有列名，没有事实", "", "没有事实就没有得分；请填写后再读")
        findings.add("facts.no-rows", facts.file, "", words, Severity.WARNING)
    rows = read_fact_rows(facts, catalogue, vocabulary, units.names if units else None, findings)
    if units is None:
        units_table, groups = only_named_units(rows.facts), table(UNIT_GROUPS, {})
        _warn_unlisted(facts.file, rows.liabilities, units_table, findings)
    else:
        units_table, groups = units.units, units.groups
    return FactSet(rows.facts, rows.liabilities, units_table, groups, left_out)


def _facts(grid: Grid, findings: Findings) -> Columns | None:
    if len(grid):
        return recognise(grid, FACT_HEADERS, ("measure", "unit"), findings)
    words = Words("表是空的", "里面没有任何内容", "检查是否选对了工作表")
    findings.add("facts.empty", grid.file, grid.sheet, words)
    return None


def units_of(grids: Grids, vocabulary: Vocabulary, findings: Findings) -> Units | None:
    """The list of units, if one is given."""
    if not len(grids.get("units", ())):
        return None
    columns = recognise(grids["units"], UNIT_HEADERS, ("name",), Findings()) or recognise(
        grids["units"], UNIT_HEADERS, ("id",), Findings()
    )
    need = "name" if columns is None or "name" in columns.texts else "id"
    columns = recognise(grids["units"], UNIT_HEADERS, (need,), findings)
    # A sheet of units with nothing but its header (as in the template) is no list of units.
    return read_units(columns, vocabulary, findings) if columns is not None and len(columns) else None


def not_applicable_of(grids: Grids, units: Units | None, vocabulary: Vocabulary, findings: Findings) -> pa.Table:
    """What does not apply to whom; an empty table when nothing is said."""
    if "not_applicable" in grids and len(grids["not_applicable"]):
        columns = recognise(grids["not_applicable"], NOT_APPLICABLE_HEADERS, ("unit", "indicator"), findings)
        if columns is not None:
            return read_not_applicable(columns, units.names if units else None, vocabulary, findings)
    return table(NOT_APPLICABLE, {})


def _warn_unlisted(file: str, liabilities: pa.Table, units: pa.Table, findings: Findings) -> None:
    listed = set(units["unit"].to_pylist())
    others = [unit for unit in liabilities["unit"].unique().to_pylist() if unit not in listed]
    if others:
        what = f"责任单位不在单位名单里：{'、'.join(others[:10])}"
        words = Words(what, "没有单位名单，它们没有类别，不会有得分卡", "加一张单位表（units.csv 或「单位」工作表）")
        findings.add("facts.unlisted-liable", file, "", words, Severity.WARNING)
