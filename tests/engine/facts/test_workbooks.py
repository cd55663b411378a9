import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from duibiao_engine import archives
from tests.engine.facts.made import column, errors, good, read, warnings, workbook

HEADER: list[object] = ["编号", "计量项", "单位", "时间", "数值", "总数"]
DAY = datetime.date(2026, 3, 5)


def rows(*more: list[object]) -> list[list[object]]:
    return [HEADER, ["F1", "专题研究次数", "城中街道", DAY, 3, None], *more]


def repacked(path: Path, change: Callable[[str, bytes], bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The same zip with parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def in_sheet(find: bytes, replace: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(find, replace) if name.endswith("sheet1.xml") else content


def test_a_workbook_reads_like_a_text_file(tmp_path: Path) -> None:
    facts = good(workbook(tmp_path, 事实=rows(["F2", "满意率", "城中街道", "2026年3月6日", "９５％", None])))
    assert column(facts, "value") == [3, 95]
    assert column(facts, "at") == [datetime.datetime(2026, 3, 5), datetime.datetime(2026, 3, 6)]  # noqa: DTZ001


def test_dates_as_serial_numbers_and_as_moments_are_dates(tmp_path: Path) -> None:
    moment = datetime.datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001
    facts = good(
        workbook(
            tmp_path, 事实=rows(["F2", "meetings", "甲", 46086, 1, None], ["F3", "meetings", "甲", moment, 1, None])
        )
    )
    assert column(facts, "at")[1:] == [datetime.datetime(2026, 3, 5), moment]  # noqa: DTZ001


def test_units_and_what_does_not_apply_stand_on_sheets_of_their_own(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        事实=rows(),
        单位=[["编号", "名称", "类别"], ["T1", "城中街道", "乡镇"]],
        不适用=[["单位", "指标"], ["城中街道", "1.1"]],
    )
    facts = good(path)
    assert column(facts, "unit") == ["T1"]
    assert facts.not_applicable.to_pylist() == [{"unit": "T1", "indicator": "1.1", "reason": None}]


def test_a_cell_shown_as_percent_means_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("事实")
        sheet.write_row(0, 0, ["计量项", "单位", "数值"])
        for row, (shown, form) in enumerate(
            [(0.07, "0%"), (0.955, "0.00%"), (95, "General"), (0.5, '0.0"%"')], start=1
        ):
            sheet.write_row(row, 0, ["满意率", f"甲{row}"])
            sheet.write_number(row, 2, shown, book.add_format({"num_format": form}))
    assert column(good(path), "value") == [7, 95.5, 95, 0.5]


def test_the_only_sheet_is_read_whatever_its_name(tmp_path: Path) -> None:
    assert len(good(workbook(tmp_path, Sheet1=rows())).facts) == 1


def test_a_wrong_sheet_is_refused_and_the_sheets_are_listed(tmp_path: Path) -> None:
    path = workbook(tmp_path, 一月=rows(), 二月=rows())
    assert errors(path) == [("facts.wrong-sheet", "")]
    assert "一月" in read(path)[1][0].why


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    assert warnings(workbook(tmp_path, 事实=rows(), 草稿=[["x"]])) == [("facts.not-read", "")]


def test_a_fault_in_a_workbook_has_its_cell(tmp_path: Path) -> None:
    assert errors(workbook(tmp_path, 事实=[["某县"], [], *rows(["F2", "meetings", "甲", None, -1, None])])) == [
        ("facts.negative", "事实!E5")
    ]


def test_merged_cells_among_the_data_are_refused_and_above_it_are_not(tmp_path: Path) -> None:
    path = workbook(tmp_path, 事实=[["某县事实表"], *rows(["F2", "meetings", "城中街道", DAY, 1, None])])
    book = openpyxl.load_workbook(path)
    book["事实"].merge_cells("A1:F1")
    book.save(path)
    assert len(good(path).facts) == 2
    book["事实"].merge_cells("C3:C4")
    book.save(path)
    assert ("facts.merged-cells", "事实!C3") in errors(path)


def test_a_formula_that_was_never_worked_out_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, 事实=rows(["F2", "meetings", "甲", None, "=1+1", None]))
    assert ("facts.unsolved-formula", "事实!E3") in errors(path)


def test_a_formula_that_failed_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("事实")
        sheet.write_row(0, 0, ["计量项", "单位", "数值"])
        sheet.write_row(1, 0, ["meetings", "甲"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    assert ("facts.formula-error", "事实!C2") in errors(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path, 事实=rows())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert errors(path) == [("facts.broken-workbook", "")]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><table>", b"a,b\n1,2\n", bytes(range(256)) * 9, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)],
)
@pytest.mark.parametrize("name", ["facts.xlsx", "facts.xls"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert errors(path) in ([("facts.broken-workbook", "")], [("facts.empty", "")])


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert errors(path) == [("facts.broken-workbook", "")]


def test_a_workbook_with_a_password_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert errors(path) == [("facts.password", "")]


def test_a_bomb_that_says_its_size_is_not_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path, 事实=rows())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(archives.SMALL_PART + 1))
    assert errors(path) == [("facts.zip-bomb", "")]


def test_a_bomb_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path, 事实=rows())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(archives.SMALL_PART + 1))
    content = path.read_bytes()
    assert errors(path) == [("facts.zip-bomb", "")]
    path.write_bytes(content.replace(struct.pack("<I", archives.SMALL_PART + 1), struct.pack("<I", 100)))
    assert errors(path) == [("facts.zip-bomb", "")]


def test_a_bomb_too_large_altogether_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 5_000)
    assert errors(workbook(tmp_path, 事实=rows())) == [("facts.zip-bomb", "")]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576">',
        b'<c\nr="XFD1048576">',
        b"<c r='XFD1048576'>",
        b'<c s="0" r="XFD1048576">',
        b'<c r="&#88;FD1048576">',
    ],
)
def test_a_cell_at_the_far_corner_does_not_fill_memory_however_it_is_spelled(tmp_path: Path, cell: bytes) -> None:
    far = b'<row r="1048576">' + cell + b"<v>1</v></c></row></sheetData>"
    path = repacked(workbook(tmp_path, 事实=rows()), in_sheet(b"</sheetData>", far))
    assert errors(path) == [("facts.sheet-too-large", "事实!XFD1048576")]


def test_an_empty_but_formatted_far_corner_is_no_fault(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = repacked(workbook(tmp_path, 事实=rows()), in_sheet(b"</sheetData>", far))
    assert len(good(path).facts) == 1


def test_a_sheet_that_is_not_well_formed_is_refused_and_not_read_up_to_there(tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path, 事实=rows()), in_sheet(b"</sheetData>", b"</sheetDat>"))
    assert errors(path) == [("facts.broken-workbook", "")]


def test_entities_in_a_sheet_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = repacked(
        workbook(tmp_path, 事实=rows()),
        lambda name, content: bomb + content if name.endswith("sheet1.xml") else content,
    )
    assert errors(path) == [("facts.broken-workbook", "")]


def test_an_old_workbook_saved_by_libreoffice_reads_the_same(
    tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    new = good(workbook(tmp_path, 事实=rows(["F2", "满意率", "甲", DAY, "95%", None])))
    old = good(convert(tmp_path / "facts.xlsx", "xls"))
    assert old.facts.equals(new.facts)


def test_an_empty_sheet_is_called_empty(tmp_path: Path) -> None:
    assert errors(workbook(tmp_path, 事实=[])) == [("facts.empty", "事实")]


def test_a_broken_picture_or_style_does_not_hide_the_facts(tmp_path: Path) -> None:
    buffer = io.BytesIO(workbook(tmp_path, 事实=rows()).read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/picture.png", b"no picture")
    path = tmp_path / "facts.xlsx"
    path.write_bytes(buffer.getvalue())
    assert len(good(path).facts) == 1
