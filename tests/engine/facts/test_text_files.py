from pathlib import Path

import pytest

from duibiao_engine.facts import read_facts
from tests.engine.facts.made import CATALOGUE, column, errors, good, read, text_file, warnings

HEADER = "编号,计量项,单位,时间,数值,总数"
ROW = "F1,专题研究次数,城中街道,2026-03-05,3,"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_means_the_same_in_every_encoding_that_offices_use(tmp_path: Path, encoding: str) -> None:
    facts = good(text_file(tmp_path, HEADER, ROW, encoding=encoding))
    assert column(facts, "unit") == ["城中街道"]
    assert column(facts, "measure") == ["meetings"]


def test_damaged_utf8_is_refused_and_not_taken_for_gbk(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER, ROW, ROW.replace("F1", "F2"))
    path.write_bytes(path.read_bytes().replace("街道".encode(), "街道".encode()[:-1], 1))
    assert errors(path) == [("facts.encoding", "第 2 行")]


def test_utf8_cut_in_the_middle_of_a_character_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER, "F1,专题研究次数,城中街")
    path.write_bytes(path.read_bytes()[:-3])
    assert errors(path) == [("facts.encoding", "第 2 行")]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, separator: str) -> None:
    name = "facts.tsv" if separator == "\t" else "facts.csv"
    path = text_file(tmp_path, HEADER.replace(",", separator), ROW.replace(",", separator), name=name)
    assert column(good(path), "value") == [3.0]


@pytest.mark.parametrize("content", [b"", b"\r\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes(content)
    assert errors(path) == [("facts.empty", "")]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7", b"a\x00b\x01\x00\x00c", b"PAR1"]
)
def test_a_binary_file_called_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes(content)
    assert errors(path) == [("facts.binary", "")]


def test_a_quotation_mark_that_never_ends_is_found_on_its_line(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER, ROW, 'F2,"专题研究次数,城中街道,2026-03-05,3,')
    assert errors(path) == [("facts.broken-csv", "第 3 行")]


def test_a_row_with_too_many_or_too_few_cells_is_refused_with_its_line(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER, ROW, "F2,专题研究次数", "", "F3,专题研究次数,城中,街道,2026-03-05,3,")
    assert errors(path) == [("facts.ragged-row", "第 3 行"), ("facts.ragged-row", "第 5 行")]


def test_line_numbers_count_lines_inside_quoted_cells_and_blank_lines(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER + ",备注", ROW + ',"两\n行"', "", "F2,没有的,城中街道,,1,,")
    assert errors(path) == [("facts.unknown-measure", "第 5 行")]


def test_line_numbers_count_lines_inside_quoted_cells_in_a_clean_file_too(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER + ",备注", ROW + ',"两\n行"', "F2,没有的,城中街道,,1,,")
    assert errors(path) == [("facts.unknown-measure", "第 4 行")]


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    assert column(good(text_file(tmp_path, "某县事实表", "", HEADER, ROW)), "uid") == ["F1"]


def test_rows_of_empty_cells_are_passed_over(tmp_path: Path) -> None:
    assert len(good(text_file(tmp_path, HEADER, ROW, ",,,,,", " , ,,,,")).facts) == 1


def test_columns_for_remarks_are_left_alone_and_unknown_ones_refused_with_a_proposal(tmp_path: Path) -> None:
    good(text_file(tmp_path, HEADER + ",备注,#草稿", ROW + ",a,b"))
    path = text_file(tmp_path, HEADER + ",层极,色彩", ROW + ",,")
    assert [code for code, _ in errors(path)] == ["facts.unknown-column"] * 2
    assert any("层级" in problem.why for problem in read(path)[1])


def test_a_column_that_stands_twice_or_is_missing_is_named(tmp_path: Path) -> None:
    assert errors(text_file(tmp_path, HEADER + ",value", ROW + ",")) == [("facts.column-twice", "第 1 行")]
    assert errors(text_file(tmp_path, "编号,数值", "F1,3")) == [("facts.missing-column", "第 1 行")]


def test_a_file_with_only_a_header_has_no_facts_and_says_so(tmp_path: Path) -> None:
    assert warnings(text_file(tmp_path, HEADER)) == [("facts.no-rows", "")]


def test_a_file_that_is_not_there_or_of_another_kind_is_refused_with_a_remedy(tmp_path: Path) -> None:
    assert errors(tmp_path / "facts.csv") == [("facts.unreadable", "")]
    other = tmp_path / "facts.et"
    other.write_bytes(b"x")
    assert "WPS" in read(other)[1][0].remedy


def test_all_faults_are_told_at_once_and_nothing_is_half_read(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, HEADER, "F1,没有的,甲,,1,", "F2,专题研究次数,甲,2026-02-30,-1,", "F3,专题研究次数,甲,,约5,"
    )
    assert {code for code, _ in errors(path)} == {
        "facts.unknown-measure", "facts.bad-date", "facts.negative", "facts.bad-value",
    }  # fmt: skip


def test_the_same_fault_in_many_rows_is_listed_two_hundred_times_and_then_counted(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADER, *(f"F{n},没有的,甲,,1," for n in range(1000)))
    _, problems = read(path)
    assert len(problems) == 201
    assert "另有 800 处" in problems[-1].what


def test_a_measure_may_be_written_by_code_or_name_in_any_width(tmp_path: Path) -> None:
    path = text_file(tmp_path, "measure,unit,value", "meetings,甲,1", "专题研究次数,甲,1", "ＭＥＥＴＩＮＧＳ,甲,2")
    assert column(good(path), "measure") == ["meetings"] * 3


def test_an_unknown_measure_gets_the_nearest_known_one_proposed(tmp_path: Path) -> None:
    path = text_file(tmp_path, "measure,unit,value", "专题研究次,甲,1")
    problem = read(path)[1][0]
    assert "专题研究次数" in problem.why


def test_two_measures_of_one_name_must_be_written_by_code(tmp_path: Path) -> None:
    double = {**CATALOGUE, "other": CATALOGUE["meetings"].model_copy(update={"code": "other"})}
    path = text_file(tmp_path, "measure,unit,value", "专题研究次数,甲,1")
    facts, problems = read_facts(path, double)
    assert facts is None
    assert "meetings、other" in problems[0].why


def test_odd_quotes_that_were_understood_still_have_their_places(tmp_path: Path) -> None:
    header = ",".join(f'"{name}"' for name in HEADER.split(","))
    path = text_file(tmp_path, f'"{header}', '"F1","专题研究次数","无此单位","2026-03-05","3",""')
    assert errors(path) == [("facts.unknown-column", "第 1 行")]
