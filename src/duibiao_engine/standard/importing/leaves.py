"""What hangs on the rows of a node: contents, clauses, methods, units; and rows that are indicators without a name.

Its one trick: rows under one name with points of their own are indicators of their own, named by what they say; rows that
share their points are several clauses of one indicator.
"""

from __future__ import annotations

import re

from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.drafts import Draft, Row
from duibiao_engine.standard.importing.numerals import points_in, says_nothing
from duibiao_engine.standard.importing.proposal import Cell, Placed
from duibiao_engine.standard.importing.proposal import ColumnRole as Role

LONGEST_NAME = 40
_SHORT = 10
_PHRASE_ENDS = re.compile(r"[。；;：:\n]")


def split_rows(roots: list[Draft]) -> None:
    """Makes indicators of the rows that are some."""
    tables: dict[tuple[str, ...], list[Draft]] = {}
    for node in [node for root in roots for node in root.walk() if not node.children and node.rows]:
        heads = tuple(one.heading for one in node.rows[0].read.reading.columns)
        tables.setdefault(heads, []).append(node)
    for leaves in tables.values():
        _split_leaves(leaves)


def _split_leaves(leaves: list[Draft]) -> None:
    """Those of tables with the same heads: what holds for most of their names holds for all."""
    several = {node for node in leaves if not node.split and _is_several(node)}
    named = [node for node in leaves if not node.split]
    # where most names stand over several indicators, one that has a single row is no exception
    all_of_them = len(several) * 2 >= len(named) > 0 or any(node.level == 1 for node in several) or _are_names(named)
    for node in leaves:
        if node.split:
            _name_by_content(node)
        elif node in several or (several and all_of_them and _has_content(node)):
            _split(node, (Role.CONTENT, Role.RULE))


def _are_names(nodes: list[Draft]) -> bool:
    """Whether the contents are names rather than demands: short ones."""
    texts = [cell.text for node in nodes for cell in cells_of(node.rows, Role.CONTENT)]
    return bool(texts) and sum(map(len, texts)) <= _SHORT * len(texts)


def _is_several(node: Draft) -> bool:
    if len(own_points(node.rows)) > 1:
        return True
    said = [one.text for one in cells_of(node.rows, Role.CONTENT) if points_at_end(one.text) is not None]
    if len(said) > 1:
        return True  # each content says its own points
    no_points = not any(row.read.column(Role.POINTS) for row in node.rows)
    return no_points and node.level in (1, 2) and len(node.rows) > 1 and _each_has_both(node)


def _each_has_both(node: Draft) -> bool:
    """Without points at all: rows are indicators when each has its own content and its own rule."""
    contents, rules = cells_of(node.rows, Role.CONTENT), cells_of(node.rows, Role.RULE)
    if not any(row.read.column(Role.RULE) for row in node.rows):
        # no rules either: 测评内容 beside 测评方法
        return len(_grouped(node.rows, Role.CONTENT)) == len(node.rows)
    return len(contents) == len(rules) == len(node.rows)


def _has_content(node: Draft) -> bool:
    return not any(map(_is_named_to_the_content, node.rows)) and any(
        cell.text for role in (Role.CONTENT, Role.RULE) for cell in cells_of(node.rows, role)
    )


def _is_named_to_the_content(row: Row) -> bool:
    """Whether the name lies over the column of contents too."""
    covering = (row.read.layout.at(row.number, column) for column in row.read.columns(Role.CONTENT))
    return any(cell is not None and cell.column in row.read.levels() for cell in covering)


def _split(node: Draft, roles: tuple[Role, ...]) -> None:
    """Children by the cells of the first of these roles that tells the rows apart."""
    for place, role in enumerate(roles):
        groups = _grouped(node.rows, role)
        whole = place == 0 and groups and len(own_points(node.rows)) < 2
        if len(groups) < 2 and not whole:
            continue
        for rows in groups:
            child = Draft("", rows[0].read.place(rows[0].number), rows=rows, split=True)
            node.children.append(child)
            if len(own_points(rows)) > 1:
                _split(child, roles[place + 1 :])
            _name_by_content(child)
        node.rows = []
        return


def _grouped(rows: list[Row], role: Role) -> list[list[Row]]:
    """Rows that share a cell of the role; one without text goes with the row above."""
    groups: list[list[Row]] = []
    last: Cell | None = None
    for row in rows:
        column = row.read.column(role)
        cell = row.read.layout.at(row.number, column) if column else None
        if cell is not None and cell.text and (last is None or cell.text != last.text):
            groups.append([row])
            last = cell
        elif groups:
            groups[-1].append(row)
    return groups if sum(map(len, groups)) == len(rows) else []


def _name_by_content(node: Draft) -> None:
    rows = node.rows or list(node.all_rows())
    cells = cells_of(rows, Role.CONTENT) or cells_of(rows, Role.RULE)
    if not cells:
        return
    row = rows[0]
    node.raw = cells[0].text
    node.place = row.read.place(cells[0].row, cells[0].column)
    node.number, rest = numbering.split(node.raw)
    node.name = short_name(rest)
    node.named_points = points_at_end(node.raw)


def points_at_end(text: str) -> float | None:
    """The points in brackets with which a content ends."""
    text = text.rstrip("。；; ")
    return points_in(text)[1] if text.endswith((")", "）", "]", "】")) else None


def short_name(text: str) -> str:
    """The whole of a short text, else its first phrase."""
    whole = points_in(text.replace("\n", "").rstrip("。；;，,"))[0]
    if len(whole) <= LONGEST_NAME and not _PHRASE_ENDS.search(whole):
        return whole
    phrase = points_in(_PHRASE_ENDS.split(text.strip(), maxsplit=1)[0])[0].strip()
    if len(phrase) > LONGEST_NAME:
        phrase = re.split("[，,]", phrase, maxsplit=1)[0]
    return phrase if len(phrase) <= LONGEST_NAME else f"{phrase[: LONGEST_NAME - 1]}…"


def own_points(rows: list[Row]) -> list[Cell]:
    """The points that these rows have of their own, not those of a level above them."""
    above = {(id(row.read), one.column) for row in rows for one in row.read.reading.columns if one.depth}
    found = [(cell, row) for cell, row in _found(rows, Role.POINTS) if (id(row.read), cell.column) not in above]
    return [cell for cell, _ in found if not says_nothing(cell.text)]


def cells_of(rows: list[Row], role: Role) -> list[Cell]:
    """The cells with text that columns of this role have over these rows, each once, in reading order."""
    return [cell for cell, _ in _found(rows, role)]


def _found(rows: list[Row], role: Role) -> list[tuple[Cell, Row]]:
    found: dict[int, tuple[Cell, Row]] = {}
    for row in rows:
        for column in row.read.columns(role):
            cell = row.read.layout.at(row.number, column)
            # a name that lies over the column of contents too says no content
            if cell is not None and cell.text and not (role is Role.CONTENT and cell.column in row.read.levels()):
                found.setdefault(id(cell), (cell, row))
    return list(found.values())


def placed(rows: list[Row], role: Role) -> tuple[Placed, ...]:
    """The texts of a role with their places."""
    return tuple(Placed(cell.text, row.read.place(cell.row, cell.column)) for cell, row in _found(rows, role))


def words(rows: list[Row], role: Role) -> str:
    """The texts of a role, one under the other."""
    return "\n".join(dict.fromkeys(cell.text for cell in cells_of(rows, role)))
