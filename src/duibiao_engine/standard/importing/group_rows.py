"""Rows that name a group without saying so: 制度建设 | | 20 above items that add up to 20.

Its one trick: only the sums are believed: every row without a rule must hold just what the rows below it add up to.
"""

from __future__ import annotations

from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.numerals import points_of
from duibiao_engine.standard.importing.proposal import ColumnReading, ColumnRole, RowKind

_SAME = 1e-6


def group_rows(layout: Layout, columns: tuple[ColumnReading, ...], kinds: dict[int, RowKind]) -> list[int]:
    """The rows that name groups, empty where the sums do not say so."""
    points = [one.column for one in columns if one.role is ColumnRole.POINTS]
    rules = [one.column for one in columns if one.role is ColumnRole.RULE]
    names = [one.column for one in columns if one.role.depth or one.role is ColumnRole.CONTENT]
    if len(points) != 1 or not rules or len(names) != 1:
        return []
    items = [row for row in range(1, layout.table.rows + 1) if kinds.get(row, RowKind.ITEM) is RowKind.ITEM]
    heads = [row for row in items if not any(layout.text(row, rule) for rule in rules) and layout.text(row, names[0])]
    if not heads or items[0] != heads[0] or len(heads) * 2 > len(items):
        return []
    whole = all(points_of(layout.text(row, points[0])) is not None for row in items)
    return heads if whole and all(_adds_up(layout, points[0], row, items, heads) for row in heads) else []


def _adds_up(layout: Layout, column: int, head: int, items: list[int], heads: list[int]) -> bool:
    end = next((row for row in heads if row > head), layout.table.rows + 1)
    below = [points_of(layout.text(row, column)) or 0.0 for row in items if head < row < end]
    return len(below) > 0 and abs(sum(below) - (points_of(layout.text(head, column)) or 0.0)) <= _SAME
