"""The held-out tables are sound by themselves: each is written, holds the words of its expected tree, and adds up where it should."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from openpyxl import load_workbook

from tests.engine.importing.heldout.tables.make import TABLES, write

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parent / "tables" / "expected.yaml").read_text(encoding="utf-8")
)
WORDS = ("name", "text", "clause", "units", "helpers", "method", "materials", "source", "note", "number")
KEYS = {"code", "points", "bonus", "children", *WORDS}
Node = Mapping[str, Any]


def nodes(tree: list[Node], above: str = "") -> Iterator[Node]:
    """All nodes; each code is its place."""
    for place, node in enumerate(tree, start=1):
        assert node["code"] == f"{above}{place}"
        yield node
        yield from nodes(node.get("children", []), f"{node['code']}.")


def without_blanks(words: str) -> str:
    return "".join(words.split())


def words_in(path: Path) -> str:
    """All words of a file, without blanks."""
    if path.suffix == ".xlsx":
        cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row]
        return without_blanks("".join(str(cell) for cell in cells if cell is not None))
    document = Document(str(path))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return without_blanks("".join(map("".join, rows)) + "".join(each.text for each in document.paragraphs))


@cache
def all_nodes(name: str) -> list[Node]:
    return [node for table in EXPECTED[name]["trees"] for node in nodes(table["tree"])]


def test_each_table_has_an_expected_tree() -> None:
    assert list(EXPECTED) == list(TABLES)
    assert len(TABLES) == 14


@pytest.mark.parametrize("name", TABLES)
def test_the_words_of_each_expected_tree_stand_in_its_file(name: str, tmp_path: Path) -> None:
    written = words_in(write(name, tmp_path))
    for node in all_nodes(name):
        assert set(node) <= KEYS
        for words in (str(node[key]) for key in WORDS if node.get(key)):
            assert all(without_blanks(line) in written for line in words.splitlines()), words
    for note in EXPECTED[name].get("notes", []):
        assert note in written


@pytest.mark.parametrize("name", [name for name in TABLES if name != "contradicting_totals.xlsx"])
def test_points_add_up_where_nothing_is_said_to_be_wrong(name: str) -> None:
    for node in all_nodes(name):
        children = [child["points"] for child in node.get("children", [])]
        if children and node["points"] is not None:
            assert sum(children) == pytest.approx(node["points"])
