"""The demonstration assessment of rule-of-law government, and the county that is generated for it."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from duibiao_engine.demo_county import AS_OF, DemoCounty, generate, write_county
from duibiao_engine.demo_wishes import Wanted, Wish, profile, read_wanted
from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.results import ScoreResult
from duibiao_engine.rules import KINDS
from duibiao_engine.scoring import score
from duibiao_engine.standard.model import Node
from duibiao_engine.standard.reader import read_pack

PACKS = Path(__file__).parents[3] / "packs"
FAZHI, CIVILIZED = PACKS / "fazhi-demo", PACKS / "civilized-demo"
BONUS = "J"
KINDS_OF_UNIT = ("township", "department")


@pytest.fixture(scope="module")
def wanted() -> Wanted:
    return read_wanted(FAZHI)


@pytest.fixture(scope="module")
def county(wanted: Wanted) -> DemoCounty:
    return generate(2026, [wanted]).for_standard(wanted.standard)


@pytest.fixture(scope="module")
def result(wanted: Wanted, county: DemoCounty, tmp_path_factory: pytest.TempPathFactory) -> ScoreResult:
    folder = tmp_path_factory.mktemp("qinghe")
    write_county(county, folder)
    facts, problems = read_facts(folder, wanted.standard.measures, vocabulary_of(wanted.standard))
    assert problems == []
    assert facts is not None
    return score(wanted.standard, facts, as_of=AS_OF)


def numbered(wanted: Wanted) -> list[Node]:
    return [node for node in wanted.standard.nodes if not node.code.startswith(BONUS)]


def asked_of(wanted: Wanted, kind: str) -> list[Node]:
    leaves = [node for node in numbered(wanted) if node.indicator.is_leaf]
    return [leaf for leaf in leaves if all(kind in kinds for kinds in leaf.applies_to)]


# ── the standard ──────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_wrong_with_it() -> None:
    assert [str(problem) for problem in read_pack(FAZHI)[1]] == []


def test_it_has_9_33_and_94_indicators(wanted: Wanted) -> None:
    assert Counter(node.depth for node in numbered(wanted)) == {1: 9, 2: 33, 3: 94}


@pytest.mark.parametrize("kind", KINDS_OF_UNIT)
def test_each_kind_of_unit_is_asked_for_exactly_100_points(wanted: Wanted, kind: str) -> None:
    leaves = asked_of(wanted, kind)
    assert sum(leaf.indicator.points or 0 for leaf in leaves) == pytest.approx(100)
    assert len(leaves) == 83


def test_it_says_that_it_is_a_demonstration(wanted: Wanted) -> None:
    assert wanted.standard.demonstration
    assert "演示" in wanted.standard.issuer
    assert "不是任何正式文本" in (FAZHI / "NOTES.md").read_text("utf-8")


def test_it_uses_every_kind_of_rule_and_every_method(wanted: Wanted) -> None:
    leaves = wanted.standard.leaves
    assert {term.parameters.word for leaf in leaves for term in leaf.indicator.rule} == set(KINDS)
    methods = {"material", "site", "survey", "statistic", "web", "judged"}
    assert {leaf.indicator.method for leaf in leaves} == methods


def test_every_leaf_has_its_clause_and_an_english_name(wanted: Wanted) -> None:
    assert [leaf.code for leaf in wanted.standard.leaves if not (leaf.indicator.text and leaf.indicator.name_en)] == []


def test_measures_that_it_shares_with_the_civilized_city_mean_the_same(wanted: Wanted) -> None:
    others = read_wanted(CIVILIZED).standard.measures
    shared = wanted.standard.measures.keys() & others.keys()
    assert shared >= {"hotline_on_time", "law_publicity_events", "satisfaction"}
    for code in shared:
        mine, other = wanted.standard.measures[code], others[code]
        assert (mine.name, mine.kind, mine.unit, mine.combine) == (other.name, other.kind, other.unit, other.combine)


# ── the county ────────────────────────────────────────────────────────────────────────────────────


def test_the_county_has_its_townships_departments_and_villages(wanted: Wanted) -> None:
    kinds = Counter(unit["kind"] for unit in generate(1, [wanted]).units)
    assert kinds == {"county": 1, "department": 30, "township": 12, "village": 150}


def test_the_same_seed_gives_the_same_county_and_another_seed_another(wanted: Wanted, county: DemoCounty) -> None:
    assert generate(2026, [wanted]).for_standard(wanted.standard) == county
    assert generate(7, [wanted]).facts != county.facts


def test_a_measure_that_is_wished_otherwise_leaves_the_others_as_they_were(wanted: Wanted, county: DemoCounty) -> None:
    measures = {**wanted.wishes.measures, "law_staff": Wish(value=(9, 9))}
    changed = Wanted(wanted.standard, wanted.wishes.model_copy(update={"measures": measures}))
    assert others(generate(2026, [changed])) == others(county)


def others(county: DemoCounty) -> list[dict[str, str]]:
    kept = (row for row in county.facts if row["measure"] != "law_staff")
    return [{key: value for key, value in row.items() if key not in ("uid", "supersedes")} for row in kept]


def test_nothing_happened_or_was_recorded_after_the_day(county: DemoCounty) -> None:
    assert max(row["recorded_at"] for row in county.facts)[:10] <= AS_OF.isoformat()
    assert all(row["at"] <= row["recorded_at"][:10] for row in county.facts)
    earlier = generate(2026, as_of=datetime.date(2026, 5, 31))
    assert max(row["recorded_at"] for row in earlier.facts)[:10] <= "2026-05-31"


def test_about_two_facts_in_a_hundred_replace_an_earlier_one(county: DemoCounty) -> None:
    by_uid = {row["uid"]: row for row in county.facts}
    corrections = [row for row in county.facts if row["supersedes"]]
    assert 0.01 < len(corrections) / len(county.facts) < 0.03
    for row in corrections:
        wrong = by_uid[row["supersedes"]]
        assert (wrong["measure"], wrong["unit"], wrong["at"]) == (row["measure"], row["unit"], row["at"])
        assert wrong["recorded_at"] < row["recorded_at"]
        assert row["reason"]


def test_facts_name_accounts_and_never_people(county: DemoCounty) -> None:
    assert {row["recorded_by"].split("-")[0] for row in county.facts} == {"liaison", "inspector", "office"}


def test_some_things_do_not_apply(county: DemoCounty) -> None:
    assert county.not_applicable
    assert any(row["grade"] == "n/a" and not row["value"] for row in county.facts)


def test_every_kind_of_rule_has_lines_that_moved_points(result: ScoreResult) -> None:
    moved = {line.kind for unit in result.units.values() for line in unit.lines if line.delta}
    assert moved == set(KINDS)


def test_every_term_that_is_due_moved_points_somewhere(wanted: Wanted, result: ScoreResult) -> None:
    terms = {(leaf.code, term) for leaf in wanted.standard.leaves for term, _ in enumerate(leaf.indicator.rule)}
    lines = [line for unit in result.units.values() for line in unit.lines]
    first = min(line.term for line in lines)
    moved = {(line.indicator, line.term - first) for line in lines if line.delta}
    assert terms - moved == {("2.3.1", 0), ("9.2.1", 0)}  # due on 30 November and on 20 December


def test_vetoes_penalties_gates_and_grades_of_every_sort_occur(result: ScoreResult) -> None:
    units = result.units.values()
    assert {veto for unit in units for veto in unit.vetoes} >= {"incident", "forged", "convicted"}
    assert {name for unit in units for name in unit.penalties} == {"criticised", "unrectified"}
    assert {unit.gates["met85"] for unit in units} == {"passed", "failed", "open"}
    assert {unit.grade for unit in units} >= {"优秀", "良好", "合格", None}


def test_units_differ_and_something_is_still_open_for_most(result: ScoreResult) -> None:
    totals = [unit.total_before for unit in result.units.values()]
    assert max(totals) - min(totals) > 25
    assert sum(unit.best > unit.worst for unit in result.units.values()) > 0.9 * len(totals)


def test_a_county_of_two_standards_has_each_shared_fact_once(wanted: Wanted) -> None:
    other = read_wanted(CIVILIZED)
    both = generate(2026, [wanted, other])
    alone = generate(2026, [wanted])
    hotline = [row for row in both.facts if row["measure"] == "hotline_on_time" and row["unit"] == "T01"]
    assert [row["at"] for row in hotline] == [
        row["at"] for row in alone.facts if row["measure"] == "hotline_on_time" and row["unit"] == "T01"
    ]
    assert {row["unit"] for row in both.for_standard(other.standard).facts if row["measure"] == "satisfaction"} >= {
        "T01"
    }


def test_the_county_can_be_read_under_the_other_standard_too(tmp_path: Path) -> None:
    other = read_wanted(CIVILIZED)
    write_county(generate(2026, [other]).for_standard(other.standard), tmp_path)
    facts, problems = read_facts(tmp_path, other.standard.measures, vocabulary_of(other.standard))
    assert problems == []
    assert facts is not None


def test_a_measure_without_a_wish_gets_sensible_facts_from_its_rules(wanted: Wanted) -> None:
    bare = Wanted(wanted.standard)
    assert profile(bare, "no_leading_group").better == "low"
    assert profile(bare, "petitions_repeated").better == "low"
    assert profile(bare, "special_meetings").better == "high"
    assert profile(bare, "honours").levels == ("县级", "市级", "省级", "国家级")
    assert profile(bare, "notice_result_items").place == profile(bare, "notice_items").place
    assert {row["measure"] for row in generate(3, [bare]).facts} >= {"special_meetings", "notice_items", "honours"}
