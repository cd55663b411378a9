"""The command as a whole: help, exit codes, consoles, and that no traceback reaches a user."""

import re
from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest

from duibiao_engine.cli import group, main
from tests.engine.cli.conftest import ROOT, in_its_own_process, run

COMMANDS = tuple(group.OWN)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese_first_and_then_in_english(name: str) -> None:
    lines = [line.strip() for line in run(name, "--help").stdout.splitlines() if line.strip()]
    assert CHINESE.search(lines[1])
    assert not CHINESE.search(lines[2])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_its_help(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def test_the_reference_mentions_every_command_and_every_option() -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `duibiao ([\w-]+)[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(COMMANDS)
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        wanted = [option for param in command.params if isinstance(param, click.Option) for option in param.opts]
        assert [
            option for option in wanted if f"`{option}" not in sections[name] and f" {option}" not in sections[name]
        ] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "field-2016"),
        ("score", "field-2016", "nowhere.csv"),
        ("score", "field-2016", "published", "--as-of", "昨天"),
        ("score", "field-2016", "published", "--unit", "没有的单位"),
        ("score", "field-2016", "published", "--group", "没有的组"),
        ("score", "field-2016", "published", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("score", "field-2016", "published", "--year", "2016", "--to", "2016-12-31"),
        ("score", "field-2016", "published", "-o", "no/such/folder/x.json"),
        ("nonsense",),
    ],
)
def test_unusable_input_is_answered_with_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr
    assert "Traceback" not in done.output


def test_facts_with_errors_are_told_and_nothing_is_scored(tmp_path: Path, small_pack: Path) -> None:
    (tmp_path / "facts.csv").write_text("计量项,单位,数值\nplan,甲镇,也许\n", encoding="utf-8")
    done = run("score", str(small_pack), str(tmp_path / "facts.csv"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "第 2 行" in done.stderr


def test_what_nobody_foresaw_is_one_sentence_and_its_course_goes_to_a_file_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(ctx: click.Context, name: str) -> click.Command:
        raise RuntimeError("secret details")

    monkeypatch.setattr(main, "get_command", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    quiet = run("score")
    assert (quiet.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "secret" not in quiet.output
    monkeypatch.setenv("DUIBIAO_DEBUG", "1")
    told = run("score")
    (log,) = tmp_path.iterdir()
    assert str(log) in told.stderr
    assert "secret details" in log.read_text(encoding="utf-8")


def test_the_sites_commands_join_and_win_over_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("site", "tests.engine.cli.site_commands:commands", group.ENTRY_POINTS)]
    monkeypatch.setattr(group.metadata, "entry_points", lambda group: points)
    assert "serve" in run("--help").stdout
    assert run("score").stdout == "the site's score\n"


def test_a_broken_site_keeps_nobody_from_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("site", "no.such.module:commands", group.ENTRY_POINTS)]
    monkeypatch.setattr(group.metadata, "entry_points", lambda group: points)
    assert run("check", "rounding-cases/half-up").exit_code == 0


def test_it_answers_from_a_process_of_its_own() -> None:
    done = in_its_own_process("score", "field-2016", "published", "--format", "json")
    assert done.returncode == 0
    assert b'"duibiao/score@1"' in done.stdout


def test_a_gbk_console_neither_crashes_nor_loses_a_sign() -> None:
    done = in_its_own_process(
        "explain", "field-2016", "published", "-u", "示例区", "-i", "11", PYTHONIOENCODING="gbk", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    assert "公共安全体系" in done.stdout.decode("gbk")
    losses = in_its_own_process("losses", "civilized-demo", "county", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert "= -2.5" in losses.stdout.decode("gbk")


def test_an_ascii_console_does_not_crash() -> None:
    done = in_its_own_process(
        "score", "field-2016", "published", "--lang", "en", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_problems_found_are_exit_code_1_in_a_process_of_its_own(small_pack: Path, tmp_path: Path) -> None:
    text = (small_pack / "standard.yaml").read_text(encoding="utf-8")
    (tmp_path / "standard.yaml").write_text(text.replace("points: 10", "points: 11"), encoding="utf-8")
    done = in_its_own_process("check", str(tmp_path))
    assert done.returncode == 1
    assert b"Traceback" not in done.stdout + done.stderr
