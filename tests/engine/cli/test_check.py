"""`duibiao check`, `compare`, `template` and `tour`."""

import json
import shutil
from pathlib import Path

import pytest

from duibiao_engine.packs import packaged
from tests.engine.cli.conftest import document, run


def test_a_good_pack_is_good_by_name_and_by_path() -> None:
    assert run("check", "field-2016").exit_code == 0
    assert run("check", str(packaged()["field-2016"])).exit_code == 0


@pytest.mark.parametrize("name", sorted(packaged()))
def test_every_packaged_standard_and_its_worked_cases_are_right(name: str) -> None:
    assert json.loads(run("check", name, "--format", "json").stdout)["problems"] == []


def test_a_pack_that_is_wrong_says_all_its_problems_at_once_with_lines(small_pack: Path, tmp_path: Path) -> None:
    text = (small_pack / "standard.yaml").read_text(encoding="utf-8")
    broken = text.replace("measure: meetings, target: 3", "measure: meetngs, target: 3").replace(
        "points: 10", "points: 11"
    )
    (tmp_path / "standard.yaml").write_text(broken, encoding="utf-8")
    done = run("check", str(tmp_path), "--format", "json")
    assert done.exit_code == 1
    problems = json.loads(done.stdout)["problems"]
    errors = [problem for problem in problems if problem["severity"] == "error"]
    assert len(errors) >= 2
    assert all(problem["place"].startswith("第 ") and problem["remedy"] for problem in errors)


def test_a_worked_case_that_no_longer_holds_is_a_problem(small_pack: Path, tmp_path: Path) -> None:
    shutil.copy(small_pack / "standard.yaml", tmp_path)
    case = tmp_path / "examples" / "one"
    case.mkdir(parents=True)
    for name in ("facts.csv", "units.csv"):
        shutil.copy(small_pack / name, case)
    (case / "expected.yaml").write_text("units:\n  t1: {total: 6}\n", encoding="utf-8")
    done = run("check", str(tmp_path))
    assert done.exit_code == 1
    assert "应为 6，算出 5" in done.stdout


def test_facts_are_checked_against_the_standard(small_pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("计量项,单位,数值\nmeetngs,甲镇,1\nplan,甲镇,也许\n", encoding="utf-8")
    done = run("check", str(small_pack), str(file), "--format", "json")
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["problems"]) >= 2


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x00", b"\xff\xfe\x00\x00abc\x00"])
def test_what_is_no_text_at_all_is_unusable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "standard.yaml").write_bytes(content)
    done = run("check", str(tmp_path))
    assert done.exit_code == 2
    assert "不是文本" in done.stderr


def test_a_name_that_nobody_knows_is_answered_with_those_that_are_known() -> None:
    done = run("check", "field-2061")
    assert done.exit_code == 2
    assert "field-2016" in done.stderr


def test_two_editions_are_compared(small_pack: Path, tmp_path: Path) -> None:
    text = (small_pack / "standard.yaml").read_text(encoding="utf-8")
    newer = (
        text.replace('edition: "2026"', 'edition: "2027"')
        .replace("target: 3", "target: 4")
        .replace("points: 1, short_of", "points: 0.75, short_of")
    )
    (tmp_path / "standard.yaml").write_text(newer, encoding="utf-8")
    found = document("compare", str(small_pack), str(tmp_path))
    assert (found["same"], [rule["new"]["code"] for rule in found["rules"]]) == (False, ["1.2"])


def test_an_edition_is_the_same_as_itself() -> None:
    assert document("compare", "fazhi-demo", "fazhi-demo")["same"] is True


def test_the_template_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "事实.xlsx"
    assert run("template", "field-2016", "-o", str(file)).exit_code == 0
    assert run("check", "field-2016", str(file)).exit_code == 0


def test_a_filled_template_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_bytes(b"precious")
    done = run("template", "field-2016", "-o", str(file))
    assert (done.exit_code, file.read_bytes()) == (2, b"precious")
    assert run("template", "field-2016", "-o", str(file), "--force").exit_code == 0


def test_the_tour_shows_a_real_score_ranks_losses_and_a_reason() -> None:
    done = run("tour")
    assert done.exit_code == 0
    for words in ("28.473 / 30", "逐行一致", "可挽回", "为什么"):
        assert words in done.stdout
