"""The reference of rules is run: every page's worked case, its points and its sentences, through the engine's own doors."""

import csv
import datetime
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from duibiao_engine.facts import FactSet, read_facts, vocabulary_of
from duibiao_engine.problems import has_errors
from duibiao_engine.results import ScoreResult
from duibiao_engine.rules import KINDS
from duibiao_engine.rules.base import Side
from duibiao_engine.scoring import score
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules"
WORDS = sorted(KINDS)
_BLOCK = re.compile(r"^```yaml worked-case\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMON = {"word"}


def page(word: str) -> str:
    return (PAGES / f"{word}.md").read_text(encoding="utf-8")


@cache
def case(word: str) -> dict[str, Any]:
    found = _BLOCK.findall(page(word))
    assert len(found) == 1, "one worked case on each page"
    read: dict[str, Any] = yaml.safe_load(found[0])
    return read


def standard_of(worked: Mapping[str, Any]) -> Standard:
    leaf = {"code": "1", "name": "例", "points": worked["points"], "rule": worked["rule"]}
    other = {"code": "2", "name": "其他", "points": 0, "rule": [{"deduct": {"points": 0, "per": "other_thing"}}]}
    if worked.get("bonus"):
        leaf["bonus"] = True
    data = {
        "id": "reference", "title": "例", "edition": "2026", "issuer": "例", "partial": True,
        "points": 0 if worked.get("bonus") else worked["points"],
        "period": {"from": datetime.date(2026, 1, 1), "to": datetime.date(2026, 12, 31)},
        "measures": {**worked["measures"], "other_thing": {"name": "其他事项", "kind": "event", "missing": "none"}},
        "indicators": [leaf, other],
    }  # fmt: skip
    standard, problems = parse_standard(data)
    assert standard is not None, "\n".join(map(str, problems))
    return standard


def facts_of(worked: Mapping[str, Any], standard: Standard, folder: Path) -> FactSet:
    columns = ["measure", "unit", "site", "at", "value", "out_of", "grade", "level", "reference"]
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(worked["facts"])
    facts, problems = read_facts(folder / "facts.csv", standard.measures, vocabulary_of(standard))
    assert facts is not None, "\n".join(map(str, problems))
    assert not has_errors(problems)
    return facts


def computed(word: str, folder: Path) -> ScoreResult:
    standard = standard_of(case(word))
    return score(standard, facts_of(case(word), standard, folder))


@pytest.mark.parametrize("word", WORDS)
def test_every_kind_of_rule_has_its_page(word: str) -> None:
    assert (PAGES / f"{word}.md").is_file()


def test_no_page_speaks_of_a_kind_that_does_not_exist() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README") == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_a_page_names_every_parameter_of_its_kind(word: str) -> None:
    fields = KINDS[word].parameters.model_fields
    names = {field.alias or name for name, field in fields.items()} - _COMMON
    bare = names == {"measure"}
    wanted = {word} if bare else names
    assert {name for name in wanted if f"| `{name}` |" not in page(word)} == set()


@pytest.mark.parametrize("word", WORDS)
def test_a_page_says_on_which_side_its_kind_may_stand(word: str) -> None:
    said = re.search(r"^\*\*Under\*\* (.+?)\.", page(word), re.MULTILINE)
    assert said is not None
    assert {Side(name.strip("` ")) for name in said[1].split(",")} == KINDS[word].sides


@pytest.mark.parametrize("word", WORDS)
def test_the_worked_case_gives_the_points_that_the_page_says(word: str, tmp_path: Path) -> None:
    result = computed(word, tmp_path)
    for unit, said in case(word)["expected"].items():
        line = result.units[unit].lines_of("1")[0]
        assert line.kind == word
        assert line.delta == pytest.approx(said["delta"], abs=1e-9), unit
        assert result.units[unit].nodes["1"].points == pytest.approx(said["points"], abs=1e-9), unit


@pytest.mark.parametrize("word", WORDS)
def test_the_worked_case_is_explained_as_the_page_says(word: str, tmp_path: Path) -> None:
    result = computed(word, tmp_path)
    said = {unit: (about["zh"], about["en"]) for unit, about in case(word)["expected"].items()}
    lines = {unit: result.units[unit].lines_of("1")[0] for unit in said}
    assert {unit: (line.sentence_zh, line.sentence_en) for unit, line in lines.items()} == said


@pytest.mark.parametrize("word", WORDS)
def test_the_example_on_a_page_is_the_rule_of_its_worked_case(word: str) -> None:
    example = re.search(r"^```yaml\n(.*?)^```$", page(word), re.MULTILINE | re.DOTALL)
    assert example is not None
    assert yaml.safe_load(example[1]) == case(word)["rule"]
