"""`duibiao explain` and `losses`: every line with its facts, every loss with its place."""

import csv
import io
from pathlib import Path

import pytest

from tests.engine.cli.conftest import document, run


def test_an_explained_line_shows_the_facts_it_rests_on(small_pack: Path) -> None:
    told = document("explain", str(small_pack), str(small_pack), "--unit", "t1", "--indicator", "2")
    (line,) = told["indicators"][0]["lines"]
    assert [(fact["sequence"], fact["uid"], fact["site"], fact["value"], fact["liable"]) for fact in line["facts"]] == [
        (3, "a3", "北街", 1.0, ["城管局"]),
        (4, "a4", "南街", 2.0, ["城管局", "环保局"]),
    ]


def test_a_fact_of_another_year_is_not_among_them(small_pack: Path) -> None:
    told = document("explain", str(small_pack), str(small_pack), "-u", "t1", "-i", "1.2")
    assert [fact["uid"] for fact in told["indicators"][0]["lines"][0]["facts"]] == ["a2"]


def test_a_parent_is_explained_by_its_leaves(small_pack: Path) -> None:
    told = document("explain", str(small_pack), str(small_pack), "-u", "t1", "-i", "1")
    assert [leaf["code"] for leaf in told["indicators"]] == ["1.1", "1.2"]


def test_a_rule_that_looks_back_shows_the_facts_of_the_earlier_years_too(small_pack: Path) -> None:
    told = document("explain", "civilized-demo", "county", "-u", "示例县", "-i", "1")
    looked_back = [
        line
        for leaf in told["indicators"]
        for line in leaf["lines"]
        if line["kind"] == "threshold_or_trend" and line["facts"]
    ]
    assert looked_back
    assert any({fact["at"][:4] for fact in line["facts"]} - {"2026"} for line in looked_back)


def test_the_table_says_sentence_date_and_row(small_pack: Path) -> None:
    text = run("explain", str(small_pack), str(small_pack), "-u", "t1", "-i", "1.2").stdout
    assert "专题研究应 3 次、实 1 次，少 2 次 × 1 = −2.0" in text
    assert "2026-03-10" in text


def test_an_indicator_that_is_not_there_is_named_with_those_that_are(small_pack: Path) -> None:
    done = run("explain", str(small_pack), str(small_pack), "-u", "t1", "-i", "1.9")
    assert done.exit_code == 2
    assert "1.9" in done.stderr
    assert "1.2" in done.stderr


def test_losses_come_largest_recoverable_first_in_points_of_the_total(small_pack: Path) -> None:
    found = document("losses", str(small_pack), str(small_pack), "--unit", "t1")["losses"]
    assert [(loss["indicator"], loss["points"], loss["recoverable"]) for loss in found] == [
        ("1.2", 2.0, True),
        ("2", 3.0, False),
    ]
    assert [site["site"] for site in found[1]["sites"]] == ["南街", "北街"]


def test_a_county_list_holds_the_losses_of_all_units(small_pack: Path) -> None:
    found = document("losses", str(small_pack), str(small_pack))["losses"]
    assert {loss["unit"] for loss in found} == {"t1", "t2", "v1"}


@pytest.mark.parametrize(
    ("by", "first"), [("indicator", "研究"), ("unit", "=甲镇"), ("reason", "数量不足"), ("liable", "=甲镇")]
)
def test_losses_are_summed_up_in_the_way_that_is_asked_for(small_pack: Path, by: str, first: str) -> None:
    groups = document("losses", str(small_pack), str(small_pack), "--unit", "t1", "--by", by)["groups"]
    assert groups[0]["name"] == first


def test_losses_by_site_name_the_street(small_pack: Path) -> None:
    groups = document("losses", str(small_pack), str(small_pack), "--unit", "t1", "--by", "site")["groups"]
    assert {(group["name"], group["lost_for_good"]) for group in groups} >= {("南街", 2.0), ("北街", 1.0)}


def test_the_list_begins_with_one_sentence(small_pack: Path) -> None:
    text = run("losses", str(small_pack), str(small_pack), "--unit", "t1").stdout
    assert "共失 5 分，其中 2 分还能挽回" in text


def test_every_fact_is_a_row_of_the_csv(small_pack: Path) -> None:
    raw = run("explain", str(small_pack), str(small_pack), "-u", "t1", "-i", "2", "--format", "csv").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["点位"] for row in rows] == ["北街", "南街"]


def test_without_an_indicator_vetoes_and_penalties_come_with_their_events() -> None:
    told = document("explain", "fazhi-demo", "worked-vetoes-and-penalties", "-u", "戊局")
    fines = {verdict["id"]: verdict for verdict in told["verdicts"]}
    assert {name: fine["delta"] for name, fine in fines.items()} == {
        "enforcement_rate": None, "criticised": -3, "unrectified": -2
    }  # fmt: skip
    assert "缺事实" in fines["enforcement_rate"]["sentence"]
    assert fines["criticised"]["facts"]
    assert "= −2" in fines["unrectified"]["sentence"]
    assert len(told["indicators"]) > 50
    shown = run("explain", "fazhi-demo", "worked-vetoes-and-penalties", "-u", "戊局").stdout
    assert shown.index("= −2") < shown.index("条文")
