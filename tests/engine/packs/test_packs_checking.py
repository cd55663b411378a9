"""A worked case that says something else than the engine is a problem with its line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from duibiao_engine.worked_cases import cases_of, check_case

PACK = Path(__file__).parents[3] / "packs" / "rounding-cases" / "half-up"
Checked = Callable[[str], list[str]]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Checks the pack's facts against an expected.yaml with this text."""
    case = tmp_path / "case"
    shutil.copytree(cases_of(PACK)[0], case)

    def check(text: str) -> list[str]:
        (case / "expected.yaml").write_text(text, encoding="utf-8")
        return [f"{problem.code} {problem.place} {problem.what}" for problem in check_case(PACK, case)]

    return check


def test_what_is_not_listed_is_not_asserted(checked: Checked) -> None:
    assert checked("units: {甲镇: {}}") == []


def test_a_difference_is_told_with_its_line_and_both_numbers(checked: Checked) -> None:
    (problem,) = checked("units:\n  甲镇:\n    full: 100\n    total: 82.87")
    assert problem == "case_differs 第 4 行 units · 甲镇 · total：应为 82.87，算出 82.88"


def test_all_differences_are_told_at_once(checked: Checked) -> None:
    assert len(checked("units: {甲镇: {total: 1, rank: 9}, 乙镇: {grade: 优秀}}")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "units: {无此镇: {total: 1}}",
        'units: {甲镇: {indicators: {"9": {points: 1}}}}',
        "units: {甲镇: {points: 82.88}}",
        "units: {甲镇: {gates: {g: passed}}}",
        "scorecards: {area: {甲镇: {n: 1}}}",
        'units: {甲镇: {indicators: {"1": {lines: [没有这句话]}}}}',
    ],
)
def test_what_the_result_does_not_have_is_a_difference(checked: Checked, text: str) -> None:
    (problem,) = checked(text)
    assert problem.startswith("case_differs")


def test_part_of_a_sentence_is_enough(checked: Checked) -> None:
    assert checked('units: {甲镇: {indicators: {"1": {lines: ["82.875"]}}}}') == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "unit: {}",
        "units: [1]",
        "as_of: soon",
        "units: {a: {}, a: {}}",
        "a: &x 1\nb: *x",
        "units: {甲镇: {lines",
        "\0",
    ],
)
def test_a_malformed_case_is_a_problem_and_never_a_traceback(checked: Checked, text: str) -> None:
    assert checked(text)


def test_a_case_without_its_results_says_so(tmp_path: Path) -> None:
    shutil.copy(cases_of(PACK)[0] / "facts.csv", tmp_path)
    assert "case_missing" in [problem.code for problem in check_case(PACK, tmp_path)]
