"""Codes for the indicators: as written where the number is a code by itself, else by their place in the tree.

Its one trick: 一、 （二） 3. become 1, 1.2, 1.2.3 only where the numbers run from one without falling back; where they run on
over several parents, or are missing, the place among the siblings counts. No code is given twice.
"""

from __future__ import annotations

from itertools import pairwise

from duibiao_engine.problems import Problem, warning
from duibiao_engine.standard.importing import numbering
from duibiao_engine.standard.importing.drafts import Draft, Read
from duibiao_engine.standard.importing.numbering import Number
from duibiao_engine.standard.importing.proposal import ColumnRole


def give_codes(file: str, roots: list[Draft], reads: list[Read]) -> list[Problem]:
    """Sets every node's code; returns what is wrong with the written ones."""
    written = _from_column(roots, reads)
    problems: list[Problem] = []
    taken: set[str] = set()
    _siblings(roots, "", written, taken, problems, file)
    return problems


def _from_column(roots: list[Draft], reads: list[Read]) -> dict[int, Number]:
    """What a column of numbers says of each node: a cell speaks of the node that stands on its rows."""
    found: dict[int, Number] = {}
    first: dict[tuple[int, int], list[Draft]] = {}
    for root in roots:
        for node in root.walk():
            rows = [(id(row.read), row.number) for row in node.all_rows()]
            if rows:
                first.setdefault(rows[0], []).append(node)
    for read in reads:
        for column in read.columns(ColumnRole.CODE):
            for cell in read.layout.table.cells:
                number = numbering.alone(cell.text) if cell.column == column and cell.text else None
                nodes = first.get((id(read), cell.row), [])
                if number is not None and nodes:
                    found.setdefault(id(_fitting(nodes, cell.rows, number, column, read)), number)
    return found


def _fitting(nodes: list[Draft], rows: int, number: Number, column: int, read: Read) -> Draft:
    """Of the nodes that begin in a row, the one that the number beside them means."""
    right = [one for one in read.reading.columns if one.role.depth and one.column == column + 1]
    if right:
        beside = next((node for node in nodes if node.level == right[0].role.depth), None)
        if beside is not None:
            return beside
    if number.depth and number.depth <= len(nodes):
        return nodes[number.depth - 1] if len(nodes) >= number.depth > 1 and rows > 1 else nodes[-1]
    spans = [node for node in nodes if sum(1 for _ in node.all_rows()) == rows]
    return spans[-1] if spans else nodes[-1]


def _siblings(
    nodes: list[Draft], above: str, written: dict[int, Number], taken: set[str], problems: list[Problem], file: str
) -> None:
    numbers = [written.get(id(node), node.number) for node in nodes]
    by_number = _runs(numbers)
    for place, (node, number) in enumerate(zip(nodes, numbers, strict=True), 1):
        node.number = number
        ordinal = number.ordinal if by_number and number is not None and number.ordinal else place
        positional = f"{above}.{ordinal}" if above else str(ordinal)
        code = number.code if number is not None and number.code else positional
        if code in taken:
            code = _free(code, positional, taken, problems, file, node)
        taken.add(code)
        node.code = code
        _siblings(node.children, code, written, taken, problems, file)


def _runs(numbers: list[Number | None]) -> bool:
    """Whether the numbers begin with one and rise."""
    values = [number.ordinal for number in numbers if number is not None and number.ordinal is not None]
    rises = all(one < other for one, other in pairwise(values))
    return len(values) == len(numbers) and values[:1] == [1] and rises


def _free(code: str, positional: str, taken: set[str], problems: list[Problem], file: str, node: Draft) -> str:
    tried = [positional, *(f"{code}-{n}" for n in range(2, len(taken) + 3))]
    free = next(one for one in tried if one not in taken)
    if node.number is not None and node.number.code == code:
        problems.append(
            warning(
                "table.code-twice", file, str(node.place), f"编号“{code}”写了两次", "同一编号不能用于两项指标",
                f"“{node.name}”暂编为 {free}，请核对原件",
            )
        )  # fmt: skip
    return free
