"""Columns whose head says nothing, or less than what stands below it, are told by what stands below and beside them.

Its one trick: only how the columns stand to each other counts: short words on the left of rules are names, a content that
spans several cells further right is a level above them, a lone column of numbers is the points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.headings import Meaning, normal, without_points
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.numerals import points_of, says_nothing
from duibiao_engine.standard.importing.proposal import Cell
from duibiao_engine.standard.importing.proposal import ColumnRole as Role

#: Names are shorter on the average than contents.
_NAMES = 20
_UNIT = re.compile(
    r"(?:局|办|委|室|镇|乡|街道|部|部门|单位|院|中心|公司|学校|大队|支队|科|股|站|所|组|政府|村|社区|集团)$"
)
_SAID = {Role.CONTENT, Role.RULE}


def guessed(
    layout: Layout, meanings: Sequence[Meaning | None], heads: Sequence[str], body: range
) -> list[Meaning | None]:
    """The meaning of every column, where the head alone leaves it open or is belied by the columns beside it."""
    columns = [_cells(layout, column, body) for column in range(1, len(meanings) + 1)]
    found = list(meanings)
    for place, meaning in enumerate(found):
        if meaning is None and _stands_above(found, columns, place):
            found[place] = Meaning(Role.LEVEL1, "", 0.5, generic=True)
        elif meaning is None and columns[place] and normal(heads[place]):
            found[place] = _unknown(found, columns, place)
        elif meaning is not None and meaning.role is Role.POINTS and _are_words(columns[place]):
            found[place] = without_points(heads[place]) or meaning
    for place, meaning in enumerate(found):
        if meaning is not None and _names_a_level(found, columns, place):
            found[place] = replace(meaning, role=Role.LEVEL1, generic=True, weak=False, confidence=0.6)
    return found


def _cells(layout: Layout, column: int, body: range) -> list[Cell]:
    found = [cell for row in body if (cell := layout.at(row, column)) and (cell.row, cell.column) == (row, column)]
    wide = max(2, layout.table.columns * 0.6)
    return [cell for cell in found if cell.text and cell.columns < wide]


def _unknown(found: Sequence[Meaning | None], columns: Sequence[list[Cell]], place: int) -> Meaning | None:
    texts = [cell.text for cell in columns[place]]
    numbers = sum(points_of(text) is not None or says_nothing(text) for text in texts)
    if numbers * 10 >= len(texts) * 9:
        alone = not any(one is not None and one.role is Role.POINTS for one in found)
        return Meaning(Role.POINTS, "", 0.5) if alone and place else None
    if sum(_UNIT.search(text) is not None for text in texts) * 10 >= len(texts) * 6:
        return Meaning(Role.RESPONSIBLE, "", 0.4)
    before = found[place - 1] if place else None
    beside_a_level = before is not None and bool(before.role.depth or before.generic)
    further = any(one is not None and (one.role in _SAID or one.role.depth) for one in found[place + 1 :])
    after_rules = any(one is not None and one.role is Role.RULE for one in found[:place])
    named = any(one is not None and one.role.depth for one in found)
    if named and _are_names(texts) and not after_rules and (beside_a_level or further):
        return Meaning(Role.LEVEL1, "", 0.5, generic=True)
    return None


def _stands_above(found: Sequence[Meaning | None], columns: Sequence[list[Cell]], place: int) -> bool:
    """Where no head speaks of a level: short words that stand over the contents on their right."""
    if any(one is not None and (one.role.depth or one.role is Role.NAME) for one in found):
        return False
    texts = [text for text, _ in groupby(cell.text for cell in columns[place])]
    contents = [
        len(columns[place + 1 + n])
        for n, one in enumerate(found[place + 1 :])
        if one is not None and one.role is Role.CONTENT
    ]
    units = sum(_UNIT.search(text) is not None for text in texts) * 10 >= len(texts) * 6
    return bool(texts) and not units and _are_names(texts) and len(texts) < max(contents, default=0)


def _are_words(cells: Sequence[Cell]) -> bool:
    """Whether hardly any cell is a number."""
    numbers = sum(points_of(cell.text) is not None or says_nothing(cell.text) for cell in cells)
    return numbers * 4 < len(cells)


def _are_names(texts: Sequence[str]) -> bool:
    words = [text for text in texts if len(numbering.split(text)[1]) >= 2 and numbering.alone(text) is None]
    distinct = len(set(texts)) * 2 >= len(texts)
    return distinct and len(words) * 10 >= len(texts) * 8 and sum(map(len, texts)) <= _NAMES * len(texts)


def _names_a_level(found: Sequence[Meaning | None], columns: Sequence[list[Cell]], place: int) -> bool:
    """A content or target that stands before a level, or over several contents with points of their own."""
    meaning = found[place]
    if meaning is None or not (meaning.role is Role.CONTENT or (meaning.role is Role.RULE and meaning.weak)):
        return False
    # what is written again in the next row is the same as merged
    texts = [text for text, _ in groupby(cell.text for cell in columns[place])]
    if not texts or sum(map(len, texts)) > _NAMES * len(texts):
        return False
    right = found[place + 1 :]
    if any(one is not None and one.generic and one.role.depth for one in right):
        return True
    if meaning.role is not Role.CONTENT and not any(
        one is not None and one.role is Role.RULE and not one.weak for one in right
    ):
        return False
    points = [len(columns[n]) for n, one in enumerate(found) if one is not None and one.role is Role.POINTS]
    strong = any(one is not None and one.role is Role.RULE and not one.weak for one in found)
    merged = strong and any(cell.rows > 1 for cell in columns[place])
    later = [
        len(columns[place + 1 + n])
        for n, one in enumerate(right)
        # 具体标准 beside 计分方法 is what is demanded
        if one is not None
        and (
            one.role is Role.CONTENT
            or one.role.depth
            or (merged and one.weak and one.synonym.endswith(("标准", "要求")))
        )
    ]
    # a name that lies over the column on its right too stands over nothing there
    over = len(texts) - sum(cell.columns > 1 for cell in columns[place])
    return bool(later) and 0 < over < max(later) <= max(points, default=max(later))
