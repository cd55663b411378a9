"""Every worked case of every pack gives what its expected.yaml says. The packs are the test data; this file names none."""

from pathlib import Path

import pytest

from duibiao_engine.worked_cases import EXPECTED, check_case

PACKS = Path(__file__).parents[3] / "packs"
CASES = sorted(found.parent for found in PACKS.rglob(f"examples/*/{EXPECTED}"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(PACKS)))
def test_a_worked_case_gives_what_it_says(case: Path) -> None:
    assert [str(problem) for problem in check_case(case.parents[1], case)] == []


def test_there_are_cases_to_check() -> None:
    assert len(CASES) >= 13
