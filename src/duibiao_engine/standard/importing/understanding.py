"""Which tables of a file are the standard, and what their columns and rows are.

Its one trick: a table without a head that is as wide as the one before it is its continuation on the next page.
"""

from __future__ import annotations

from duibiao_engine.standard.importing.columns import columns_of
from duibiao_engine.standard.importing.drafts import headlines_of
from duibiao_engine.standard.importing.headings import normal
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.proposal import (
    ColumnReading,
    ColumnRole,
    Corrections,
    RowKind,
    Source,
    SourceTable,
    TableCorrection,
    TableReading,
)
from duibiao_engine.standard.importing.rows import header_rows, kinds_of_rows

_SAYS = {ColumnRole.CONTENT, ColumnRole.RULE}


def understand(source: Source, corrections: Corrections | None = None) -> list[tuple[Layout, TableReading]]:
    """Every table of the file with its reading, in the file's order."""
    said = corrections or Corrections()
    found: list[tuple[Layout, TableReading]] = []
    for table in source.tables:
        last = next((one for one in reversed(found) if one[1].used), None)
        layout = Layout(table)
        found.append((layout, _reading(layout, last, said.of(table.number))))
    return _without_summaries(found, said)


def _reading(layout: Layout, last: tuple[Layout, TableReading] | None, said: TableCorrection) -> TableReading:
    table = layout.table
    header = said.header_rows if said.header_rows is not None else header_rows(layout)
    goes_on = last is not None and _continues(layout, header, *last)
    opens = bool(headlines_of(table.before))
    if not header and goes_on and last is not None:
        columns = columns_of(layout, (), {one.column: said.roles.get(one.column, one.role) for one in last[1].columns})
        columns = tuple(_kept(one, last[1]) for one in columns)
    else:
        columns = columns_of(layout, header, said.roles)
    kinds = {**kinds_of_rows(layout, header, columns), **said.row_kinds}
    for row in table.hidden_rows:
        kinds.setdefault(row, RowKind.EMPTY)
    kinds = {row: kind for row, kind in kinds.items() if kind is not RowKind.ITEM}
    why = "" if said.used else _why_not(table, header, goes_on, columns, kinds)
    used = said.used if said.used is not None else not why
    return TableReading(table.number, table.name, used, header, columns, kinds, used and goes_on and not opens, why)


def _kept(one: ColumnReading, last: TableReading) -> ColumnReading:
    return next(other for other in last.columns if other.column == one.column)


def _continues(layout: Layout, header: tuple[int, ...], before: Layout, last: TableReading) -> bool:
    if layout.table.columns != before.table.columns:
        return False
    if not header:
        return True
    same = [normal(text) for row in header for text in layout.texts(row)] == [
        normal(text) for row in last.header_rows for text in before.texts(row)
    ]
    return same and not layout.table.is_sheet


def _why_not(
    table: SourceTable,
    header: tuple[int, ...],
    goes_on: bool,
    columns: tuple[ColumnReading, ...],
    kinds: dict[int, RowKind],
) -> str:
    """Why a table is no part of the standard; empty if it is one."""
    roles = {one.role for one in columns}
    if table.hidden:
        return "这张工作表是隐藏的"
    if not header and not goes_on:
        return "没有找到表头"
    if not roles & _SAYS and not (roles & {ColumnRole.NAME, ColumnRole.LEVEL1}):
        return "没有指标名称、内容或计分办法的列"
    if len(kinds) >= table.rows:
        return "表头下面没有内容"
    return ""


def _without_summaries(
    found: list[tuple[Layout, TableReading]], said: Corrections
) -> list[tuple[Layout, TableReading]]:
    """Beside a table with contents or rules, one that has only names and points is a summary of it."""
    full = any(one.used and _says(one) for _, one in found)
    settled = []
    for layout, one in found:
        if full and one.used and not _says(one) and said.of(one.table).used is None:
            one = TableReading(
                one.table, one.name, False, one.header_rows, one.columns, one.row_kinds, why="只有名称和分值，是汇总表"
            )
        settled.append((layout, one))
    return settled


def _says(one: TableReading) -> bool:
    return any(column.role in _SAYS for column in one.columns)
