"""The official table as lines and merged cells, before it becomes a workbook or a document.

Its one trick: the fingerprint of each line is taken from the very texts that are put into the cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from duibiao_engine.problems import ContentError
from duibiao_engine.rules.base import number
from duibiao_engine.standard.importing.carried import Carried, fingerprint, packed
from duibiao_engine.standard.importing.usage import METHOD_WORDS
from duibiao_engine.standard.model import Indicator, Node, Standard
from duibiao_engine.standard.reader import read_text

_LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标", "六级指标", "七级指标", "八级指标")
_HEADS = ("测评标准及计分办法", "分值", "测评方法", "考核对象", "备注")
NOTE = "注：上级指标的分值写在名称后面；门槛、否决、处罚和等次见标准正文。"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: rows and columns from 0 within the body."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """The whole table."""

    title: str
    heads: tuple[str, ...]
    levels: int
    boxes: tuple[Box, ...]
    rows: int
    carried: str
    widths: tuple[int, ...] = field(default=())  #: per cent of the page


def lines_of(text: str) -> Lines:
    """The table of an edition, from its YAML text. Raises ContentError if it is no standard."""
    standard, problems = read_text(text)
    if standard is None:
        raise ContentError(problems)
    return _Table(standard).lines(text)


class _Table:
    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.nodes = {id(node.indicator): node for node in standard.nodes}
        self.depth = max(node.depth for node in standard.nodes)
        self.seen: dict[str, str] = {}

    def lines(self, text: str) -> Lines:
        """All of it."""
        boxes = tuple(self._below(self.standard.indicators, 0, 0))
        full = "" if self.standard.points is None else f"（{number(self.standard.points)}分）"
        carried = packed(Carried(text, self.seen))
        widths = (*([max(36 // self.depth, 7)] * self.depth), 38, 6, 8, 8, 6)
        rows = len(self.standard.leaves)
        heads = (*_LEVELS[: self.depth], *_HEADS)
        return Lines(self.standard.title + full, heads, self.depth, boxes, rows, carried, widths)

    def _below(self, siblings: tuple[Indicator, ...], row: int, column: int) -> Iterator[Box]:
        for one in siblings:
            height = _leaves(one)
            raw = f"{one.code} {one.name}"
            if one.children:
                raw += "" if one.points is None else f"（{number(one.points)}分）"
                self.seen[fingerprint((raw,))] = one.code
                yield Box(row, column, raw, height)
                yield from self._below(one.children, row, column + 1)
            else:
                yield Box(row, column, raw, 1, self.depth - column)
                yield from self._leaf(one, raw, row)
            row += height

    def _leaf(self, one: Indicator, raw: str, row: int) -> Iterator[Box]:
        points = "" if one.points is None else f"{one.points:g}"
        method = METHOD_WORDS[one.method] if one.method else ""
        shown = (one.text or "", points, method, self._applies(self.nodes[id(one)]), one.note or "")
        clause, _, method, applies, note = shown
        self.seen[fingerprint((raw, points, clause, method, applies, note))] = one.code
        for place, text in enumerate(shown):
            yield Box(row, self.depth + place, text)

    def _applies(self, node: Node) -> str:
        """The kinds of units that an indicator is for, empty when it is for all."""
        if not node.applies_to:
            return ""
        common = frozenset.intersection(*node.applies_to)
        names: dict[str, Any] = self.standard.unit_kinds
        return "、".join(names.get(kind, kind) for kind in [*names, *sorted(common - set(names))] if kind in common)


def _leaves(one: Indicator) -> int:
    return sum(map(_leaves, one.children)) or 1
