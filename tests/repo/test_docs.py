"""Documentation is held like code: no dead link, no page that cannot be found, no example that is not true."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from duibiao_engine.facts.reading import read_facts
from duibiao_engine.results import UnitScore
from duibiao_engine.scoring import score
from duibiao_engine.standard.reader import read_pack
from tests.repo.tracked import ROOT, named, text_of, tracked

EXAMPLE = ROOT / "docs" / "tutorial" / "first-score"
SHOWING_IT = (ROOT / "README.md", ROOT / "docs" / "tutorial" / "first-score.md")


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def links(page: Path) -> list[str]:
    without_code = re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)", without_code)
    return [link.split("#")[0] for link in found if not re.match(r"[a-z]+:|#", link)]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text_of(page), re.DOTALL | re.MULTILINE)


def scores_of_the_example() -> list[UnitScore]:
    standard, problems = read_pack(EXAMPLE)
    assert standard is not None, problems
    facts, wrong = read_facts(EXAMPLE / "facts.csv", standard.measures)
    assert facts is not None, wrong
    return list(score(standard, facts).units.values())


def test_no_link_is_dead() -> None:
    dead = [(named(page), link) for page in pages() for link in links(page) if not (page.parent / link).exists()]
    assert dead == []


def test_every_page_can_be_found_from_the_index() -> None:
    found: set[Path] = set()
    waiting = [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found.add(page)
            targets = ((page.parent / link).resolve() for link in links(page))
            waiting += [target for target in targets if target.suffix == ".md" and target.is_file()]
    lost = [named(page) for page in pages() if ROOT / "docs" in page.parents and page not in found]
    assert lost == []


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    assert blocks(SHOWING_IT[0], "sh") == ["python3 dev.py demo\npython3 dev.py test\n"]


def test_the_readme_is_english_first_and_chinese_below() -> None:
    english, chinese = text_of(SHOWING_IT[0]).split("\n---\n")
    assert english.startswith("# Duibiao")
    assert chinese.strip().startswith("# 对标")


@pytest.mark.parametrize("page", SHOWING_IT, ids=named)
def test_the_example_that_a_page_shows_is_the_file_itself(page: Path) -> None:
    assert blocks(page, "yaml") == [(EXAMPLE / "standard.yaml").read_text(encoding="utf-8")]
    for shown in blocks(page, "csv"):
        assert shown == (EXAMPLE / "facts.csv").read_text(encoding="utf-8")


def test_the_explanation_that_the_readme_shows_is_what_the_engine_says() -> None:
    shown = "\n".join(blocks(SHOWING_IT[0], "text"))
    for unit in scores_of_the_example():
        assert f"{unit.name}  {unit.total} / {unit.full}" in shown
        assert [line.sentence_zh for line in unit.lines if line.sentence_zh not in shown] == []


def commands_of(page: Path) -> list[list[str]]:
    """The `duibiao …` commands that a page tells the reader to type."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return [shlex.split(line.removeprefix("python3 dev.py run ")) for line in lines if "dev.py run duibiao" in line]


@pytest.mark.parametrize("command", commands_of(SHOWING_IT[1]), ids=" ".join)
def test_each_command_of_the_tutorial_works(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duibiao_engine", *command[1:]],
        cwd=ROOT,
        env=dev.environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tutorial_shows_the_line_that_the_command_prints() -> None:
    page = text_of(SHOWING_IT[1])
    lines = [line.sentence_zh for unit in scores_of_the_example() if unit.name == "河东镇" for line in unit.lines]
    assert f"> {lines[-1]}\n" in page


def test_every_decision_is_in_the_list() -> None:
    listed = text_of(ROOT / "docs" / "decisions" / "README.md")
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [path.name for path in records if f"({path.name})" not in listed] == []
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))


def test_every_command_of_dev_is_in_its_reference() -> None:
    reference = text_of(ROOT / "docs" / "reference" / "dev.md")
    assert [name for name in dev.COMMANDS if f"| `{name}" not in reference] == []
