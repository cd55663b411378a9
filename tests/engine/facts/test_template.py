import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from duibiao_engine.facts import read_facts, vocabulary_of
from duibiao_engine.problems import Problem
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text
from duibiao_engine.template import write_template

YAML = """
id: small
title: 小标准
edition: "2026"
issuer: 示例
points: 10
unit_kinds: {township: 乡镇}
measures:
  meetings: {name: 专题研究次数, kind: count, unit: 次}
  rate: {name: 满意率, kind: ratio, written_as: percent}
  systems: {name: 制度建设, kind: grade, grades: [both, one]}
  praised: {name: 受到通报, kind: event, missing: none}
indicators:
  - {code: "1.10", name: 会议, points: 4, rule: [{deduct: {points: 1, short_of: {measure: meetings, target: 3}}}]}
  - {code: "2", name: 满意, points: 2, rule: [{earn: {points: 2, share: {measure: rate}}}]}
  - {code: "3", name: 制度, points: 2, rule: [{earn: {grade: {measure: systems, points: {both: 2, one: 1}}}}]}
  - {code: "4", name: 通报, points: 2, rule: [{deduct: {cap: 2, ladder: {measure: praised, steps: {city: 1, county: 0.5}, same_event: all}}}]}
"""

PLAIN = """
id: plain
title: 更小的标准
edition: "2026"
issuer: 示例
points: 4
measures: {meetings: {name: 专题研究次数, kind: count}}
indicators:
  - {code: "1", name: 会议, points: 4, rule: [{deduct: {points: 1, short_of: {measure: meetings, target: 4}}}]}
"""


@pytest.fixture
def standard() -> Standard:
    read, problems = read_text(YAML)
    assert read is not None, [str(problem) for problem in problems]
    return read


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def fill(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["事实"].append(["F1", "专题研究次数", "城中街道", None, None, 2])
    book["事实"].append(["F2", "满意率", "城中街道", None, "2026年3月5日", 95])
    book["事实"].append(["F3", "受到通报", "城中街道", None, None, None, None, None, "city"])
    book["单位"].append([None, "城中街道", "乡镇"])
    book["不适用"].append(["城中街道", "1.10", "没有"])
    book.save(path)


def test_an_empty_template_reads_back_without_errors(tmp_path: Path, standard: Standard) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    facts, problems = read_facts(tmp_path / "facts.xlsx", standard.measures, vocabulary_of(standard))
    assert facts is not None
    assert codes(problems) == ["facts.no-rows"]


def test_a_filled_template_reads_back(tmp_path: Path, standard: Standard) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    fill(tmp_path / "facts.xlsx")
    facts, problems = read_facts(tmp_path / "facts.xlsx", standard.measures, vocabulary_of(standard))
    assert facts is not None, [str(problem) for problem in problems]
    assert facts.facts["measure"].to_pylist() == ["meetings", "rate", "praised"]
    assert facts.units.to_pylist() == [{"unit": "城中街道", "name": "城中街道", "kind": "township", "parent": None}]
    assert facts.not_applicable["indicator"].to_pylist() == ["1.10"]
    assert problems == []


def test_libreoffice_opens_a_filled_template_and_what_it_saves_reads_the_same(
    tmp_path: Path, standard: Standard, convert: Callable[[Path, str], Path]
) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    fill(tmp_path / "facts.xlsx")
    known = vocabulary_of(standard)
    before, _ = read_facts(tmp_path / "facts.xlsx", standard.measures, known)
    after, problems = read_facts(
        convert(tmp_path / "facts.xlsx", "xlsx:Calc MS Excel 2007 XML"), standard.measures, known
    )
    assert before is not None
    assert after is not None, [str(problem) for problem in problems]
    assert after.facts.equals(before.facts)
    assert after.not_applicable.equals(before.not_applicable)


def test_the_template_offers_what_the_standard_knows(tmp_path: Path, standard: Standard) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    book = openpyxl.load_workbook(tmp_path / "facts.xlsx")
    assert book.sheetnames == ["说明", "事实", "单位", "不适用", "选项"]
    assert book["选项"].sheet_state == "hidden"
    words = [[cell.value for cell in column if cell.value] for column in book["选项"].iter_cols()]
    assert words[0] == ["measures", "专题研究次数", "满意率", "制度建设", "受到通报"]
    assert ["levels", "city", "county"] in words
    ruled = [str(rule.sqref) for rule in book["事实"].data_validations.dataValidation]
    assert len(ruled) == 4
    assert all(cell.comment for cell in book["事实"][1])
    assert book["事实"].freeze_panes == "A2"


def test_columns_that_a_standard_has_no_use_for_are_left_out(tmp_path: Path) -> None:
    plain, _ = read_text(PLAIN)
    assert plain is not None
    write_template(plain, tmp_path / "facts.xlsx")
    titles = [cell.value for cell in openpyxl.load_workbook(tmp_path / "facts.xlsx")["事实"][1]]
    assert {"总数", "层级", "责任单位"}.isdisjoint(titles)
    assert {"计量项", "单位", "数值", "等次"} <= set(titles)


def test_the_template_explains_every_measure(tmp_path: Path, standard: Standard) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    texts = [cell.value for row in openpyxl.load_workbook(tmp_path / "facts.xlsx")["说明"].iter_rows() for cell in row]
    assert {measure.name for measure in standard.measures.values()} <= set(texts)


def test_units_that_are_known_already_are_filled_in(tmp_path: Path, standard: Standard) -> None:
    write_template(standard, tmp_path / "facts.xlsx")
    fill(tmp_path / "facts.xlsx")
    facts, _ = read_facts(tmp_path / "facts.xlsx", standard.measures, vocabulary_of(standard))
    assert facts is not None
    write_template(standard, tmp_path / "next.xlsx", facts.units)
    again, _ = read_facts(tmp_path / "next.xlsx", standard.measures, vocabulary_of(standard))
    assert again is not None
    assert again.units.equals(facts.units)


def test_the_same_standard_gives_the_same_template(tmp_path: Path, standard: Standard) -> None:
    contents = []
    for name in ("one.xlsx", "two.xlsx"):
        write_template(standard, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as archive:
            contents.append({part: archive.read(part) for part in archive.namelist()})
    assert contents[0] == contents[1]
