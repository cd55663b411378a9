"""An edition that goes out as the official table comes back as the same edition."""

import io
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
import yaml

from duibiao_engine.packs import packaged
from duibiao_engine.problems import ContentError
from duibiao_engine.standard.exporting.document import document
from duibiao_engine.standard.exporting.workbook import workbook
from duibiao_engine.standard.importing.clause_readings import with_readings
from duibiao_engine.standard.importing.files import read_bytes
from duibiao_engine.standard.importing.office_conversion import convert, find_soffice
from duibiao_engine.standard.importing.pack import Pack, pack_of
from duibiao_engine.standard.importing.proposal import Proposal
from duibiao_engine.standard.importing.proposing import propose
from duibiao_engine.standard.importing.usage import METHOD_WORDS
from duibiao_engine.standard.reader import read_text

MAKERS: dict[str, Callable[[str], bytes]] = {"xlsx": workbook, "docx": document}
SOFFICE = find_soffice()


def text_of(name: str) -> str:
    return (packaged()[name] / "standard.yaml").read_text(encoding="utf-8")


def back(content: bytes, kind: str) -> tuple[Proposal, Pack]:
    source = read_bytes(f"表.{kind}", content)
    proposal = with_readings(propose(source))
    return proposal, pack_of(proposal, source)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", [name for name in packaged() if not name.startswith("rounding")])
def test_an_untouched_table_gives_the_very_same_edition(name: str, kind: str) -> None:
    proposal, pack = back(MAKERS[kind](text_of(name)), kind)
    assert proposal.all_problems() == []
    assert pack.standard == text_of(name)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", ["fazhi-demo", "civilized-demo"])
def test_libreoffice_may_open_and_save_it_in_between(name: str, kind: str) -> None:
    if SOFFICE is None:
        warnings.warn("LibreOffice is not installed: nothing was said about tables that it saves", stacklevel=1)
        pytest.skip("LibreOffice is not installed")
    _, pack = back(convert(MAKERS[kind](text_of(name)), f".{kind}", kind, SOFFICE), kind)
    assert pack.standard == text_of(name)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", ["fazhi-demo", "civilized-demo", "field-2016"])
def test_what_people_see_of_it_is_enough_for_tree_points_texts_methods_and_units(name: str, kind: str) -> None:
    standard, _ = read_text(text_of(name))
    assert standard is not None
    source = replace(read_bytes(f"表.{kind}", MAKERS[kind](text_of(name))), carried="")
    seen = {}
    for one in propose(source).walk():
        text = "" if one.children else "".join((one.text + one.clause).split())
        seen[one.code] = (one.name, one.points, text, one.method, set(one.applies_to) & {"township", "department"})
    for node in standard.nodes:
        leaf = node.indicator.is_leaf
        text = "".join((node.indicator.text or "").split()) if leaf else ""
        kinds = frozenset.intersection(*node.applies_to) if node.applies_to and leaf else frozenset()
        method = (node.indicator.method or "") if leaf else ""
        assert method in ("", *METHOD_WORDS)
        wanted = (node.indicator.name, node.indicator.points, text, method, kinds & {"township", "department"})
        assert seen[node.code] == wanted
    assert len(seen) == len(standard.nodes)


def test_an_edited_clause_is_read_anew_and_the_lines_around_it_keep_their_rules() -> None:
    edited = _edited(workbook(text_of("fazhi-demo")), "每项扣0.25分", "每项扣0.5分")
    proposal, pack = back(edited, "xlsx")
    assert [one.code for one in proposal.walk() if one.restored is None] == ["1.1.1"]
    before, after = (_leaves(yaml.safe_load(text)) for text in (text_of("fazhi-demo"), pack.standard))
    assert [code for code in before if before[code] != after[code]] == ["1.1.1"]
    assert "每项扣0.5分" in after["1.1.1"]["text"]


def test_a_line_that_was_taken_out_is_out_and_the_sum_is_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(text_of("public-ads"))))
    sheet: Any = book.worksheets[0]
    row = next(cell.row for cell in sheet["C"] if cell.value and row_is_leaf(sheet, cell.row))
    for area in [area for area in sheet.merged_cells.ranges if area.min_row == row == area.max_row]:
        sheet.unmerge_cells(str(area))
    sheet.row_dimensions[row].hidden = True
    proposal, pack = back(_saved(book), "xlsx")
    assert pack.standard != text_of("public-ads")
    assert "table.hidden-rows" in {problem.code for problem in proposal.all_problems()}


def row_is_leaf(sheet: Any, row: int) -> bool:
    return row > 3 and not any(
        area.min_row <= row <= area.max_row and area.min_row < area.max_row and area.min_row == row
        for area in sheet.merged_cells.ranges
    )


def test_what_is_no_standard_is_not_exported() -> None:
    with pytest.raises(ContentError):
        workbook("id: x\n")


def test_damage_to_what_is_carried_costs_only_the_rules() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(text_of("public-ads"))))
    book["_duibiao"]["A1"] = str(book["_duibiao"]["A1"].value)[:-40] + "AAAA"
    proposal, _ = back(_saved(book), "xlsx")
    assert len(proposal.leaves) > 3
    assert all(one.restored is None for one in proposal.walk())


def _edited(content: bytes, old: str, new: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cells in book.worksheets[0].iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and old in cell.value:
                cell.value = cell.value.replace(old, new)
                return _saved(book)
    raise AssertionError(old)


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _leaves(data: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stack = list(data["indicators"])
    while stack:
        one = stack.pop()
        stack += one.get("children", [])
        found[one["code"]] = {key: value for key, value in one.items() if key != "children"}
    return found
