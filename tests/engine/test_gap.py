"""Losses are told in points of the total, and what can be won back is honest."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from duibiao_engine.facts import FactSet, read_facts
from duibiao_engine.gap import Loss, grouped, losses
from duibiao_engine.packs import packaged
from duibiao_engine.results import ScoreResult
from duibiao_engine.scoring import score
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard, read_pack

MEASURES: dict[str, Any] = {
    "one": {"name": "事项一", "kind": "event", "missing": "none"},
    "two": {"name": "事项二", "kind": "count"},
    "fine": {"name": "罚", "kind": "event", "missing": "none"},
    "clean": {"name": "整洁", "kind": "flag", "per": "site"},
}
LOSE_ONE = {"deduct": {"points": 1, "per": "one"}}
SHORT_OF_TWO = {"deduct": {"points": 1, "short_of": {"measure": "two", "target": 4}}}


def leaf(code: str, points: float, *terms: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "name": f"指标{code}", "points": points, "rule": list(terms), **more}


def worked(tmp_path: Path, facts: Sequence[str], *indicators: Mapping[str, Any], **more: Any) -> list[Loss]:
    result, standard, read = evaluated(tmp_path, facts, *indicators, **more)
    return losses(result, standard, read)


def evaluated(
    tmp_path: Path, facts: Sequence[str], *indicators: Mapping[str, Any], **more: Any
) -> tuple[ScoreResult, Standard, FactSet]:
    days = {"from": datetime.date(2026, 1, 1), "to": datetime.date(2026, 12, 31)}
    data = {"id": "x", "title": "x", "edition": "1", "issuer": "x", "points": 10, "partial": True, "period": days}
    standard, problems = parse_standard({**data, "measures": MEASURES, "indicators": list(indicators), **more})
    assert standard is not None, problems
    (tmp_path / "facts.csv").write_text(
        "\n".join(["uid,measure,unit,site,at,value,liable", *facts, ""]), encoding="utf-8"
    )
    read, problems = read_facts(tmp_path / "facts.csv", standard.measures)
    assert read is not None, problems
    return score(standard, read), standard, read


def test_under_a_weight_of_a_fifth_a_point_counts_a_fifth(tmp_path: Path) -> None:
    one, two = leaf("1", 10, LOSE_ONE, weight=20), leaf("2", 4, SHORT_OF_TWO, weight=80)
    found = worked(tmp_path, ["f1,one,甲,,2026-05-01,1,", "f2,two,甲,,2026-05-01,3,"], one, two, combine="weighted")
    # 1 of 10 points under 20 of 100 of 10 points: 0.2; 1 of 4 under 80: 2
    assert {loss.indicator: pytest.approx(loss.points) for loss in found} == {"1": 0.2, "2": 2.0}


def test_rescaling_is_part_of_the_way_up(tmp_path: Path) -> None:
    parent = {"code": "1", "name": "一", "points": 5, "rescale": 10, "children": [leaf("1.1", 5, LOSE_ONE)]}
    (found,) = worked(tmp_path, ["f1,one,甲,,2026-05-01,1,"], parent)
    assert (found.points, found.leaf_points) == (pytest.approx(2.0), pytest.approx(1.0))


def test_what_a_parents_minimum_hides_is_worth_nothing(tmp_path: Path) -> None:
    one, two = leaf("1", 10, LOSE_ONE), leaf("2", 4, SHORT_OF_TWO)
    found = worked(tmp_path, ["f1,one,甲,,2026-05-01,1,", "f2,two,甲,,2026-05-01,1,"], one, two, combine="min")
    # the minimum is indicator 2 at 1/4; winning its 3 points lifts the total only to indicator 1's 9/10
    assert {loss.indicator: pytest.approx(loss.points) for loss in found} == {"1": 0.0, "2": 6.5}


def test_a_leaf_that_is_exhausted_divides_only_what_it_had(tmp_path: Path) -> None:
    found = worked(
        tmp_path,
        ["f1,one,甲,,2026-05-01,2,", "f2,two,甲,,2026-05-01,1,"],
        leaf("1", 3, LOSE_ONE, SHORT_OF_TWO),
        leaf("2", 7, LOSE_ONE),
    )
    parts = {(loss.indicator, loss.kind): loss for loss in found}
    # 2 happened and cannot be undone, so of 3 points lost only 1 can be won back although 3 meetings are missing
    assert parts["1", "short_of"].to_win == pytest.approx(1.0)
    assert parts["1", "per"].points == pytest.approx(2.0)
    assert not parts["1", "per"].recoverable


def test_the_largest_recoverable_loss_comes_first_and_what_is_lost_for_good_after_it(tmp_path: Path) -> None:
    found = worked(
        tmp_path,
        ["f1,one,甲,,2026-05-01,6,", "f2,two,甲,,2026-05-01,3,"],
        leaf("1", 6, LOSE_ONE),
        leaf("2", 4, SHORT_OF_TWO),
    )
    assert [(loss.indicator, loss.recoverable) for loss in found] == [("2", True), ("1", False)]


def test_a_siblings_share_grows_when_an_indicator_is_dropped(tmp_path: Path) -> None:
    result, standard, facts = evaluated(
        tmp_path, ["f1,one,甲,,2026-05-01,1,"], leaf("1", 5, LOSE_ONE), leaf("2", 5, LOSE_ONE, applies_to=["other"])
    )
    (found,) = losses(result, standard, facts)
    assert found.points == pytest.approx(2.0)
    assert result.units["甲"].total == pytest.approx(8.0)


def test_missing_facts_are_told_as_unknown_and_not_as_lost(tmp_path: Path) -> None:
    found = worked(tmp_path, ["f1,one,甲,,2026-05-01,1,"], leaf("1", 6, LOSE_ONE), leaf("2", 4, SHORT_OF_TWO))
    parts = {loss.indicator: (loss.points, loss.unknown) for loss in found}
    assert parts == {"1": (pytest.approx(1.0), 0.0), "2": (0.0, pytest.approx(4.0))}


def test_fines_stand_in_the_list_and_cannot_be_won_back(tmp_path: Path) -> None:
    fine = {"id": "p", "name": "罚分", "event": "fine", "points": 3, "each": True}
    found = worked(tmp_path, ["f1,fine,甲,,2026-05-01,1,"], leaf("1", 10, LOSE_ONE), penalties=[fine])
    assert [(loss.kind, loss.points, loss.recoverable) for loss in found] == [("penalty", pytest.approx(3.0), False)]


def test_a_loss_names_the_sites_that_do_not_conform_and_who_answers_for_them(tmp_path: Path) -> None:
    facts = [
        "f1,clean,甲,北街,2026-05-01,1,城管局",
        "f2,clean,甲,南街,2026-05-01,0,城管局|环保局",
        "f3,clean,甲,东街,2026-05-01,0,",
    ]
    (found,) = worked(tmp_path, facts, leaf("1", 9, {"earn": {"share_of": "clean"}}), points=9)
    assert {site.site: (pytest.approx(site.points), site.liable) for site in found.sites} == {
        "东街": (3.0, ()),
        "南街": (3.0, ("城管局", "环保局")),
    }
    assert found.liable == ("城管局", "环保局")
    assert found.facts == ("f2", "f3") or set(found.facts) == {"f2", "f3"}


def test_occurrences_are_laid_to_the_places_where_they_happened(tmp_path: Path) -> None:
    facts = ["f1,one,甲,北街,2026-05-01,1,城管局", "f2,one,甲,南街,2026-05-01,2,环保局"]
    found = worked(tmp_path, facts, leaf("1", 10, LOSE_ONE))
    by_site = {group.name: group.points for group in grouped(found, "site")}
    assert by_site == {"南街": pytest.approx(2.0), "北街": pytest.approx(1.0)}
    assert {group.name: group.points for group in grouped(found, "liable")} == {
        "城管局": pytest.approx(3.0),
        "环保局": pytest.approx(3.0),
    }


def test_a_superseded_fact_is_blamed_for_nothing(tmp_path: Path) -> None:
    _, standard, _ = evaluated(tmp_path, ["f1,one,甲,北街,2026-05-01,1,"], leaf("1", 10, LOSE_ONE))
    (tmp_path / "facts.csv").write_text(
        "uid,measure,unit,site,at,value,supersedes\nf1,one,甲,北街,2026-05-01,5,\nf2,one,甲,北街,2026-05-01,1,f1\n",
        encoding="utf-8",
    )
    read, problems = read_facts(tmp_path / "facts.csv", standard.measures)
    assert read is not None, problems
    (found,) = losses(score(standard, read), standard, read)
    assert found.facts == ("f2",)


@pytest.mark.parametrize("by", ["indicator", "unit", "site", "reason"])
def test_every_way_of_summing_up_adds_up_to_the_same(tmp_path: Path, by: Any) -> None:
    facts = ["f1,one,甲,北街,2026-05-01,1,城管局", "f2,one,乙,南街,2026-05-01,2,环保局", "f3,two,甲,,2026-05-01,1,"]
    found = worked(tmp_path, facts, leaf("1", 6, LOSE_ONE), leaf("2", 4, SHORT_OF_TWO))
    groups = grouped(found, by)
    assert sum(group.points for group in groups) == pytest.approx(sum(loss.points for loss in found))
    assert sum(group.unknown for group in groups) == pytest.approx(sum(loss.unknown for loss in found))


def test_the_losses_of_a_real_assessment_add_up_to_full_mark_less_score() -> None:
    folder = packaged()["field-2016"]
    standard, _ = read_pack(folder)
    assert standard is not None
    facts, _ = read_facts(folder / "examples" / "published", standard.measures)
    assert facts is not None
    result = score(standard, facts)
    found = losses(result, standard, facts)
    # the standard rounds each indicator to three places on its way into the total; losses are not rounded
    assert sum(loss.points for loss in found) == pytest.approx(30 - result.units["示例区"].total, abs=0.006)
    assert all(loss.facts and loss.sites for loss in found)
