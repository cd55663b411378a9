"""`duibiao score` and `rank`, at the door."""

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from tests.engine.cli.conftest import ROOT, document, run

SCHEMA = json.loads((ROOT / "docs" / "reference" / "score.schema.json").read_text(encoding="utf-8"))


def unit(whole: Any, name: str) -> Any:
    return next(one for one in whole["units"] if one["unit"] == name)


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, float):
        yield value


@pytest.mark.parametrize(
    "case",
    [("field-2016", "published"), ("civilized-demo", "townships-and-departments"), ("public-ads", "two-districts")],
)
def test_json_keeps_the_documented_shape(case: tuple[str, str]) -> None:
    whole = document("score", *case)
    jsonschema.Draft202012Validator(SCHEMA).validate(whole)
    assert all(math.isfinite(number) for number in numbers(whole))


def test_the_schema_itself_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_of_the_small_county_validates_too(small_pack: Path) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(document("score", str(small_pack), str(small_pack)))


def test_a_unit_has_its_total_its_range_its_grade_and_its_gates(small_pack: Path) -> None:
    first = unit(document("score", str(small_pack), str(small_pack)), "t1")
    # 2 of 3 meetings missing, 3 faults: 10 − 2 − 3
    assert (first["total"], first["full"], first["unknown"]) == (5.0, 10.0, {"worst": 5.0, "best": 5.0})
    assert (first["grade"], first["gates"][0]["state"]) == ("差", "failed")


def test_the_score_before_a_penalty_is_kept_beside_the_one_after_it(small_pack: Path) -> None:
    second = unit(document("score", str(small_pack), str(small_pack)), "t2")
    assert (second["total"], second["before_penalties"]["total"]) == (8.0, 10.0)
    assert second["penalties"] == [{"id": "accident", "name": "事故罚分", "points": 2.0}]


def test_the_tree_explains_every_point_in_both_languages(small_pack: Path) -> None:
    tree = unit(document("score", str(small_pack), str(small_pack)), "t1")["indicators"]
    (line,) = tree[0]["children"][1]["lines"]
    assert line["sentence"]["zh"] == "专题研究应 3 次、实 1 次，少 2 次 × 1 = −2.0"
    assert (line["delta"], line["known"], line["recoverable"]) == (-2.0, True, True)


def test_the_cycle_is_scored_for_every_year_that_has_facts(small_pack: Path) -> None:
    cycle = unit(document("score", str(small_pack), str(small_pack)), "t1")["cycle"]
    # 2025: 10 of 10 under 40 %, 2026: 5 of 10 under 60 %
    assert cycle["running"] == pytest.approx(70)
    assert [year["rate"] for year in cycle["years"]] == [100.0, 50.0]


def test_a_year_that_has_no_facts_for_a_unit_is_still_to_win(small_pack: Path) -> None:
    cycle = unit(document("score", str(small_pack), str(small_pack)), "t2")["cycle"]
    assert (cycle["still_to_win"], cycle["years"][0]["rate"]) == (40.0, None)


def test_a_unit_without_data_is_listed_without_a_rank(small_pack: Path) -> None:
    village = unit(document("score", str(small_pack), str(small_pack)), "v1")
    assert (village["has_data"], village["rank"]) == (False, None)


@pytest.mark.parametrize("name", ["t2", "乙镇"])
def test_a_unit_may_be_named_by_id_or_by_name(small_pack: Path, name: str) -> None:
    whole = document("score", str(small_pack), str(small_pack), "--unit", name)
    assert [one["unit"] for one in whole["units"]] == ["t2"]


@pytest.mark.parametrize("group", ["township", "乡镇"])
def test_a_group_may_be_a_kind_by_code_or_by_name(small_pack: Path, group: str) -> None:
    whole = document("score", str(small_pack), str(small_pack), "--group", group)
    assert {one["unit"] for one in whole["units"]} == {"t1", "t2"}


def test_a_group_may_be_one_of_the_list_of_units(small_pack: Path) -> None:
    assert {one["unit"] for one in document("score", str(small_pack), str(small_pack), "--group", "东片")["units"]} == {
        "t1",
        "v1",
    }


def test_ranks_stay_those_among_all_when_only_one_unit_is_shown(small_pack: Path) -> None:
    assert document("score", str(small_pack), str(small_pack), "--unit", "t1")["units"][0]["rank"] == 2


def test_another_year_is_another_period(small_pack: Path) -> None:
    whole = document("score", str(small_pack), str(small_pack), "--year", "2025")
    assert whole["period"] == {"from": "2025-01-01", "to": "2025-12-31"}
    assert unit(whole, "t1")["total"] == 10.0


def test_from_and_to_cut_the_period(small_pack: Path) -> None:
    whole = document("score", str(small_pack), str(small_pack), "--from", "2026-01-01", "--to", "2026-04-30")
    assert unit(whole, "t1")["total"] == 8.0


def test_as_of_leaves_out_what_was_not_yet_known(small_pack: Path) -> None:
    whole = document("score", str(small_pack), str(small_pack), "--as-of", "2026-05-01")
    assert (whole["as_of"], unit(whole, "t1")["total"]) == ("2026-05-01", 7.0)


def test_csv_opens_in_excel_and_no_name_becomes_a_formula(small_pack: Path) -> None:
    raw = run("score", str(small_pack), str(small_pack), "--format", "csv").stdout_bytes
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {row["单位"] for row in rows} == {"'=甲镇", "乙镇", "丙村"}
    assert {row["计分说明"] for row in rows if row["指标"] == "1.2"} >= {"专题研究应 3 次、实 1 次，少 2 次 × 1 = −2.0"}


def test_the_workbook_has_the_four_sheets_that_an_office_hands_round(small_pack: Path, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    file = tmp_path / "得分.xlsx"
    done = run("score", str(small_pack), str(small_pack), "-o", str(file))
    assert done.exit_code == 0
    book = CalamineWorkbook.from_path(str(file))
    assert book.sheet_names == ["总表", "指标", "明细", "失分清单"]
    rows = book.get_sheet_by_name("总表").to_python()
    assert rows[0][0].startswith("小考核")
    assert next(row[1:3] for row in rows if "甲镇" in str(row[1])) == ["=甲镇", 5.0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_of_a_table_is_wider_than_100_columns(lang: str) -> None:
    for arguments in (("score", "civilized-demo", "townships-and-departments"), ("score", "field-2016", "published")):
        text = run(*arguments, "--lang", lang).stdout
        assert max(cell_len(line) for line in text.splitlines()) <= 100


def test_the_published_total_of_the_real_assessment_is_exact() -> None:
    assert unit(document("score", "field-2016", "published"), "示例区")["total"] == 28.473


def test_rank_lists_each_group_with_ranks_before_and_after_penalties(small_pack: Path) -> None:
    rows = document("rank", str(small_pack), str(small_pack))["units"]
    assert [(row["unit"], row["rank"], row["rank_before"]) for row in rows if row["group"] == "乡镇"] == [
        ("t2", 1, 1),
        ("t1", 2, 2),
    ]


def test_units_without_a_kind_are_told_why_nobody_is_scored(tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text("编号,计量项,单位,时间,数值\nF1,已公布权责清单,公安局,2026-03-05,是\n", encoding="utf-8")
    done = run("score", "fazhi-demo", str(facts))
    assert done.exit_code == 2
    assert "公安局没有写类别" in done.stderr
