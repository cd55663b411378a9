"""What each row of a table is: header, item, a line that names a higher level, total, note.

Its one trick: a row is judged by how many of its columns speak. One text over the whole width is a title, a level or a
note, never an item.
"""

from __future__ import annotations

import re

from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.group_rows import group_rows
from duibiao_engine.standard.importing.headings import LONGEST, meaning, normal
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.numerals import plain, points_in
from duibiao_engine.standard.importing.proposal import Cell, ColumnReading, ColumnRole, RowKind

_TOTAL = re.compile(
    r"^(?:本?(?:[一二三四五]级指标|项|页|部分|类|大项|表|栏)?(?:合计|总计|小计|共计|总分|累计|总得分)|合计得分|分值合计|满分)(?:[(:：\d分)]|$)"
)
_NOTE = re.compile(r"^(?:[*※◆●]|(?:备注|注|说明|附注|填表说明|注意事项|注释)\s*\d*\s*[:：、.．]|(?:备注|说明|注)$)")
_FOOT = re.compile(
    r"^(?:填表人|审核人|负责人|联系电话|填报单位|填报时间|填报日期|制表|单位[(（]盖章|考核人|检查人|被检查单位)"
)
_TO_FILL = re.compile(r"^.{0,16}(?:签字|签名|签章|盖章)\)?(?::|$)|年月日\)?$")
_LEVEL_NAME = re.compile(r"(?:部分|类|板块|加分|附加|减分|扣分|否决|指标)")
_CONTINUED = re.compile(r"[(（]?(?:续表?\d*|接上[页表]|第\d+页)[)）]?$")
#: Headers stand near the top; titles, notices and form heads above them are seldom longer.
DEEPEST_HEADER = 40


def header_rows(layout: Layout) -> tuple[int, ...]:
    """The row or rows of the column heads, empty when none is found."""
    last = min(layout.table.rows, DEEPEST_HEADER)
    scores = {row: _header_score(layout, row) for row in range(1, last + 1)}
    best = next((row for row in range(1, last + 1) if scores[row] >= 2.0), 0)
    if not best:
        return ()
    rows = [best]
    # the upper of two rows may hold only 考核指标 and 考核得分
    above = best - 1
    spread = above >= 1 and any(cell.columns > 1 for cell in layout.beginning(above))
    if spread and scores[above] >= 1.0 and not _is_full_width(layout, above):
        rows.insert(0, above)
    while _goes_on(layout, rows[0], rows[-1] + 1):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _header_score(layout: Layout, row: int) -> float:
    """How many heads a row has; rows in which other text prevails count nothing."""
    cells = layout.beginning(row)
    if sum(len(cell.text) > LONGEST + 6 for cell in cells) * 2 > len(cells):
        return 0.0
    found = [one for one in (meaning(cell.text) for cell in cells) if one is not None]
    roles = {(one.role, one.synonym) for one in found}
    if len(found) * 2 < len(cells) or not roles:
        return 0.0
    # a row of items may hold 方法-like words by chance; a header has at least one sure word
    return float(len(roles)) if any(one.confidence >= 0.8 for one in found) else len(roles) / 2


def _goes_on(layout: Layout, first: int, row: int) -> bool:
    """Whether a header row is followed by a second one under it."""
    if row > layout.table.rows or row > first + 3:
        return False
    spans = [cell for top in range(first, row) for cell in layout.beginning(top)]
    deep = any(cell.row + cell.rows > row for cell in spans)
    wide = [cell for cell in layout.beginning(row - 1) if cell.columns > 1]
    cells = layout.beginning(row)
    if not cells or not (deep or wide):
        return bool(cells) and row == first + 1 and _fills_the_head(layout, first, row)
    known = sum(meaning(cell.text) is not None or len(normal(cell.text)) <= 6 for cell in cells)
    heads = sum(meaning(cell.text) is not None for cell in cells)
    below = all(any(one.column <= cell.column < one.column + one.columns for one in wide) for cell in cells)
    return known == len(cells) and (heads * 2 >= len(cells) or (bool(wide) and below and deep))


def _fills_the_head(layout: Layout, head: int, row: int) -> bool:
    """Without merged cells (pasted text): whether heads stand only below the gaps of a head, and below what goes over them."""
    gaps = {column for column in range(1, layout.table.columns + 1) if not layout.text(head, column)}
    cells = layout.beginning(row)
    below = {cell.column for cell in cells}
    sure = [one for cell in cells if (one := meaning(cell.text)) is not None and one.confidence >= 0.8]
    free = all(column in gaps or column + 1 in gaps & below for column in below)
    heads = sum(meaning(cell.text) is not None for cell in cells)
    known = all(meaning(cell.text) is not None or len(normal(cell.text)) <= 4 for cell in cells)
    return (bool(gaps & below) and free and known and heads * 2 >= len(cells)) or (
        len(cells) == len(sure) and (len(cells) > 1 or bool(sure[0].role.depth))
    )


def _is_full_width(layout: Layout, row: int) -> bool:
    cells = layout.beginning(row)
    return len(cells) == 1 and cells[0].columns >= max(layout.table.columns * 0.7, 2)


def kinds_of_rows(layout: Layout, header: tuple[int, ...], columns: tuple[ColumnReading, ...]) -> dict[int, RowKind]:
    """All rows that are no items."""
    kinds: dict[int, RowKind] = {}
    heads = {tuple(map(normal, layout.texts(row))) for row in header}
    first = header[0] if header else 1
    for row in range(1, layout.table.rows + 1):
        if row in header:
            kinds[row] = RowKind.HEADER
        elif row < first:
            kinds[row] = RowKind.TITLE if layout.beginning(row) else RowKind.EMPTY
        elif (kind := _kind(layout, row, heads, columns)) is not RowKind.ITEM:
            kinds[row] = kind
    kinds |= dict.fromkeys(group_rows(layout, columns, kinds), RowKind.SECTION)
    return _tail(layout, _titles_again(layout, header, kinds))


def _titles_again(layout: Layout, header: tuple[int, ...], kinds: dict[int, RowKind]) -> dict[int, RowKind]:
    """Over a head that is repeated on the next page may stand the title, as it was or with （续表）; it names no level."""
    titles = {_title(cell.text) for row in range(1, header[0]) for cell in layout.beginning(row)} if header else set()
    for row in [row for row, kind in kinds.items() if kind is RowKind.SECTION]:
        text = layout.beginning(row)[0].text
        below = next(
            (kinds.get(one, RowKind.ITEM) for one in range(row + 1, layout.table.rows + 1) if layout.beginning(one)),
            None,
        )
        if below is RowKind.HEADER and (_title(text) in titles or _CONTINUED.search(plain(text))):
            kinds[row] = RowKind.TITLE
    return kinds


def _title(text: str) -> str:
    return _CONTINUED.sub("", re.sub(r"\s", "", plain(text)))


def _kind(layout: Layout, row: int, heads: set[tuple[str, ...]], columns: tuple[ColumnReading, ...]) -> RowKind:
    cells = layout.beginning(row)
    if not cells:
        return RowKind.EMPTY
    short = all(len(cell.text) <= 3 * LONGEST for cell in cells)
    if short and (_is_head_again(layout, row, heads) or _header_score(layout, row) >= max(3, len(cells))):
        return RowKind.HEADER
    text = plain(cells[0].text)
    if any(_TOTAL.match(re.sub(r"\s", "", plain(cell.text))) for cell in cells[:2]) and _only_numbers(
        layout, row, columns
    ):
        return RowKind.TOTAL
    if ((_NOTE.match(text) or _FOOT.match(text)) and len(cells) <= 2) or _is_signed(cells):
        return RowKind.NOTE
    if _is_line_of_its_own(layout, row, columns):
        return RowKind.SECTION
    if not _alone(layout, row, columns):
        return RowKind.ITEM
    return _wide_kind(layout, row, cells[0].text)


def _is_signed(cells: list[Cell]) -> bool:
    """Whether a row is to be signed or filled in: 考核组长（签字）：, 日期：  年  月  日."""
    texts = [re.sub(r"[\s_]", "", plain(cell.text)) for cell in cells]
    return all(_TO_FILL.search(text) or (text.endswith(":") and len(text) <= LONGEST) for text in texts)


def _is_head_again(layout: Layout, row: int, heads: set[tuple[str, ...]]) -> bool:
    return tuple(map(normal, layout.texts(row))) in heads


def _only_numbers(layout: Layout, row: int, columns: tuple[ColumnReading, ...]) -> bool:
    """Whether nothing but points stands beside 合计: no clause, no content."""
    texts = {ColumnRole.RULE, ColumnRole.CONTENT}
    spoken = [one.column for one in columns if one.role in texts and len(layout.text(row, one.column)) > 8]
    return not [column for column in spoken if not _TOTAL.match(plain(layout.text(row, column)))]


def _alone(layout: Layout, row: int, columns: tuple[ColumnReading, ...]) -> bool:
    """Whether a row says one thing only, in a cell that is not a narrow one of its column."""
    spoken = _spoken(layout, row, columns)
    if len(spoken) != 1 or len(columns) < 2:
        return False
    cell = spoken[0]
    covered = [layout.at(row, column) for column in range(1, layout.table.columns + 1)]
    if any(one is not None and one.row < row and one.text for one in covered):
        return False  # it lies beside a merged cell: a further row of that item
    return cell.columns >= max(2, layout.table.columns * 0.6)


def _is_line_of_its_own(layout: Layout, row: int, columns: tuple[ColumnReading, ...]) -> bool:
    """Without merged cells: a name and nothing else, above names of another kind in the same column."""
    levels = [one for one in columns if one.role.depth]
    level = min(levels, key=lambda one: one.role.depth).column if levels else 0
    if not level or any(one.role is ColumnRole.NAME for one in columns) or row >= layout.table.rows:
        return False
    spoken = _spoken(layout, row, columns)
    below = layout.text(row + 1, level)
    if len(spoken) != 1 or spoken[0].column > level or spoken[0].rows > 1 or not below:
        return False
    text = spoken[0].text
    if spoken[0].column < level:
        return numbering.alone(text) is None and len(text) <= LONGEST
    number, next_one = numbering.split(text)[0], numbering.split(below)[0]
    if number is None or next_one is None:
        return (number is not None or len(_spoken(layout, row + 1, columns)) > 1) and len(text) <= LONGEST
    return number.kind != next_one.kind


def _spoken(layout: Layout, row: int, columns: tuple[ColumnReading, ...]) -> list[Cell]:
    """What a row says besides points."""
    points = {one.column for one in columns if one.role is ColumnRole.POINTS}
    return [cell for cell in layout.beginning(row) if cell.column not in points]


def _wide_kind(layout: Layout, row: int, text: str) -> RowKind:
    number, rest = numbering.split(text)
    name, points = points_in(rest)
    is_short = len(rest) <= 40 and not rest.rstrip().endswith(("。", "；", ";"))
    if is_short and (number is not None or points is not None or _LEVEL_NAME.search(name)):
        return RowKind.SECTION
    return RowKind.SECTION if is_short and row < layout.table.rows and len(rest) <= 20 else RowKind.NOTE


def _tail(layout: Layout, kinds: dict[int, RowKind]) -> dict[int, RowKind]:
    """Lines below the last item name no level any more."""
    for row in range(layout.table.rows, 0, -1):
        kind = kinds.get(row, RowKind.ITEM)
        if kind is RowKind.ITEM:
            break
        if kind is RowKind.SECTION:
            kinds[row] = RowKind.NOTE
    return kinds
