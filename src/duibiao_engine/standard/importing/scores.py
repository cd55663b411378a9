"""Points: whose they are, and whether they add up at every level.

Its one trick: a cell of points belongs to the node that stands on the same rows as the cell; so a merged 15 beside three
items is the points of what is above them, without anyone saying so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duibiao_engine.problems import Problem, error, warning
from duibiao_engine.standard.importing.drafts import Draft, Read, Row
from duibiao_engine.standard.importing.numerals import plain, points_in, points_of, says_nothing
from duibiao_engine.standard.importing.proposal import Cell, ColumnReading, ColumnRole, Place, RowKind

SAME = 1e-6
_BONUS = re.compile(r"加分项?|附加分?|奖励|附加项|特色(?:工作|创新)加")
_TAKEN = re.compile(r"^[-−—]\s*\d|^扣|减分")


class Scores:
    """Gives points to the nodes of a tree and keeps what is wrong with them."""

    def __init__(self, file: str, roots: list[Draft]) -> None:
        self.file, self.roots = file, roots
        self.problems: list[Problem] = []
        self.total: float | None = None
        self._above: dict[int, Draft | None] = {}
        self._at: dict[tuple[int, int], Draft] = {}
        for root in roots:
            self._index(root, None)

    def _index(self, node: Draft, parent: Draft | None) -> None:
        self._above[id(node)] = parent
        for row in node.rows:
            self._at[id(row.read), row.number] = node
        for child in node.children:
            self._index(child, node)

    def take(self, reads: list[Read]) -> None:
        """All columns of points of all tables; then what names said."""
        for read in reads:
            columns = [one for one in read.reading.columns if one.role is ColumnRole.POINTS]
            for column in columns:
                self._column(read, column, self._level(read, column, columns))
        for root in self.roots:
            for node in root.walk():
                self._by_name(node)
                if node.bonus:
                    # what is below an item outside the full mark is outside with it
                    for child in node.children:
                        child.named_bonus = True
            for node in root.walk():
                node.bonus = node.bonus and not node.named_bonus

    def _items(self, read: Read, column: int) -> list[Cell]:
        kinds = {RowKind.ITEM, RowKind.SECTION}
        return [
            cell
            for cell in read.layout.table.cells
            if cell.column == column and cell.text and read.reading.row_kinds.get(cell.row, RowKind.ITEM) in kinds
        ]

    def _level(self, read: Read, column: ColumnReading, columns: list[ColumnReading]) -> int:
        """The level whose points a column holds: as the columns say, or where only first rows of a level have points."""
        if column.depth or len(columns) > 1:
            return column.depth
        left = [one for one in read.reading.columns if one.role.depth and one.column == column.column - 1]
        cells = [cell for cell in self._items(read, column.column) if not says_nothing(cell.text)]
        spanned = self._spanned(read, cells)
        if spanned:
            return spanned
        if not left or not cells:
            return 0
        begins = {node.place.row for root in self.roots for node in root.walk() if node.level == left[0].role.depth}
        leaves = sum(1 for root in self.roots for node in root.walk() if not node.children)
        return left[0].role.depth if all(cell.row in begins for cell in cells) and len(cells) < leaves else 0

    def _spanned(self, read: Read, cells: list[Cell]) -> int:
        """The level above the lowest one with which every cell of points goes along, be it over several items or one."""
        levels: dict[tuple[int, ...], set[int]] = {}
        for root in self.roots:
            for node in root.walk():
                rows = tuple(sorted(row.number for row in node.all_rows() if row.read is read))
                if node.children and node.level and not node.children[0].split:
                    levels.setdefault(rows, set()).add(node.level)
        own = [levels.get(tuple(range(cell.row, cell.row + cell.rows)), set()) for cell in cells]
        shared = set.intersection(*own) if own else set()
        return max(shared, default=0) if sum(cell.rows > 1 for cell in cells) * 2 >= len(cells) else 0

    def _column(self, read: Read, column: ColumnReading, level: int) -> None:
        for cell in self._items(read, column.column):
            if says_nothing(cell.text):
                continue
            place = read.place(cell.row, cell.column)
            node = self._owner(read, cell, level)
            if node is None:
                self._say_shared(cell, place)
            else:
                self._give(node, cell.text, place)

    def _owner(self, read: Read, cell: Cell, level: int) -> Draft | None:
        rows = [row for row in range(cell.row, cell.row + cell.rows) if (id(read), row) in self._at]
        if not rows:
            return None
        node: Draft | None = self._at[id(read), rows[0]]
        if level:
            while node is not None and (node.level > level or node.split):
                node = self._above[id(node)]
            return node
        wanted = {(id(read), row) for row in rows}
        while node is not None and not wanted <= _keys(node.all_rows()):
            node = self._above[id(node)]
        is_leaf = node is not None and not node.children
        return node if node is not None and (is_leaf or len(rows) == 1 or _keys(node.all_rows()) == wanted) else None

    def _say_shared(self, cell: Cell, place: Place) -> None:
        self.problems.append(
            error(
                "table.points-shared", self.file, str(place), f"分值“{cell.text[:20]}”跨了几项，不知道各项多少分",
                "合并的格子不与任何一项指标对齐", "请核对合并单元格，或在每项里写上分值",
            )
        )  # fmt: skip

    def _give(self, node: Draft, text: str, place: Place) -> None:
        squeezed = re.sub(r"\s+", "", plain(text))
        points = points_of(squeezed)
        points = points_in(squeezed)[1] if points is None else points
        node.bonus = node.bonus or squeezed.startswith(("+", "加")) or "加分" in squeezed
        if points is None or _TAKEN.match(squeezed):
            self.problems.append(
                error(
                    "table.points-unread", self.file, str(place), f"分值“{text[:20]}”读不出是几分", "",
                    "请只写一个数；扣分项、倒扣分在总分之外，请写成处罚（penalties）或附加项",
                )
            )  # fmt: skip
        elif node.points is not None and abs(node.points - points) > SAME:
            self._contradiction(node, points, place)
        else:
            node.points, node.points_place = points, node.points_place or place

    def _contradiction(self, node: Draft, points: float, place: Place) -> None:
        self.problems.append(
            error(
                "table.points-twice", self.file, str(place), f"“{node.name}”有两个分值：{_n(node.points)} 和 {_n(points)}",
                "两处写的不一样", "请核对，只留一个；现按前一个读",
            )
        )  # fmt: skip

    def _by_name(self, node: Draft) -> None:
        node.bonus = node.bonus or node.named_bonus or bool(_BONUS.search(node.name) and not node.split)
        if node.named_points is None:
            return
        if node.points is None:
            node.points, node.points_place = node.named_points, node.place
        elif abs(node.points - node.named_points) > SAME and not node.split:
            self._contradiction(node, node.named_points, node.place)

    # ── sums ──────────────────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Every parent against its children, every leaf that has none among those that have."""
        scored = any(node.points is not None for root in self.roots for node in root.walk())
        for root in self.roots:
            for node in root.walk():
                if node.children:
                    self._adds_up(node)
                elif scored and node.points is None:
                    self.problems.append(_no_points(self.file, node))

    def _adds_up(self, node: Draft) -> None:
        added = sum_of(node.children)
        if added is not None and node.points is not None and not adds_up_to(node.children, node.points):
            self.problems.append(
                error(
                    "table.points-sum", self.file, str(node.points_place or node.place),
                    f"{_range(node.children)} 合计 {_n(added)} 分，上级写 {_n(node.points)} 分",
                    f"“{node.code} {node.name}”与下级相差 {_n(abs(added - node.points))} 分", "请核对原件的分值",
                )
            )  # fmt: skip

    def totals(self, reads: list[Read]) -> None:
        """小计 and 合计 rows against the items above them."""
        for place, read in enumerate(reads):
            rows = [row for row, kind in read.reading.row_kinds.items() if kind is RowKind.TOTAL]
            for row in sorted(rows):
                self._total(read, row, is_last=place == len(reads) - 1 and row == max(rows))

    def _total(self, read: Read, row: int, *, is_last: bool) -> None:
        found = _value(read, row)
        if found is None:
            return
        value, place = found
        if not is_last or any("小计" in re.sub(r"\s", "", cell.text) for cell in read.layout.beginning(row)):
            self._subtotal(read, row, value, place)
        tops = [node for root in self.roots for node in root.walk()]
        candidates = [sum_of(self.roots)] if is_last else []
        before = [node for node in tops if _is_before(node, read, row)]
        candidates += [_own(node) for node in before]
        candidates += [sum_of([node for node in self.roots if not node.bonus or _own(node) is not None])]
        if is_last and not any(one is not None and abs(one - value) <= SAME for one in candidates[1:-1]):
            self.total = value
        if not any(one is not None and abs(one - value) <= SAME for one in candidates):
            added = candidates[0] if is_last else (_own(before[0]) if before else None)
            self.problems.append(_wrong_total(self.file, place, value, added))

    def _subtotal(self, read: Read, row: int, value: float, place: Place) -> None:
        """小计 says the points of the highest item that ends above it and has none, where they are what it adds up to."""
        for root in self.roots:
            for node in root.walk():
                fits = node.children and node.points is None and _is_before(node, read, row)
                if fits and adds_up_to(node.children, value) and sum_of(node.children) is not None:
                    node.points, node.points_place = value, place
                    return


def _is_before(node: Draft, read: Read, row: int) -> bool:
    """Whether a node ends right above a total row."""
    rows = [one.number for one in node.all_rows() if one.read is read]
    kinds = read.reading.row_kinds
    return (
        bool(rows) and max(rows) < row and all(kinds.get(between) is not None for between in range(max(rows) + 1, row))
    )


def _own(node: Draft) -> float | None:
    return sum_of(node.children) if node.points is None and node.children else node.points


def _value(read: Read, row: int) -> tuple[float, Place] | None:
    for column in reversed(read.columns(ColumnRole.POINTS)):
        value = points_of(read.layout.text(row, column))
        if value is not None:
            return value, read.place(row, column)
    for cell in read.layout.beginning(row):
        found = re.search(r"(?:合计|总计|小计|总分|共计|满分)[:：为]?\s*(\d+(?:\.\d+)?)\s*分", plain(cell.text))
        if found:
            return float(found[1]), read.place(row, cell.column)
    return None


def sum_of(nodes: list[Draft]) -> float | None:
    """What nodes outside the bonus add up to; None where one of them has no points."""
    return _sum_for(nodes, "")


def sums_of(nodes: list[Draft]) -> list[float]:
    """The same, and for each kind of unit what it is assessed by: items for one kind may stand beside those for another."""
    kinds = {kind for node in nodes for leaf in node.walk() for kind in leaf.applies}
    sums = [sum_of(nodes), *(_sum_for(nodes, kind) for kind in sorted(kinds))]
    return [value for value in sums if value is not None]


def adds_up_to(nodes: list[Draft], points: float) -> bool:
    """Whether nodes add up to some points, or cannot be added."""
    return sum_of(nodes) is None or any(abs(value - points) <= SAME for value in sums_of(nodes))


def _sum_for(nodes: list[Draft], kind: str) -> float | None:
    counted = [node for node in nodes if not node.bonus and (not kind or not node.applies or kind in node.applies)]
    values = [
        _sum_for(node.children, kind) if node.points is None and node.children else node.points for node in counted
    ]
    known = [value for value in values if value is not None]
    return sum(known) if nodes and len(known) == len(values) else None


def _keys(rows: Iterable[Row]) -> set[tuple[int, int]]:
    return {(id(row.read), row.number) for row in rows}


def _range(nodes: list[Draft]) -> str:
    counted = [node for node in nodes if not node.bonus]
    return counted[0].code if len(counted) == 1 else f"{counted[0].code}–{counted[-1].code}"


def _n(value: float | None) -> str:
    return "" if value is None else f"{round(value, 6):g}"


def _no_points(file: str, node: Draft) -> Problem:
    return error(
        "table.points-missing", file, str(node.place), f"“{node.code} {node.name}”没有分值", "其他指标有分值，这一项没有",
        "请核对原件；附加项、否决项请在标准里另写",
    )  # fmt: skip


def _wrong_total(file: str, place: Place, value: float, added: float | None) -> Problem:
    said = f"加起来是 {_n(added)} 分" if added is not None else "与上面各项都对不上"
    return warning("table.total", file, str(place), f"合计写 {_n(value)} 分，{said}", "", "请核对原件的分值")
