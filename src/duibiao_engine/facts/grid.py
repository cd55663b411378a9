"""A sheet of texts with places, and the columns found in it.

Its one trick: whatever the file was (CSV, workbook, Parquet), it becomes columns of text first, and one interpretation
serves all. A grid remembers where each of its rows stood, so a fault found much later still has its line or cell.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.words import key
from duibiao_engine.problems import Severity

#: The header is looked for in this many first rows: official tables like a title above it.
HEADER_WITHIN = 10
IGNORED = ("#", "备注")

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """Columns of text, header row included. `place_of(row, column)` counts both from 0 within the grid."""

    file: str
    sheet: str
    columns: Sequence[pa.Array]
    place_of: Callable[[int, int], str]
    #: Merged cells: first row, first column, last row, last column, all included.
    merges: Sequence[Merge] = ()

    def row(self, index: int) -> list[str]:
        """One row as texts, empty where there is nothing."""
        return [column[index].as_py() or "" for column in self.columns]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True)
class Columns:
    """The columns that were recognised, trimmed, without empty rows; empty cells are null."""

    file: str
    texts: Mapping[str, pa.Array]
    rows: pa.Array
    where: Mapping[str, int]
    place_of: Callable[[int, int], str]

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, name: str) -> pa.Array:
        """A column; all null when the file has none of this name."""
        return self.texts[name] if name in self.texts else pa.nulls(len(self), pa.string())

    def place(self, row: int, column: str) -> str:
        """Where a cell stands in the file."""
        return self.place_of(self.rows[row].as_py(), self.where.get(column, 0))

    def line(self, row: int) -> int:
        """The row's number in its grid, counted from 1."""
        return int(self.rows[row].as_py()) + 1

    def keep(self, mask: pa.Array) -> Columns:
        """The same columns with only these rows."""
        texts = {name: text.filter(mask) for name, text in self.texts.items()}
        return Columns(self.file, texts, self.rows.filter(mask), self.where, self.place_of)


def recognise(
    grid: Grid, headers: Mapping[str, Sequence[str]], required: Sequence[str], findings: Findings
) -> Columns | None:
    """Finds the header and takes the columns below it; None when that cannot be done (the findings say why)."""
    spelled = {key(word): name for name, words in headers.items() for word in (name, *words)}
    top = _header_row(grid, spelled, required)
    found: dict[str, int] = {}
    for index, text in enumerate(grid.row(top)):
        _take_header(grid, top, index, text, spelled, found, findings)
    missing = [name for name in required if name not in found]
    if missing:
        _say_missing(grid, top, [headers[name][0] for name in missing], findings)
    _refuse_merges(grid, top, set(found.values()), findings)
    return None if missing else _below(grid, top, found)


def _header_row(grid: Grid, spelled: Mapping[str, str], required: Sequence[str]) -> int:
    for index in range(min(HEADER_WITHIN, len(grid))):
        names = {spelled.get(key(text)) for text in grid.row(index)}
        if names.issuperset(required):
            return index
    filled = (index for index in range(min(HEADER_WITHIN, len(grid))) if any(grid.row(index)))
    return next(filled, 0)


def _take_header(
    grid: Grid, top: int, index: int, text: str, spelled: Mapping[str, str], found: dict[str, int], findings: Findings
) -> None:
    name = spelled.get(key(text))
    if name and name in found:
        words = Words(f"「{text.strip()}」这一列出现了两次", "不知道该读哪一列", "删去一列，或给其中一列的列名前加 #")
        findings.add("facts.column-twice", grid.file, grid.place_of(top, index), words)
    elif name:
        found[name] = index
    elif not key(text):
        _refuse_nameless(grid, top, index, findings)
    elif not key(text).startswith(IGNORED):
        close = difflib.get_close_matches(key(text), spelled, n=1, cutoff=0.5)
        hint = f"是不是「{close[0]}」？" if close else ""
        words = Words(f"不认识列名「{text.strip()[:40]}」", hint, "改成模板里的列名；不需要读的列，列名前加 #")
        findings.add("facts.unknown-column", grid.file, grid.place_of(top, index), words)


def _refuse_nameless(grid: Grid, top: int, index: int, findings: Findings) -> None:
    below = grid.columns[index].slice(top + 1)
    if pc.any(pc.not_equal(pc.utf8_trim_whitespace(below), "")).as_py():
        words = Words(
            "这一列有内容，却没有列名", "不知道这一列是什么", "在第一行写上列名；不需要读的列，列名写 # 或备注"
        )
        findings.add("facts.nameless-column", grid.file, grid.place_of(top, index), words)


def _say_missing(grid: Grid, top: int, missing: Sequence[str], findings: Findings) -> None:
    names = "、".join(f"「{name}」" for name in missing)
    have = "、".join(text.strip()[:20] for text in grid.row(top)[:20] if text.strip()) if len(grid) else ""
    why = f"第一行应是列名，现在读到的是：{have}" if have else "表里没有列名"
    words = Words(f"缺少 {names} 列", why, "补上这些列；可以用 duibiao template 生成一张空表")
    findings.add("facts.missing-column", grid.file, grid.place_of(top, 0), words)


def _refuse_merges(grid: Grid, top: int, used: set[int], findings: Findings) -> None:
    for first_row, first_column, last_row, last_column in grid.merges:
        touched = used.intersection(range(first_column, last_column + 1))
        if last_row > top and touched:
            span = f"{grid.place_of(first_row, first_column)} 到 {grid.place_of(last_row, last_column)}"
            words = Words(
                f"数据区里有合并单元格（{span}）", "合并后只有左上角一格有内容，其余各行读不到",
                "取消合并，并把内容填进每一格",
            )  # fmt: skip
            findings.add("facts.merged-cells", grid.file, grid.place_of(first_row, first_column), words)


def _below(grid: Grid, top: int, found: Mapping[str, int]) -> Columns:
    texts = {name: _clean(grid.columns[index].slice(top + 1)) for name, index in found.items()}
    filled: pa.Array | None = None
    for text in texts.values():
        here = pc.is_valid(text)
        filled = here if filled is None else pc.or_(filled, here)
    rows = pa.array(range(top + 1, max(len(grid), top + 1)), pa.int64())
    columns = Columns(grid.file, texts, rows, dict(found), grid.place_of)
    return columns if filled is None or pc.all(filled).as_py() else columns.keep(filled)


def _clean(text: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim(pc.utf8_trim_whitespace(text), "\ufeff\u200b")
    return pc.if_else(pc.not_equal(trimmed, ""), trimmed, pa.scalar(None, pa.string()))


def warn_unread(file: str, place: str, what: str, remedy: str, findings: Findings) -> None:
    """Says that a part of the input was left alone."""
    findings.add("facts.not-read", file, place, Words(what, "", remedy), Severity.WARNING)
