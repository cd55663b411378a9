"""The made-up cases tell apart where rounding happens: the same facts, another total for each place."""

from pathlib import Path

import pytest

from duibiao_engine.facts.reading import read_facts
from duibiao_engine.results import UnitScore
from duibiao_engine.scoring import score
from duibiao_engine.standard.reader import read_pack

CASES = Path(__file__).parents[3] / "packs" / "rounding-cases"
CHOICES = ("at-leaf", "total-only", "into-total", "shown-only", "nowhere")


def only_unit(choice: str) -> UnitScore:
    standard, problems = read_pack(CASES / choice)
    assert standard is not None, problems
    facts, problems = read_facts(CASES / choice / "examples" / "same-facts", standard.measures)
    assert facts is not None, problems
    (unit,) = score(standard, facts).units.values()
    return unit


def test_the_choices_share_their_facts() -> None:
    facts = {(CASES / choice / "examples" / "same-facts" / "facts.csv").read_bytes() for choice in CHOICES}
    assert len(facts) == 1


def test_each_place_of_rounding_gives_another_total() -> None:
    totals = [only_unit(choice).total for choice in ("at-leaf", "total-only", "into-total", "nowhere")]
    assert totals == pytest.approx([1.98, 2.0, 2.01, 2.004], abs=1e-9)


def test_rounding_what_is_shown_leaves_the_total_alone() -> None:
    shown, nowhere = only_unit("shown-only"), only_unit("nowhere")
    assert shown.nodes["1"].points_shown != nowhere.nodes["1"].points_shown
    assert shown.total == pytest.approx(nowhere.total, abs=1e-9)


def test_a_rate_comes_from_the_points_before_their_last_rounding() -> None:
    unit = only_unit("total-only")
    assert (unit.total, unit.rate) == (2.0, 0.334)
