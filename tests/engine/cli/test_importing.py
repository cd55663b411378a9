"""`duibiao read-table`, `read-clause` and `write-table`."""

import json
from pathlib import Path

import pytest

from duibiao_engine.packs import packaged
from tests.engine.cli.conftest import run

TABLE = "项目\t评分标准\t分值\n一、甲\t每发现一处扣1分，扣完为止\t5\n二、乙\t天气晴朗就好\t5\n"


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_standard_goes_out_as_a_table_and_comes_back_the_same(tmp_path: Path, suffix: str) -> None:
    table = tmp_path / f"表{suffix}"
    assert run("write-table", "civilized-demo", "-o", str(table)).exit_code == 0
    done = run("read-table", str(table), "-o", str(tmp_path / "pack"))
    assert done.exit_code == 0, done.output
    own = packaged()["civilized-demo"] / "standard.yaml"
    assert (tmp_path / "pack" / "standard.yaml").read_text(encoding="utf-8") == own.read_text(encoding="utf-8")
    assert run("check", str(tmp_path / "pack")).exit_code == 0


def test_what_was_not_read_is_listed_and_check_names_it_in_its_line(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(TABLE, encoding="utf-8")
    done = run("read-table", str(tmp_path / "表.txt"), "-o", str(tmp_path / "pack"))
    assert done.exit_code == 1
    assert "天气晴朗就好" in done.stdout
    checked = json.loads(run("check", str(tmp_path / "pack"), "--format", "json").stdout)
    (problem,) = [one for one in checked["problems"] if one["severity"] == "error"]
    assert problem["code"] == "clause_unread"
    assert "天气晴朗就好" in problem["what"]
    assert "天气晴朗就好" in (tmp_path / "pack" / "NOTES.md").read_text(encoding="utf-8")


def test_json_holds_the_whole_proposal(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(TABLE, encoding="utf-8")
    found = json.loads(run("read-table", str(tmp_path / "表.txt"), "--format", "json").stdout)
    assert (found["format"], found["good"]) == ("duibiao/table@1", False)
    assert [one["name"] for one in found["proposal"]["indicators"]] == ["甲", "乙"]
    assert list(found["waiting"]) == ["2"]


def test_a_clause_is_read_with_its_words_and_its_exit_code_says_whether_all_of_it_was() -> None:
    done = run("read-clause", "每发现一处卫生死角扣1分，扣完为止", "--points", "5", "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["terms"][0]["term"]["deduct"]["points"] == 1
    assert run("read-clause", "天气晴朗就好").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("read-table", "nowhere.xlsx"),
        ("read-clause", " "),
        ("read-clause", "扣1分", "--points", "-1"),
        ("write-table", "fazhi-demo", "-o", "x.pdf"),
        ("write-table", "nowhere", "-o", "x.xlsx"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr


def test_only_the_sheets_that_were_asked_for_are_read_and_nothing_is_overwritten(tmp_path: Path) -> None:
    table = tmp_path / "表.xlsx"
    assert run("write-table", "public-ads", "-o", str(table)).exit_code == 0
    assert run("write-table", "public-ads", "-o", str(table)).exit_code == 2
    assert run("read-table", str(table), "--sheet", "没有").exit_code == 2
    assert run("read-table", str(table), "--sheet", "指标体系", "-o", str(tmp_path / "p")).exit_code == 0
    assert run("read-table", str(table), "-o", str(tmp_path / "p")).exit_code == 2
