"""Single fine points of the format's meaning on which engine and oracle once parted, one small case each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.bridge import differences, engine_score
from tests.engine.oracle import Fact, Frame, Unit, evaluate

Spec = dict[str, Any]
BOTH = Frame((Unit("甲"), Unit("乙")))


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def standard(rule: list[Spec], measures: Spec, points: Any = 5, leaf: Spec | None = None, **more: Any) -> Spec:
    named = {code: {"name": f"计量{code}", **measure} for code, measure in measures.items()}
    node = {"code": "1", "name": "一", "points": points, "rule": rule, **(leaf or {})}
    year = {"from": dt.date(2026, 1, 1), "to": dt.date(2026, 12, 31)}
    top = (leaf or {}).get("rescale", points)
    head = {"id": "open", "title": "试", "edition": "1", "issuer": "试", "points": top, "period": year}
    return {**head, "measures": named, "indicators": [node], **more}


def parting(spec: Spec, facts: list[Fact], frame: Frame = BOTH) -> list[str]:
    return differences(engine_score(spec, facts, frame), evaluate(spec, facts, frame), spec.get("rounding"))


def false_report() -> list[str]:
    """All of the indicator's points, however often it was false."""
    spec = standard([{"deduct": {"points": "all", "false_report": {"measure": "m"}}}], {"m": {"kind": "event"}})
    return parting(spec, [Fact(1, "m", "甲", value=2), Fact(2, "m", "乙", value=1)])


def event_without_a_value() -> list[str]:
    """An event's value is how many, 1 where nothing is said."""
    spec = standard([{"deduct": {"points": 1, "per": "m"}}], {"m": {"kind": "event"}})
    return parting(spec, [Fact(1, "m", "甲"), Fact(2, "m", "乙", value=1)])


def rounding_of_a_leaf() -> list[str]:
    """A leaf is rounded right after it is clipped, and only then carried to another scale."""
    rule = [{"deduct": {"points": 0.35, "per": "m"}}]
    spec = standard(rule, {"m": {"kind": "count"}}, leaf={"rescale": 10}, rounding={"leaf": {"places": 1}})
    return parting(spec, [Fact(1, "m", "甲", value=1), Fact(2, "m", "乙", value=0)])


def bonus_that_does_not_apply() -> list[str]:
    """A bonus indicator that does not apply adds nothing, whatever the policy."""
    spec = standard(
        [{"earn": {"share": {"measure": "m", "target": 4}}}], {"m": {"kind": "count"}}, not_applicable="full"
    )
    extra = {"code": "2", "name": "二", "points": 1, "bonus": True, "rule": [{"earn": {"points": 1, "per": "m"}}]}
    spec["indicators"].append(extra)
    facts = [Fact(1, "m", "甲", value=1), Fact(2, "m", "乙", value=2)]
    return parting(spec, facts, Frame(BOTH.units, frozenset({("甲", "2")})))


def rate_after_penalties() -> list[str]:
    """The total's rate is taken before the total is rounded, with and without fines."""
    fine = {"id": "p", "name": "罚", "event": "e", "look_back_months": 12, "points": 0.5, "each": True}
    rule = [{"deduct": {"points": 1, "per": "m"}}]
    measures = {"m": {"kind": "count"}, "e": {"kind": "event"}}
    spec = standard(rule, measures, penalties=[fine], rounding={"total": {"places": 0}})
    facts = [
        Fact(1, "m", "甲", value=1),
        Fact(2, "e", "甲", value=1, at=day("2026-05-01")),
        Fact(3, "m", "乙", value=1),
    ]
    return parting(spec, facts)


def discretion() -> list[str]:
    """A judge's mark is the latest, not the mean."""
    spec = standard([{"earn": {"judged": {"measure": "m", "between": [0, 5]}}}], {"m": {"kind": "score"}})
    facts = [Fact(1, "m", "甲", value=2, at=day("2026-02-01")), Fact(2, "m", "甲", value=4, at=day("2026-03-01"))]
    return parting(spec, [*facts, Fact(3, "m", "乙", value=3)])


def nothing_against_a_target_of_its_own() -> list[str]:
    """No fact means zero, also where the target is another measure."""
    rule = [{"deduct": {"points": 1, "short_of": {"measure": "m", "target_measure": "t"}}}]
    spec = standard(rule, {"m": {"kind": "count", "missing": "none"}, "t": {"kind": "count"}})
    return parting(spec, [Fact(1, "t", "甲", value=2), Fact(2, "t", "乙", value=2), Fact(3, "m", "乙", value=1)])


def veto_on_what_does_not_apply() -> list[str]:
    """What does not apply cannot veto, though it counts zero."""
    veto = {"id": "v", "name": "否", "indicator": "2", "rate_below": 30, "effect": "fail"}
    spec = standard(
        [{"earn": {"points": 1, "per": "m"}}], {"m": {"kind": "count"}}, vetoes=[veto], not_applicable="zero"
    )
    spec["indicators"].append({**spec["indicators"][0], "code": "2"})
    spec["points"] = 10
    facts = [Fact(1, "m", "甲", value=5), Fact(2, "m", "乙", value=5)]
    return parting(spec, facts, Frame(BOTH.units, frozenset({("甲", "2")})))


def nobody_without_a_fact_is_ranked() -> list[str]:
    """A unit without data is listed without a rank, also where no fact means zero."""
    spec = standard([{"deduct": {"points": 1, "per": "m"}}], {"m": {"kind": "count", "missing": "none"}})
    return parting(spec, [Fact(1, "m", "甲", value=1)])


def one_year_is_data() -> list[str]:
    """A unit with a fact of this year has a rank, also where a trend would need earlier years."""
    rule = {"measure": "m", "at_most": 10, "or": "falling", "years": 2}
    spec = standard([{"earn": {"threshold_or_trend": rule}}], {"m": {"kind": "amount"}})
    facts = [Fact(1, "m", "甲", value=9, at=day("2026-05-01")), Fact(2, "m", "乙", value=12, at=day("2026-05-01"))]
    return parting(spec, facts)


def half_of_two_measures_is_data() -> list[str]:
    """A unit that told one of the two numbers of a term has a rank."""
    rule = [{"deduct": {"points": 1, "short_of": {"measure": "m", "target_measure": "t"}}}]
    spec = standard(rule, {"m": {"kind": "count"}, "t": {"kind": "count"}})
    return parting(spec, [Fact(1, "t", "甲", value=2), Fact(2, "m", "乙", value=2)])


def earlier_years_are_no_data() -> list[str]:
    """A unit of which only earlier years are known has no rank this year."""
    rule = {"measure": "m", "at_most": 10, "or": "falling", "years": 2}
    spec = standard([{"earn": {"threshold_or_trend": rule}}], {"m": {"kind": "amount"}})
    return parting(spec, [Fact(1, "m", "甲", value=9, at=day("2025-05-01")), Fact(2, "m", "乙", value=12)])


def grade_by_the_printed_rate() -> list[str]:
    """The rate that is printed decides the grade."""
    grades = {"of": "rate", "bands": [{"name": "好", "at_least": 80}, {"name": "差", "below": 80}]}
    rule = [{"earn": {"points": "all", "share": {"measure": "m"}}}]
    spec = standard(rule, {"m": {"kind": "ratio"}}, grades=grades, rounding={"rate": {"places": 2}})
    return parting(spec, [Fact(1, "m", "甲", value=796, out_of=1000), Fact(2, "m", "乙", value=1, out_of=2)])


def parent_of_children_with_a_full_mark_of_their_own() -> list[str]:
    """Children with policy own_full leave nothing to the siblings of their parent."""
    rule = [{"earn": {"points": "all", "when": "m"}}]
    spec = standard(rule, {"m": {"kind": "flag"}}) | {"points": 10}
    child = {"code": "2.1", "name": "二", "points": 5, "rule": rule, "not_applicable": "own_full"}
    spec["indicators"].append({"code": "2", "name": "二", "points": 5, "children": [child]})
    facts = [Fact(1, "m", "甲", value=1), Fact(2, "m", "乙", value=1)]
    return parting(spec, facts, Frame(BOTH.units, frozenset({("甲", "2")})))


def parent_of_a_bonus_only() -> list[str]:
    """A parent of whose children only the bonus is left does not apply itself, and its bonus is gone."""
    rule = [{"earn": {"points": "all", "when": "m"}}]
    spec = standard(rule, {"m": {"kind": "flag"}, "n": {"kind": "flag"}}) | {"points": 10}
    second = [{"earn": {"points": "all", "when": "n"}}]
    child = {"code": "2.1", "name": "二", "points": 5, "rule": second, "not_applicable": "peers_mean"}
    bonus = {"code": "2.9", "name": "三", "points": 1, "bonus": True, "rule": rule}
    spec["indicators"].append({"code": "2", "name": "二", "points": 5, "children": [child, bonus]})
    frame = Frame(BOTH.units, frozenset({("甲", "2.1")}))
    facts = [Fact(1, "m", "甲", value=1), Fact(2, "m", "乙", value=1)]
    applies = engine_score(spec, facts, frame).units["甲"].nodes["2"].applicable
    return parting(spec, facts, frame) + (["甲: 2: applicable"] if applies else [])


def latest_without_a_time() -> list[str]:
    """A dated fact is later than one without a time."""
    spec = standard([{"earn": {"points": 1, "per": "m"}}], {"m": {"kind": "amount"}})
    facts = [
        Fact(1, "m", "甲", value=1, at=day("2026-05-01")),
        Fact(2, "m", "甲", value=2),
        Fact(3, "m", "乙", value=1),
    ]
    return parting(spec, facts)


def latest_of_one_moment() -> list[str]:
    """Of two facts of one moment the one recorded later counts."""
    spec = standard([{"earn": {"points": 1, "per": "m"}}], {"m": {"kind": "amount"}})
    at = day("2026-05-01")
    facts = [Fact(2, "m", "甲", value=2, at=at), Fact(1, "m", "甲", value=1, at=at), Fact(3, "m", "乙", value=1)]
    return parting(spec, facts)


def places_without_a_name() -> list[str]:
    """Each fact without a site is a place of its own."""
    spec = standard([{"earn": {"share_of": {"measure": "m"}}}], {"m": {"kind": "flag", "per": "site"}})
    told = [("s1", 1), (None, 0), (None, 1)]
    facts = [Fact(at, "m", "甲", site, value=value) for at, (site, value) in enumerate(told, 1)]
    return parting(spec, [*facts, Fact(9, "m", "乙", "s1", value=1)])


def ten_times_a_tenth() -> list[str]:
    """Ten tenths are one."""
    spec = standard([{"deduct": {"points": 1, "when": "m"}}], {"m": {"kind": "flag", "combine": "sum"}})
    facts = [Fact(at, "m", "甲", value=0.1) for at in range(1, 11)]
    return parting(spec, [*facts, Fact(11, "m", "乙", value=0)])


def trend_of_noise() -> list[str]:
    """0.1 + 0.2 after 0.3 is no rise."""
    rule = {"measure": "m", "at_least": 100, "or": "rising", "years": 1}
    spec = standard([{"earn": {"threshold_or_trend": rule}}], {"m": {"kind": "count"}})
    told = [("2025-05-01", 0.3), ("2026-05-01", 0.1), ("2026-06-01", 0.2)]
    facts = [Fact(at, "m", "甲", value=value, at=day(when)) for at, (when, value) in enumerate(told, 1)]
    return parting(spec, [*facts, Fact(9, "m", "乙", value=1)])


def two_groups() -> list[str]:
    """A unit of two groups is ranked in the first by name."""
    spec = standard([{"earn": {"points": 1, "per": "m"}}], {"m": {"kind": "count"}}, ranking={"within": "group"})
    units = Frame((Unit("甲", groups=("b", "a")), Unit("乙", groups=("a",)), Unit("丙", groups=("b",))))
    return parting(spec, [Fact(at, "m", unit, value=at) for at, unit in enumerate("甲乙丙", 1)], units)


def an_event_without_a_time() -> list[str]:
    """An event of which nobody wrote down the day lies in no window of looking back."""
    fine = {"id": "p", "name": "罚", "event": "e", "look_back_months": 12, "points": 1, "each": True}
    measures = {"m": {"kind": "count"}, "e": {"kind": "event"}}
    spec = standard([{"earn": {"points": 1, "per": "m"}}], measures, penalties=[fine])
    facts = [Fact(1, "m", "甲", value=3), Fact(2, "e", "甲", value=1), Fact(3, "m", "乙", value=3)]
    return parting(spec, facts)


def zero_weights() -> list[str]:
    """Only what weighs nothing applies: nothing is reached of the full mark."""
    leaf = {"points": 5, "rule": [{"earn": {"points": 1, "per": "m"}}]}
    first, second = ({"code": code, "name": code, "weight": w, **leaf} for code, w in (("1", 100), ("2", 0)))
    spec = standard([], {"m": {"kind": "count"}}, combine="weighted") | {"indicators": [first, second]}
    facts = [Fact(1, "m", "甲", value=3), Fact(2, "m", "乙", value=3)]
    return parting(spec, facts, Frame(BOTH.units, frozenset({("甲", "1")})))


def gate_on_the_total_with_penalties() -> list[str]:
    """A gate on the total asks for the score before penalties."""
    fine = {"id": "p", "name": "罚", "event": "e", "look_back_months": 12, "points": 1, "each": True}
    gate = {"id": "g", "name": "线", "score": {"indicator": "", "at_least": 85}}
    measures = {"m": {"kind": "count"}, "e": {"kind": "event"}}
    spec = standard([{"earn": {"points": 1, "per": "m"}}], measures, penalties=[fine], gates=[gate])
    facts = [
        Fact(1, "m", "甲", value=5),
        Fact(2, "e", "甲", value=1, at=day("2026-05-01")),
        Fact(3, "m", "乙", value=3),
    ]
    return parting(spec, facts)


def zero_veto_and_grades() -> list[str]:
    """A veto takes the grade away, also when it leaves a total of zero."""
    veto = {"id": "v", "name": "否", "event": "e", "look_back_months": 12, "effect": "zero"}
    grades = {"of": "total", "bands": [{"name": "好", "at_least": 3}, {"name": "差", "below": 3}]}
    measures = {"m": {"kind": "count"}, "e": {"kind": "event"}}
    spec = standard([{"earn": {"points": 1, "per": "m"}}], measures, vetoes=[veto], grades=grades)
    facts = [
        Fact(1, "m", "甲", value=5),
        Fact(2, "e", "甲", value=1, at=day("2026-05-01")),
        Fact(3, "m", "乙", value=3),
    ]
    return parting(spec, facts)


POINTS: tuple[Callable[[], list[str]], ...] = (
    false_report, event_without_a_value, rounding_of_a_leaf, bonus_that_does_not_apply, rate_after_penalties,
    discretion, nothing_against_a_target_of_its_own, veto_on_what_does_not_apply, nobody_without_a_fact_is_ranked,
    one_year_is_data, half_of_two_measures_is_data, earlier_years_are_no_data, grade_by_the_printed_rate, parent_of_a_bonus_only,
    parent_of_children_with_a_full_mark_of_their_own,
    latest_without_a_time, latest_of_one_moment, places_without_a_name, ten_times_a_tenth, trend_of_noise, two_groups,
    an_event_without_a_time, zero_weights, gate_on_the_total_with_penalties, zero_veto_and_grades,
)  # fmt: skip


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
def test_engine_and_meaning_agree(point: Callable[[], list[str]]) -> None:
    assert point() == []
