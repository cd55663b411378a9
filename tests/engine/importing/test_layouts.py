"""Common layouts of offices, each as a document or a page: what stands in the rows, and the tree that it must become."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from duibiao_engine.standard.importing.files import read_source
from duibiao_engine.standard.importing.proposal import ProposedIndicator
from duibiao_engine.standard.importing.proposing import propose
from tests.engine.importing.heldout.fifth.writing import page
from tests.engine.importing.heldout.third.writing import Rows, write_cells

CASES = [
    re.split("\n----\n", case.strip("\n"))
    for case in (Path(__file__).resolve().parent / "tables" / "layouts.txt").read_text(encoding="utf-8").split("====\n")
]


def blocks(text: str) -> list[str | Rows]:
    found: list[str | Rows] = []
    for is_table, lines in groupby(text.split("\n"), key=lambda line: "|" in line):
        if is_table:
            found.append([[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in lines])
        else:
            found += lines
    return found


def points(node: ProposedIndicator) -> float | None:
    """Those of a node, or what those below it add up to."""
    below = [points(child) for child in node.children if not child.bonus]
    known = [one for one in below if one is not None]
    added = sum(known) if known and len(known) == len(below) else None
    return node.points if node.points is not None else added


def drawn(nodes: tuple[ProposedIndicator, ...], depth: int = 0) -> Iterator[str]:
    for node in nodes:
        value = points(node)
        yield f"{'  ' * depth}{node.name}" + ("" if value is None else f" {value:g}")
        yield from drawn(node.children, depth + 1)


@pytest.mark.parametrize("suffix", ["docx", "html"])
@pytest.mark.parametrize(("name", "text", "tree"), CASES, ids=[case[0].split()[0] for case in CASES])
def test_a_common_layout_becomes_its_tree(name: str, text: str, tree: str, suffix: str, tmp_path: Path) -> None:
    kinds = name.split()[1:]
    if suffix not in (kinds or [suffix]):
        return
    path, given = tmp_path / f"x.{suffix}", blocks(text)
    if suffix == "html":
        path.write_text(page(given), encoding="utf-8")
    else:
        write_cells({"blocks": given}, path)
    assert list(drawn(propose(read_source(path)).indicators)) == tree.split("\n")
