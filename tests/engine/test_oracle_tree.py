"""Worked cases of what stands between the leaves and the published result."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from tests.engine.oracle import Fact, Frame, Result, Unit, cycle, evaluate

YEAR = {"from": dt.date(2026, 1, 1), "to": dt.date(2026, 12, 31)}
MARK = {"kind": "score", "missing": "unknown"}


def leaf(code: str, points: float | None, **more: Any) -> dict[str, Any]:
    """A leaf that gives the mark of the measure of its own name."""
    top = 1 if points is None else points
    rule = [{"earn": {"judged": {"measure": f"m{code}", "between": [0, top]}}}]
    return {"code": code, "points": points, "rule": rule, **more}


def standard(indicators: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    codes = [child["code"] for node in indicators for child in node.get("children", [node])]
    measures = {f"m{code}": MARK for code in codes} | {"event": {"kind": "event"}}
    return {"points": 10, "period": YEAR, "measures": measures, "indicators": indicators, **more}


def facts(*told: tuple[str, str, Any]) -> list[Fact]:
    return [
        Fact(at, measure if measure == "event" else f"m{measure}", unit, value=value)
        for at, (unit, measure, value) in enumerate(told, 1)
    ]


def result(
    says: dict[str, Any], *told: tuple[str, str, Any], away: frozenset[tuple[str, str]] = frozenset(), units: str = ""
) -> Result:
    names = units or "".join(dict.fromkeys(unit for unit, _, _ in told))
    frame = Frame(tuple(Unit(name, "town") for name in names), away)
    return evaluate(says, facts(*told), frame)


GONE = frozenset({("甲", "2")})


@pytest.mark.parametrize(
    ("policy", "total", "full"), [("drop", "7.5", 10), ("own_full", "4.5", 6), ("full", "8.5", 10), ("zero", "4.5", 10)]
)
def test_an_indicator_that_does_not_apply(policy: str, total: str, full: int) -> None:
    """6分的一项得4.5分；4分的一项不适用：按比例折算、缩小满分、记满分、记零分。"""
    unit = result(standard([leaf("1", 6), leaf("2", 4)], not_applicable=policy), ("甲", "1", 4.5), away=GONE)
    assert (unit.units["甲"].total, unit.units["甲"].full) == (Fraction(total), full)


def test_the_mean_of_the_peers() -> None:
    """没有小区的社区取其他社区该项平均分；没有可比的，按不适用折算。"""
    says = standard([leaf("1", 6), leaf("2", 4, not_applicable="peers_mean")])
    told = [("甲", "1", 4.5), ("乙", "1", 6), ("乙", "2", 4), ("丙", "1", 6), ("丙", "2", 3), ("丁", "1", 1)]
    assert result(says, *told, away=GONE).units["甲"].total == 8
    assert result(says, *told[:2], away=GONE).units["甲"].total == Fraction("7.5")


def test_a_parent_none_of_whose_children_apply_leaves_its_share_to_its_siblings() -> None:
    """二级指标全部不适用的，一级指标不适用，其余一级指标按比例折算。"""
    says = standard([leaf("1", 5), {"code": "2", "points": 5, "children": [leaf("2.1", 2), leaf("2.2", 3)]}])
    assert result(says, ("甲", "1", 4), away=GONE).units["甲"].total == 8


def test_bonus_stands_outside_the_full_mark_and_the_cap_holds_the_sum() -> None:
    """附加项最多加3分，总分不超过11分。"""
    says = standard([leaf("1", 10), leaf("2", 3, bonus=True)], cap=11)
    unit = result(says, ("甲", "1", 9), ("甲", "2", 3)).units["甲"]
    assert (unit.total, unit.full, unit.rate) == (11, 10, Fraction("1.1"))


@pytest.mark.parametrize(("combine", "total"), [("weighted", "8.75"), ("mean", "7.5"), ("min", "5")])
def test_ways_to_combine(combine: str, total: str) -> None:
    """实地占75%、问卷占25%；两项平均；取低的一项。"""
    says = standard([leaf("1", 4, weight=75), leaf("2", 6, weight=25)], combine=combine)
    assert result(says, ("甲", "1", 4), ("甲", "2", 3)).units["甲"].total == Fraction(total)


def test_a_weight_of_nothing_counts_nothing() -> None:
    """权重为0的不计分。"""
    says = standard([leaf("1", 4, weight=100), leaf("2", 6, weight=0)], combine="weighted")
    assert result(says, ("甲", "1", 3), ("甲", "2", 0)).units["甲"].total == Fraction("7.5")


def test_rescaling() -> None:
    """第二类单位满分50分，折算成百分制。"""
    says = standard([leaf("1", 50)], points=50, rescale=100)
    unit = result(says, ("甲", "1", 42.5)).units["甲"]
    assert (unit.total, unit.full, unit.rate) == (85, 100, Fraction("0.85"))


def test_rounding_happens_where_the_edition_says() -> None:
    """一级指标先取三位再相加，总分取三位：两个0.0005各进为0.001。"""
    says = standard([leaf("1", 5), leaf("2", 5)])
    told = [("甲", "1", 1.0005), ("甲", "2", 1.0005)]
    into = {"indicator_into_total": {"places": 3}, "total": {"places": 3}}
    assert result(says | {"rounding": into}, *told).units["甲"].total == Fraction("2.002")
    assert result(says | {"rounding": {"total": {"places": 3}}}, *told).units["甲"].total == Fraction("2.001")


def test_half_up_is_meant_in_decimals() -> None:
    """82.875取两位为82.88。"""
    says = standard([leaf("1", 100)], points=100, rounding={"total": {"places": 2}})
    assert result(says, ("甲", "1", 82.875)).units["甲"].total == Fraction("82.88")


def test_unknown_is_never_a_silent_nothing() -> None:
    """缺材料的，给出最好和最坏两种情况。"""
    says = standard([leaf("1", 6), leaf("2", 4)])
    unit = result(says, ("甲", "1", 4)).units["甲"]
    assert (unit.total, unit.worst, unit.best) == (4, 4, 8)
    unit = result(says | {"unknown": "best"}, ("甲", "1", 4)).units["甲"]
    assert (unit.total, unit.worst, unit.best) == (8, 4, 8)


def test_statuses_and_the_coverage_gate() -> None:
    """达标率不低于50%可以推荐；未定的指标使结论未定。"""
    gate = {"id": "g", "name": "推荐线", "coverage": {"met": {"at_least": 50}, "not_met": {"at_most": 25}}}
    says = standard([leaf(str(at), None) for at in range(1, 5)], points=None, gates=[gate])
    unit = result(says, ("甲", "1", 1), ("甲", "2", 0.5), ("甲", "3", 0)).units["甲"]
    assert [node.status for node in unit.nodes.values()] == ["met", "partly", "not_met", "unknown"]
    assert unit.gates == {"g": "open"}
    assert result(says, *[("甲", str(at), 1) for at in (1, 2, 3)]).units["甲"].gates == {"g": "passed"}
    assert result(says, *[("甲", str(at), 0) for at in (1, 2)]).units["甲"].gates == {"g": "failed"}


def test_a_gate_on_a_separate_score() -> None:
    """未成年人思想道德建设低于85分的不得申报。"""
    gate = {"id": "g", "name": "线", "score": {"indicator": "1", "at_least": 85}}
    says = standard([leaf("1", 10)], gates=[gate])
    assert [result(says, ("甲", "1", x)).units["甲"].gates["g"] for x in (8.5, 8.4)] == ["passed", "failed"]
    assert result(says, units="甲").units["甲"].gates["g"] == "open"


def test_penalties_and_vetoes_look_back() -> None:
    """测评前12个月内发生重大安全事故的，每起罚3分，最多6分，并取消等次；罚前罚后成绩都保留。"""
    says = standard(
        [leaf("1", 10)],
        penalties=[{"id": "p", "name": "罚", "event": "event", "look_back_months": 12, "points": 3, "each": True, "cap": 6}],
        vetoes=[{"id": "v", "name": "取消", "event": "event", "look_back_months": 6, "effect": "revoke"}],
        grades={"of": "total", "bands": [{"name": "好", "at_least": 5}, {"name": "差", "below": 5}]},
    )  # fmt: skip
    told = [Fact(1, "m1", "甲", value=9)]
    early = Fact(2, "event", "甲", at=dt.datetime(2026, 6, 30))  # noqa: DTZ001
    too_early = Fact(3, "event", "甲", at=dt.datetime(2025, 12, 31))  # noqa: DTZ001
    frame = Frame((Unit("甲"),))
    one = evaluate(says, [*told, early, too_early], frame).units["甲"]
    assert (one.total_before, one.total, one.vetoes, one.grade) == (9, 6, [], "好")
    late = [Fact(at, "event", "甲", at=dt.datetime(2026, 7, 1)) for at in (4, 5, 6)]  # noqa: DTZ001
    three = evaluate(says, [*told, *late], frame).units["甲"]
    assert (three.total_before, three.total, three.vetoes, three.grade) == (9, 3, ["v"], None)


def test_a_section_below_its_rate_vetoes_the_whole() -> None:
    """活禽售卖得分率低于70%的，一票否决。"""
    veto = {"id": "v", "name": "否决", "indicator": "1", "rate_below": 70, "effect": "zero"}
    says = standard([leaf("1", 5), leaf("2", 5)], vetoes=[veto])
    unit = result(says, ("甲", "1", 3.4), ("甲", "2", 5)).units["甲"]
    assert (unit.total_before, unit.total, unit.vetoes) == (Fraction("8.4"), 0, ["v"])
    assert result(says, ("甲", "1", 3.5), ("甲", "2", 5)).units["甲"].vetoes == []
    assert result(says, ("甲", "2", 5)).units["甲"].open_vetoes == ["v"]


def test_equal_rounded_scores_share_the_better_rank_and_the_next_is_skipped() -> None:
    """并列名次相同，其后空缺；没有数据的不排名次。"""
    says = standard([leaf("1", 10)], rounding={"total": {"places": 1}})
    ranked = result(says, ("甲", "1", 9.04), ("乙", "1", 9.01), ("丙", "1", 8), units="甲乙丙丁").units
    assert [unit.rank for unit in ranked.values()] == [1, 1, 3, None]


def test_coverage_grades() -> None:
    """A级不低于92%且C级不高于3%为先进；A级不低于50%为达标。"""
    grades = {
        "by": "coverage",
        "levels": [
            {"name": "先进", "A": {"at_least": 92}, "C": {"at_most": 3}},
            {"name": "达标", "A": {"at_least": 50}},
        ],
        "otherwise": "不达标",
    }
    points = {"A": 1, "B": 0.5, "C": 0}
    tree = [
        {"code": str(at), "points": 5, "rule": [{"earn": {"grade": {"measure": f"g{at}", "points": points}}}]}
        for at in (1, 2)
    ]
    measures = {f"g{at}": {"kind": "grade", "grades": ["A", "B", "C"]} for at in (1, 2)}
    says = {"points": 10, "period": YEAR, "measures": measures, "indicators": tree, "grades": grades}
    for pair, name in (("AA", "先进"), ("AC", "达标"), ("BC", "不达标")):
        told = [Fact(at, f"g{at}", "甲", grade=letter) for at, letter in enumerate(pair, 1)]
        assert evaluate(says, told, Frame((Unit("甲"),))).units["甲"].grade == name


def test_scorecards_by_liability() -> None:
    """点位得分由所在区域和责任部门分别承担：得分率=得分之和÷点位数。"""
    card = {
        "id": "area",
        "name": "区域",
        "kinds": ["area"],
        "measures": "all",
        "full": 1,
        "rounding": {"rate": {"places": 3}},
    }
    says = standard([leaf("1", 10)], scorecards=[card])
    told = [Fact(at, "m1", "甲", value=x, liable=("东街", "城管")) for at, x in enumerate((1, 0.5, 0.25), 1)]
    frame = Frame((Unit("甲", "city"), Unit("东街", "area"), Unit("城管", "department")))
    (found,) = evaluate(says, told, frame).scorecards["area"].items()
    assert (found[0], found[1].n, found[1].score, found[1].rate) == ("东街", 3, Fraction("1.75"), Fraction("0.583"))


def test_a_cycle_of_weighted_years() -> None:
    """第一年15%、第二年25%、第三年60%：前两年已得多少，还能得多少，第三年要多少分。"""
    weights = [{"year": year, "weight": weight} for year, weight in ((2024, 15), (2025, 25), (2026, 60))]
    says = standard([leaf("1", 10)], cycle={"years": weights, "target": 85})
    told = [
        Fact(1, "m1", "甲", value=8, at=dt.datetime.fromisoformat("2024-05-01")),
        Fact(2, "m1", "甲", value=9, at=dt.datetime.fromisoformat("2025-05-01")),
    ]
    stand = cycle(says, told, Frame((Unit("甲"),)))["甲"]
    assert (stand.running, stand.still_to_win, stand.needed) == (
        Fraction("34.5"),
        60,
        (85 - Fraction("34.5")) / Fraction("0.6"),
    )


def test_the_past_is_scored_as_it_was_known() -> None:
    """按当时已记录的事实计算。"""
    says = standard([leaf("1", 10)])
    told = [Fact(1, "m1", "甲", value=8), Fact(2, "m1", "甲", value=6, supersedes=1)]
    assert [evaluate(says, told, Frame((Unit("甲"),)), as_of=at).units["甲"].total for at in (1, 2)] == [8, 6]
