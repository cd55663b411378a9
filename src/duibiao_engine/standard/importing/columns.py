"""What each column of a table holds, from its head and, where the head leaves it open, from what stands below.

Its one trick: heads are first read alone, then settled together: general words (项目, 指标) become levels from left to right,
weak words (考核标准) yield to strong ones, and points beside a level belong to that level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.column_guesses import guessed
from duibiao_engine.standard.importing.headings import Meaning, meaning
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.numerals import points_of, says_nothing
from duibiao_engine.standard.importing.proposal import Cell, ColumnReading
from duibiao_engine.standard.importing.proposal import ColumnRole as Role

_LOOKED_AT = 60
_SCORING = re.compile(r"[扣得加减计]\s*(?:\d|[一二三四五六七八九十半满])|不得分|得分|扣完")
_UNITS = {Role.LEAD, Role.RESPONSIBLE, Role.SUPPORTING}
_OWN_LEVELS = tuple(Role(f"level{n}") for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class _Head:
    column: int
    text: str
    meaning: Meaning | None
    cell: Cell | None = None


def columns_of(
    layout: Layout, header: tuple[int, ...], said: Mapping[int, Role] | None = None
) -> tuple[ColumnReading, ...]:
    """The columns of a table below its header; `said` is what a person says of some of them."""
    said = said or {}
    heads = [_head(layout, header, column) for column in range(1, layout.table.columns + 1)]
    first = header[-1] + 1 if header else 1
    body = range(first, min(first + _LOOKED_AT, layout.table.rows + 1))
    told = guessed(layout, [head.meaning for head in heads], [head.text for head in heads], body)
    heads = [replace(head, meaning=one) for head, one in zip(heads, told, strict=True)]
    columns = _weak_ones(layout, _levels(layout, heads, body), {head.column for head in heads if _is_weak(head)}, body)
    columns = [_by_content(layout, one, body) for one in columns]
    columns = _one_of_each(_names(layout, columns, body))
    columns = [
        replace(one, role=said[one.column], confidence=1.0, synonym="") if one.column in said else one
        for one in columns
    ]
    return tuple(_depths(columns))


def _is_weak(head: _Head) -> bool:
    return head.meaning is not None and head.meaning.weak


def _head(layout: Layout, header: tuple[int, ...], column: int) -> _Head:
    """The lowest head of a column that means something; that above it where the lowest says nothing."""
    cells: list[Cell] = []
    for row in header:
        cell = layout.at(row, column)
        if cell is not None and cell.text and cell not in cells:
            cells.append(cell)
    text = "/".join(cell.text.replace("\n", "") for cell in cells)
    blank = next((cell for cell in cells if (one := meaning(cell.text)) and one.role is Role.IGNORE), None)
    if blank is not None and len(cells) > 1:
        return _Head(column, text, meaning(blank.text))  # 考核得分 over 自评 | 考核
    for cell in reversed(cells):
        found = meaning(cell.text)
        if found is not None:
            return _Head(column, text, found, cell)
    return _Head(column, text, None)


def _levels(layout: Layout, heads: list[_Head], body: range) -> list[ColumnReading]:
    """Level columns get their depth; columns without a meaning are left to their content."""
    columns: list[ColumnReading] = []
    depth = 0
    for place, head in enumerate(heads):
        found = head.meaning
        shared = place + 1 < len(heads) and head.cell is not None and heads[place + 1].cell is head.cell
        if shared and found is not None and found.role not in (Role.IGNORE, Role.POINTS):
            # one head over a column of numbers and a column of names, or over a topic and its content
            found = _shared(layout, head, found, body)
        if found is None:
            columns.append(ColumnReading(head.column, Role.IGNORE, head.text, "", 0.0))
            continue
        role = found.role
        if found.generic or (role.depth and role.depth <= depth):
            # a head over several columns (考核指标), or a level named twice, goes one deeper each time
            role = _OWN_LEVELS[min(depth, 4)]
        depth = role.depth or depth
        columns.append(ColumnReading(head.column, role, head.text, found.synonym, found.confidence))
    return columns


def _shared(layout: Layout, head: _Head, found: Meaning, body: range) -> Meaning:
    texts = [text for row in body if (text := layout.text(row, head.column))]
    if texts and all(numbering.alone(text) for text in texts):
        return replace(found, role=Role.CODE, generic=False)
    if found.role in (Role.CONTENT, Role.RULE):
        return replace(found, role=Role.LEVEL1, generic=True, confidence=0.6)
    return found


def _weak_ones(layout: Layout, columns: list[ColumnReading], weak: set[int], body: range) -> list[ColumnReading]:
    """考核标准 beside 计分办法 is what is demanded; 考核单位 beside 牵头单位 leads nothing."""
    strong = {one.role for one in columns if one.column not in weak}
    settled = []
    seen_rule = Role.RULE in strong
    weak_rules = [one for one in columns if one.column in weak and one.role is Role.RULE]
    scoring = [one for one in weak_rules if _scores(layout, one.column, body)] or weak_rules
    for one in columns:
        if one.column in weak and one.role is Role.LEAD and strong & {Role.LEAD}:
            one = replace(one, role=Role.NOTE)
        elif one in weak_rules and (seen_rule or one is not scoring[-1]):
            # 考评办法 beside the rules says how it is looked at
            one = replace(one, role=Role.METHOD if one.synonym.endswith("办法") else Role.CONTENT)
        settled.append(one)
    return settled


def _scores(layout: Layout, column: int, body: range) -> bool:
    texts = [text for row in body if (text := layout.text(row, column))]
    return sum(_SCORING.search(text) is not None for text in texts) * 2 > len(texts)


def _by_content(layout: Layout, one: ColumnReading, body: range) -> ColumnReading:
    """Settles a column whose head is empty, or says less than what stands below it."""
    texts = [text for row in body if (text := layout.text(row, one.column))]
    if not texts:
        # the blank columns of a form: 评分, 扣分
        return one if one.role.depth or one.confidence >= 0.8 else replace(one, role=Role.IGNORE)
    if one.confidence == 0.0:
        return _guessed(one, texts)
    if one.role is Role.IGNORE and one.heading.startswith("序") and _are_codes(texts):
        return replace(one, role=Role.CODE, confidence=0.8)
    if one.role is Role.CODE and _is_count(texts, layout, body):
        return replace(one, role=Role.IGNORE, confidence=0.8)
    numbers = sum(points_of(text) is not None or says_nothing(text) for text in texts)
    if one.role is Role.RULE and numbers * 10 >= len(texts) * 9:
        return replace(one, role=Role.POINTS, confidence=0.6)
    scoring = sum(_SCORING.match(text) is not None for text in texts) * 2 > len(texts)  # 扣2分 under 分值
    if one.role is Role.POINTS and numbers * 2 < len(texts) and (scoring or sum(map(len, texts)) > 12 * len(texts)):
        return replace(one, role=Role.RULE, confidence=0.6)
    return one


def _is_count(texts: list[str], layout: Layout, body: range) -> bool:
    """Whether a column counts all rows, 1, 2, 3: that says nothing of their levels."""
    numbers = [number for text in texts if (number := numbering.alone(text)) is not None]
    runs = [number.ordinal for number in numbers if number.kind == "1."]
    rows = sum(1 for row in body if layout.beginning(row)) - (len(texts) - len(numbers))  # without 合计
    return runs == list(range(1, len(numbers) + 1)) and len(runs) * 4 >= rows * 3


def _guessed(one: ColumnReading, texts: list[str]) -> ColumnReading:
    """A column without a head: numbers that stand alone are codes; anything else is left out, and said so."""
    if _are_codes(texts) and one.column == 1:
        return replace(one, role=Role.CODE, confidence=0.5)
    return replace(one, role=Role.IGNORE, confidence=0.3)


def _are_codes(texts: list[str]) -> bool:
    """Numbers that say more than a running count: 1.1, Ⅰ-1, A1, 一、."""
    found = [number for text in texts if (number := numbering.alone(text)) is not None]
    speaking = sum(bool(one.code) for one in found)
    return speaking * 2 > len(texts) or _speak_of_levels([one.kind for one in found], len(texts))


def _speak_of_levels(kinds: list[str], rows: int) -> bool:
    """一 above 1, 2, 3: two kinds of numbers, of which the first stands above several of the others."""
    others = [kind for kind in kinds if kind != kinds[0]]
    return len(kinds) * 10 >= rows * 8 and len(others) > 1 and len(others) * 2 >= len(kinds)


def _names(layout: Layout, columns: list[ColumnReading], body: range) -> list[ColumnReading]:
    """A single level column may hold the names of all levels: told by kinds of numbers, dotted codes or indents."""
    columns = _named_at_all(layout, columns, body)
    levels = [one for one in columns if one.role.depth]
    if not levels and not any(one.role is Role.NAME for one in columns):
        # 考核内容 alone may hold the names of all levels too
        levels = [one for one in columns if one.role is Role.CONTENT][:1]
    if len(levels) != 1:
        return columns
    column = levels[0].column
    wide = max(2, layout.table.columns * 0.6)  # a line over the whole table names a section
    cells = [cell for row in body if (cell := layout.at(row, column)) and cell.row == row and cell.text]
    cells = [cell for cell in cells if cell.columns < wide]
    kinds = {_family(found) for cell in cells if (found := numbering.split(cell.text)[0]) is not None}
    codes = next((one.column for one in columns if one.role is Role.CODE), 0)
    depths = {_family(found) for row in body if codes and (found := numbering.alone(layout.text(row, codes)))}
    indents = {cell.indent for cell in cells}
    if len(kinds) < 2 and len(depths) < 2 and (len(indents) < 2 or kinds):
        return columns
    return [replace(one, role=Role.NAME) if one.column == column else one for one in columns]


def _named_at_all(layout: Layout, columns: list[ColumnReading], body: range) -> list[ColumnReading]:
    """Where no column names anything, the first one that holds words under a head that says nothing does."""
    saying = {Role.NAME, Role.CONTENT}
    if any(one.role.depth or one.role in saying for one in columns) or not any(
        one.role is Role.RULE for one in columns
    ):
        return columns
    for one in columns:
        texts = [text for row in body if (text := layout.text(row, one.column))]
        if one.role is Role.IGNORE and sum(map(_is_words, texts)) * 2 > len(texts) > 0:
            named = replace(one, role=Role.LEVEL1, confidence=0.4)
            return [named if other is one else other for other in columns]
    return columns


def _is_words(text: str) -> bool:
    return len(numbering.split(text)[1]) >= 2 and numbering.alone(text) is None


def _family(number: numbering.Number) -> str:
    """A1 and B1 are of one kind here: sections as often as levels."""
    return "letter" if number.kind.startswith("letter") and number.kind[-1] == "1" and number.code[1:] else number.kind


def _one_of_each(columns: list[ColumnReading]) -> list[ColumnReading]:
    """Of two columns of contents or rules the later one keeps the role; 内容 and 要求 side by side are both contents."""
    rules = [one for one in columns if one.role is Role.RULE]
    if len(rules) < 2:
        return columns
    best = max(rules, key=lambda one: (one.confidence, one.column))
    return [replace(one, role=Role.CONTENT) if one in rules and one is not best else one for one in columns]


def _depths(columns: list[ColumnReading]) -> list[ColumnReading]:
    """Which level's points a points column holds: with several, each those of the level to its left."""
    points = [one for one in columns if one.role is Role.POINTS]
    levels = [one for one in columns if one.role.depth]
    deepest = max((one.role.depth for one in levels), default=0)
    settled = []
    for one in columns:
        if one.role is Role.POINTS and len(points) > 1:
            left = [level for level in levels if level.column < one.column]
            between = any(
                left
                and left[-1].column < other.column < one.column
                and other.role in (Role.CONTENT, Role.RULE, Role.POINTS)
                for other in columns
            )
            depth = left[-1].role.depth if left else 0
            is_last = one is points[-1]
            one = replace(one, depth=0 if between or (is_last and depth == deepest) else depth)
        settled.append(one)
    return settled
