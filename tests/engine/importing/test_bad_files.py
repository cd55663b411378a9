"""Files that cannot be read, or only in part: one problem says what, where and what to do, and the rest is read."""

import io
import shutil
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.files import read_bytes, read_source
from duibiao_engine.standard.importing.office_conversion import convert, find_soffice
from duibiao_engine.standard.importing.proposing import propose
from tests.engine.importing.tables.making import tabs, word, xlsx

GOOD = "项目 | 评分标准 | 分值\n甲 | 每处扣1分 | 5\n乙 | 每处扣1分 | 5"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def code_of(name: str, content: bytes) -> str:
    source = read_bytes(name, content)
    assert source.tables == ()
    (problem,) = source.problems
    assert problem.what
    assert problem.remedy
    return problem.code


def test_files_that_are_no_tables_are_each_refused_by_their_content_not_their_name() -> None:
    assert code_of("空.xlsx", b"") == "table.empty"
    assert code_of("照片.xlsx", PNG) == "table.picture"
    assert code_of("扫描.docx", b"%PDF-1.7 ...") == "table.kind"
    assert code_of("坏.xlsx", b"PK\x03\x04 broken") == "table.broken"
    assert code_of("什么.docx", bytes(range(256)) * 9) == "table.kind"
    assert code_of("锁.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")) == "table.password"
    assert code_of("旧.doc", OLE + "WordDocument".encode("utf-16-le")) == "table.no-converter"
    assert code_of("坏.xls", OLE + "Workbook".encode("utf-16-le")) == "table.broken"
    assert code_of("说明.txt", "没有表格的一段话。".encode()) == "table.no-table"


def test_a_workbook_cut_off_in_the_middle_is_broken() -> None:
    content = xlsx(GOOD)
    assert code_of("半.xlsx", content[: len(content) // 2]) == "table.broken"


def test_an_archive_of_other_things_is_named_as_one() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("指标.xlsx", xlsx(GOOD))
    assert code_of("材料.zip", stream.getvalue()) == "table.kind"


def test_a_bomb_is_not_opened_even_if_it_lies_about_its_size() -> None:
    assert code_of("炸.docx", _with(word(GOOD), "word/media/a.bin", bytes(70 << 20))) == "table.zip-bomb"


def test_entities_in_the_xml_are_not_opened() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'
    assert code_of("实体.docx", _with(word(GOOD), "word/footnotes9.xml", evil)) == "table.broken"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    (problem,) = read_source(path).problems
    assert (problem.code, "200 MB" in problem.what) == ("table.file-too-large", True)


def test_a_path_that_is_not_there_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    assert read_source(tmp_path / "没有.xlsx").problems[0].code == "table.unreadable"


def test_a_picture_in_a_document_is_named_with_its_paragraph_and_the_table_beside_it_is_read(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.add_paragraph("考核细则")
    made.add_picture(io.BytesIO(_pixel()))
    grid = made.add_table(2, 3)
    for column, text in enumerate(("项目", "评分标准", "分值")):
        grid.cell(0, column).text = text
        grid.cell(1, column).text = ("甲", "每处扣1分", "5")[column]
    stream = io.BytesIO()
    made.save(stream)
    proposal = propose(read_bytes("图.docx", stream.getvalue()))
    assert [(problem.code, problem.place) for problem in proposal.problems] == [("table.picture", "第 2 段")]
    assert [one.name for one in proposal.leaves] == ["甲"]


def test_a_sheet_that_is_only_a_picture_is_named_as_one() -> None:
    content = _with(xlsx("a | b"), "xl/media/image1.png", PNG)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0].delete_rows(1, 5)
    stream = io.BytesIO()
    book.save(stream)
    source = read_bytes("图.xlsx", _with(stream.getvalue(), "xl/media/image1.png", PNG))
    assert "table.picture" in {problem.code for problem in source.problems}


def test_a_formula_without_a_result_is_named_with_its_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(GOOD)))
    book.worksheets[0]["C3"] = "=2+3"
    stream = io.BytesIO()
    book.save(stream)
    proposal = propose(read_bytes("公式.xlsx", stream.getvalue()))
    assert ("table.unsolved-formula", "Sheet1!C3") in {(problem.code, problem.place) for problem in proposal.problems}
    assert len(proposal.leaves) == 2


def test_a_cell_far_away_costs_nothing_and_is_left_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(GOOD)))
    book.worksheets[0].cell(1_000_000, 3, "x")
    stream = io.BytesIO()
    book.save(stream)
    proposal = propose(read_bytes("远.xlsx", stream.getvalue()))
    assert len(proposal.leaves) == 2
    assert "table.too-large" in {problem.code for problem in proposal.problems}


def test_a_web_page_called_xls_is_read_as_the_page_that_it_is() -> None:
    page = "<html><meta charset=gb2312><table><tr><td>项目<td>评分标准<td>分值<tr><td>甲<td>每处扣1分<td>5</table>"
    source = read_bytes("导出.xls", page.encode("gb18030"))
    assert [one.points for one in propose(source).leaves] == [5]


@pytest.mark.parametrize("suffix", [".xls", ".doc", ".odt", ".ods"])
def test_older_formats_are_read_through_libreoffice_or_by_themselves(suffix: str) -> None:
    soffice = find_soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed: older formats were not tried")
    is_sheet = suffix in (".xls", ".ods")
    made = convert(
        xlsx(GOOD) if is_sheet else word(GOOD, "注：完。"), ".xlsx" if is_sheet else ".docx", suffix[1:], soffice
    )
    proposal = propose(read_bytes(f"旧{suffix}", made, soffice))
    assert [(one.name, one.points) for one in proposal.leaves] == [("甲", 5), ("乙", 5)]


def test_merged_cells_of_an_old_workbook_are_seen() -> None:
    soffice = find_soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed: no .xls could be made")
    made = convert(
        xlsx("一级指标 | 二级指标 | 评分标准 | 分值\n甲 | 子 | 扣1分 | 5\n^ | 丑 | 扣1分 | 5"), ".xlsx", "xls", soffice
    )
    (root,) = propose(read_bytes("旧.xls", made)).indicators
    assert [child.name for child in root.children] == ["子", "丑"]


def test_a_conversion_that_fails_is_said_with_its_remedy() -> None:
    soffice = shutil.which("false")
    assert soffice
    source = read_bytes("旧.doc", OLE + "WordDocument".encode("utf-16-le"), Path(soffice))
    assert source.problems[0].code == "table.not-converted"


def test_text_in_the_office_s_own_encoding_is_read() -> None:
    source = read_bytes("粘贴.txt", tabs(GOOD).decode().encode("gb18030"))
    assert len(propose(source).leaves) == 2


def test_half_a_thousand_spans_that_lie_are_survived() -> None:
    page = '<table><tr><td rowspan="99999" colspan="9999">项目<td>评分标准<td>分值<tr><td>甲</table>'
    propose(read_bytes("歪.html", page.encode()))


def test_limits_are_said_in_megabytes() -> None:
    assert f"{refusals.LARGEST_BYTES >> 20} MB" in refusals.too_large("x", 300 << 20).problem.what


def _with(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def _pixel() -> bytes:
    """The smallest PNG that a program accepts."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")
