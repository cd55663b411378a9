"""One worked case for each kind of term: the official clause, the facts, and what a clerk gets with a pencil."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from tests.engine.oracle import Fact, Frame, Unit, UnitResult, evaluate

SITES = {"per": "site"}


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def assess(
    points: float, term: dict[str, Any], measures: dict[str, Any], facts: list[dict[str, Any]], **leaf: Any
) -> UnitResult:
    """甲乡, assessed by one indicator with one term."""
    standard = {
        "points": points,
        "period": {"from": dt.date(2026, 1, 1), "to": dt.date(2026, 12, 31)},
        "measures": measures,
        "indicators": [{"code": "1", "points": points, "rule": [term], **leaf}],
    }
    told = [Fact(**{"sequence": at, "unit": "甲", **fact}) for at, fact in enumerate(facts, 1)]
    units = {fact.unit: Unit(fact.unit) for fact in [Fact(0, "", "甲"), *told]}
    return evaluate(standard, told, Frame(tuple(units.values()))).units["甲"]


def says(result: UnitResult) -> tuple[Fraction, Fraction, Fraction]:
    return result.total, result.worst, result.best


def of(measure: str, *values: Any, **more: Any) -> list[dict[str, Any]]:
    return [{"measure": measure, "value": value, **more} for value in values]


def at_sites(measure: str, *values: Any) -> list[dict[str, Any]]:
    return [{"measure": measure, "value": value, "site": f"点{at}"} for at, value in enumerate(values)]


def exactly(*numbers: Any) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(number)) for number in numbers)


def test_when() -> None:
    """未成立领导小组扣0.5分。"""
    term = {"deduct": {"points": 0.5, "when": "no_group"}}
    measures = {"no_group": {"kind": "flag"}}
    assert says(assess(3, term, measures, of("no_group", 1))) == exactly(2.5, 2.5, 2.5)
    assert says(assess(3, term, measures, of("no_group", 1, 0))) == exactly(3, 3, 3)
    assert says(assess(3, term, measures, [])) == exactly(2.5, 2.5, 3)


def test_unless() -> None:
    """没有总体方案不得分。"""
    term = {"deduct": {"points": "all", "unless": "has_plan"}}
    measures = {"has_plan": {"kind": "flag"}}
    assert says(assess(3, term, measures, of("has_plan", 0))) == exactly(0, 0, 0)
    assert says(assess(3, term, measures, of("has_plan", 1))) == exactly(3, 3, 3)


def test_per_occurrence_beyond_some_with_a_cap() -> None:
    """迟到缺席2人次以内不扣，超过的每人次扣0.3分，最多扣0.9分。"""
    term = {"deduct": {"points": 0.3, "per": {"measure": "late", "beyond": 2}, "cap": 0.9}}
    measures = {"late": {"kind": "count"}}
    assert says(assess(3, term, measures, of("late", 3, 1))) == exactly(2.4, 2.4, 2.4)
    assert says(assess(3, term, measures, of("late", 9))) == exactly(2.1, 2.1, 2.1)
    assert says(assess(3, term, measures, [])) == exactly(2.1, 2.1, 3)


def test_per_every_full_ten() -> None:
    """每满10件加1分，不足10件不计，最多加5分。"""
    term = {"earn": {"points": 1, "per": {"measure": "cases", "every": 10}, "cap": 5}}
    measures = {"cases": {"kind": "count"}}
    assert says(assess(8, term, measures, of("cases", 29))) == exactly(2, 2, 2)
    assert says(assess(8, term, measures, of("cases", 90))) == exactly(5, 5, 5)


def test_short_of() -> None:
    """专题研究3次，每少一次扣0.5分。"""
    term = {"deduct": {"points": 0.5, "short_of": {"measure": "meetings", "target": 3}}}
    measures = {"meetings": {"kind": "count"}}
    assert says(assess(2, term, measures, of("meetings", 1, 1))) == exactly(1.5, 1.5, 1.5)
    assert says(assess(2, term, measures, of("meetings", 4))) == exactly(2, 2, 2)
    assert says(assess(2, term, measures, [])) == exactly(0.5, 0.5, 2)


def test_short_of_another_measure() -> None:
    """应到会议数由上级通知，每缺席一次扣0.2分。"""
    term = {"deduct": {"points": 0.2, "short_of": {"measure": "came", "target_measure": "called"}}}
    measures = {"came": {"kind": "count"}, "called": {"kind": "count"}}
    assert says(assess(2, term, measures, of("came", 5) + of("called", 8))) == exactly(1.4, 1.4, 1.4)
    assert says(assess(2, term, measures, of("came", 5))) == exactly(0, 0, 2)


@pytest.mark.parametrize(("fraction", "left"), [("whole", 5), ("ceil", 4.5), ("linear", 4.7)])
def test_below(fraction: str, left: float) -> None:
    """满意率95%，每低1个百分点扣0.5分（94.4%低了0.6个百分点）。"""
    term = {"deduct": {"points": 0.5, "below": {"measure": "rate", "target": 95, "fraction": fraction}}}
    told = of("rate", 944, out_of=1000)
    assert says(assess(5, term, {"rate": {"kind": "ratio"}}, told)) == exactly(left, left, left)
    # 45 of 50 and 99 of 100 are 144 of 150, not the mean of 90 % and 99 %.
    told = of("rate", 45, out_of=50) + of("rate", 99, out_of=100)
    assert assess(5, term, {"rate": {"kind": "ratio"}}, told).total == 5


def test_above() -> None:
    """投诉率不高于2%，每高1个百分点扣1分。"""
    term = {"deduct": {"points": 1, "above": {"measure": "rate", "target": 2, "fraction": "ceil"}}}
    told = of("rate", 45, out_of=1000)
    assert says(assess(5, term, {"rate": {"kind": "ratio"}}, told)) == exactly(2, 2, 2)
    assert says(assess(5, term, {"rate": {"kind": "ratio"}}, [])) == exactly(0, 0, 5)


def test_if_below_and_if_above() -> None:
    """专项执法检查少于2次扣2分；超过5次加1分。"""
    measures = {"checks": {"kind": "count"}}
    fewer = {"deduct": {"points": 2, "if_below": {"measure": "checks", "limit": 2}}}
    assert [assess(4, fewer, measures, of("checks", x)).total for x in (1, 2)] == [2, 4]
    more = {"earn": {"points": 1, "if_above": {"measure": "checks", "limit": 5}}}
    assert [assess(4, more, measures, of("checks", x)).total for x in (5, 6)] == [0, 1]


@pytest.mark.parametrize(
    ("count", "counts", "missing"),
    [
        ("per_place", "within", 3),
        ("per_place", "extra", 4),
        ("whole_sample", "within", 1),
        ("whole_sample", "extra", 2),
    ],
)
def test_quota(count: str, counts: str, missing: int) -> None:
    """公交3路，每车至少2条且至少1条核心价值观公益广告，少一条扣4分。

    一路4条其中1条、二路1条其中0条、三路0条其中1条（登记如此）：按车算，一路不缺，二路缺1条（其中缺核心价值观1条），三路缺2条；
    按全部算，应6条实5条，核心价值观应3条实2条。
    """
    quota = {
        "things": "ads", "of_kind": "core", "at_least": 2, "of_kind_at_least": 1, "sample": 3,
        "count": count, "of_kind_counts": counts,
    }  # fmt: skip
    measures = {"ads": {"kind": "count", **SITES}, "core": {"kind": "count", **SITES}}
    told = at_sites("ads", 4, 1, 0) + at_sites("core", 1, 0, 1)
    assert assess(24, {"deduct": {"points": 4, "quota": quota}}, measures, told).total == 24 - 4 * missing


def test_quota_with_too_few_places_is_unknown() -> None:
    """公交3路只查了2路：最多扣3×2×4=24分。"""
    quota = {"things": "ads", "at_least": 2, "sample": 3, "count": "per_place"}
    result = assess(30, {"deduct": {"points": 4, "quota": quota}}, {"ads": {"kind": "count", **SITES}},
                    at_sites("ads", 2, 2))  # fmt: skip
    assert says(result) == exactly(6, 6, 30)


def test_ladder() -> None:
    """市级通报每次扣0.3分，未整改再被通报扣1分；同一问题取最高。"""
    steps = {"city": 0.3, "city_unrectified": 1}
    measures = {"reported": {"kind": "event"}}
    told = [
        {"measure": "reported", "level": "city", "reference": "案1"},
        {"measure": "reported", "level": "city_unrectified", "reference": "案1"},
        {"measure": "reported", "level": "city"},
        {"measure": "reported", "level": "city", "value": 2},
    ]
    every = {"deduct": {"ladder": {"measure": "reported", "steps": steps, "same_event": "all"}}}
    assert assess(5, every, measures, told).total == Fraction("2.8")
    once = {"deduct": {"ladder": {"measure": "reported", "steps": steps, "same_event": "highest"}}}
    assert assess(5, once, measures, told).total == Fraction("3.4")


def test_late() -> None:
    """年度报告应于12月1日前上报，迟报扣0.5分；每迟一日扣0.1分的，逐日计算。"""
    measures = {"report": {"kind": "date"}}
    told = [{"measure": "report", "at": day("2026-12-05")}, {"measure": "report", "at": day("2026-12-04")}]
    once = {"deduct": {"points": 0.5, "late": {"measure": "report", "due": "12-01"}}}
    assert assess(2, once, measures, told).total == Fraction("1.5")
    daily = {"deduct": {"points": 0.1, "late": {"measure": "report", "due": "2026-12-01", "each_day": True}}}
    assert assess(2, daily, measures, told).total == Fraction("1.7")
    assert says(assess(2, daily, measures, [])) == exactly(0, 0, 2)
    never = {"deduct": {"points": 0.5, "late": {"measure": "report", "due": "12-01", "missing": "late"}}}
    assert says(assess(2, never, measures, [])) == exactly(1.5, 1.5, 1.5)


def test_judged() -> None:
    """酌情扣1至3分；好18–20分、中10–17分、差0–9分，由检查人在档内评分。"""
    measures = {"mark": {"kind": "score", "grades": ["好", "中", "差"]}}
    between = {"deduct": {"judged": {"measure": "mark", "between": [1, 3]}}}
    assert [assess(5, between, measures, of("mark", x)).total for x in (0, 2, 9)] == [4, 3, 2]
    assert says(assess(5, between, measures, [])) == exactly(2, 2, 4)
    ranges = {"earn": {"judged": {"measure": "mark", "ranges": {"好": [18, 20], "中": [10, 17], "差": [0, 9]}}}}
    assert assess(20, ranges, measures, of("mark", 19, grade="中")).total == 17
    assert says(assess(20, ranges, measures, [])) == exactly(0, 0, 20)


def test_false_report() -> None:
    """经核查不实的，本项不得分；或每处不实扣1分。"""
    measures = {"found_false": {"kind": "event", "missing": "none"}}
    everything = {"deduct": {"points": "all", "false_report": {"measure": "found_false"}}}
    assert assess(6, everything, measures, of("found_false", None)).total == 0
    assert assess(6, everything, measures, []).total == 6
    each = {"deduct": {"points": 1, "false_report": {"measure": "found_false"}}}
    assert assess(6, each, measures, of("found_false", 2)).total == 4


def test_share() -> None:
    """得分=播出数量÷4×分值，不超过分值。"""
    term = {"earn": {"points": 6, "share": {"measure": "spots", "target": 4}}}
    assert [assess(6, term, {"spots": {"kind": "count"}}, of("spots", x)).total for x in (3, 5)] == [Fraction("4.5"), 6]
    rate = {"earn": {"share": {"measure": "rate"}}}
    assert assess(5, rate, {"rate": {"kind": "ratio"}}, of("rate", 3, out_of=4)).total == Fraction("3.75")


def test_grade() -> None:
    """两项制度都建6分，只建一项3分，都没建0分。"""
    measures = {"systems": {"kind": "grade", "grades": ["both", "one", "none"]}}
    term = {"earn": {"grade": {"measure": "systems", "points": {"both": 6, "one": 3, "none": 0}}}}
    told = [{"measure": "systems", "grade": "both", "at": day("2026-03-01")},
            {"measure": "systems", "grade": "one", "at": day("2026-09-01")}]  # fmt: skip
    assert assess(6, term, measures, told).total == 3
    assert says(assess(6, term, measures, [])) == exactly(0, 0, 6)


def test_bands() -> None:
    """90%以上得满分，80%至90%得一半，其余不得分。"""
    steps = [{"at_least": 90, "points": 4}, {"at_least": 80, "below": 90, "points": 2}, {"below": 80, "points": 0}]
    term = {"earn": {"bands": {"measure": "rate", "steps": steps}}}
    totals = [assess(4, term, {"rate": {"kind": "ratio"}}, of("rate", x, out_of=100)).total for x in (90, 80, 79.9)]
    assert totals == [4, 2, 0]


def test_scale() -> None:
    """0–10分评判，折算为本项3分。"""
    term = {"earn": {"points": 3, "scale": {"measure": "mark", "from": 10}}}
    assert assess(3, term, {"mark": {"kind": "score"}}, of("mark", 7, 8)).total == Fraction("2.25")


def test_all_of_share_of_mean_of_and_quorum() -> None:
    """2处均符合；符合率；点位得分的平均；抽5人3人会背为达标。"""
    measures = {"ok": {"kind": "flag", **SITES}, "mark": {"kind": "score", **SITES}}

    def total(kind: str, told: list[dict[str, Any]], measure: str = "ok", **more: Any) -> tuple[Fraction, ...]:
        return says(assess(4, {"earn": {kind: {"measure": measure, **more}}}, measures, told))

    assert total("all_of", at_sites("ok", 1, 1), sample=2) == exactly(4, 4, 4)
    assert total("all_of", at_sites("ok", 1, 0), sample=2) == exactly(0, 0, 0)
    assert total("all_of", at_sites("ok", 1), sample=2) == exactly(0, 0, 4)
    assert total("share_of", at_sites("ok", 1, 0, 1, 1)) == exactly(3, 3, 3)
    assert total("mean_of", at_sites("mark", 7, 8), "mark", full=10) == exactly(3, 3, 3)
    assert total("quorum", at_sites("ok", 1, 1, 0, 0, 1), sample=5, at_least=3) == exactly(4, 4, 4)
    assert total("quorum", at_sites("ok", 1, 1, 1), sample=5, at_least=3) == exactly(0, 0, 4)


def test_not_applicable_observations_are_neither_counted_nor_missing() -> None:
    """检查点没有该设施的记“不适用”，不计入符合率的分子和分母。"""
    told = [*at_sites("ok", 1, 0), {"measure": "ok", "site": "点9", "grade": "n/a"}]
    assert assess(4, {"earn": {"share_of": {"measure": "ok"}}}, {"ok": {"kind": "flag", **SITES}}, told).total == 2


@pytest.mark.parametrize(("value", "points"), [(90, 60), (80, 60), (75, 57), (10, 5)])
def test_rank(value: int, points: int) -> None:
    """第1、2名依次60、57分（并列取高，其次名次空缺），其他5分。"""
    others = [{"measure": "m", "value": x, "unit": unit} for unit, x in (("乙", 80), ("丙", 70))]
    term = {"earn": {"rank": {"measure": "m", "points": [60, 57], "order": "high", "beyond": 5}}}
    assert assess(60, term, {"m": {"kind": "amount"}}, of("m", value) + others).total == points


def test_relative() -> None:
    """以第1名为满分，其余按比例折算。"""
    others = [{"measure": "m", "value": 80, "unit": "乙"}]
    measures = {"m": {"kind": "amount"}}
    high = {"earn": {"relative": {"measure": "m", "order": "high"}}}
    assert assess(10, high, measures, of("m", 60) + others).total == Fraction("7.5")
    low = {"earn": {"relative": {"measure": "m", "order": "low"}}}
    assert assess(10, low, measures, of("m", 100) + others).total == 8


@pytest.mark.parametrize(
    ("years", "total"), [((30, 28, 26), 5), ((30, 26, 26), 0), ((None, 28, 26), 0), ((30, 28, 24), 5)]
)
def test_threshold_or_trend(years: tuple[int | None, ...], total: int) -> None:
    """成人吸烟率不高于25%，或两年来持续降低。"""
    told = [{"measure": "m", "value": x, "at": day(f"{2024 + back}-06-01")} for back, x in enumerate(years) if x]
    rule = {"measure": "m", "at_most": 25, "or": "falling", "years": 2}
    result = assess(5, {"earn": {"threshold_or_trend": rule}}, {"m": {"kind": "amount"}}, told)
    assert result.total == total
    assert result.best == (5 if None in years else total)


def test_threshold_or_not_above_the_mean_of_five_years() -> None:
    """甲乙类传染病发病率低于100，或不高于近5年平均水平。"""
    told = [
        {"measure": "m", "value": x, "at": day(f"{2021 + at}-06-01")}
        for at, x in enumerate((110, 120, 130, 110, 130, 120))
    ]
    rule = {"measure": "m", "at_most": 100, "or": "not_above_mean", "years": 5}
    assert assess(5, {"earn": {"threshold_or_trend": rule}}, {"m": {"kind": "amount"}}, told).total == 5


def test_a_correction_replaces_what_it_names_even_when_it_moves_out_of_the_period() -> None:
    """更正后的事实以更正为准，被更正的不再计算。"""
    term = {"deduct": {"points": 1, "per": "late"}}
    measures = {"late": {"kind": "count", "missing": "none"}}
    told = [{"measure": "late", "value": 3, "at": day("2026-05-01")},
            {"measure": "late", "value": 1, "at": day("2026-05-01"), "supersedes": 1}]  # fmt: skip
    assert assess(5, term, measures, told).total == 4
    moved = [told[0], {**told[1], "at": day("2025-05-01")}]
    assert assess(5, term, measures, moved).total == 5


def test_the_period_of_the_standard_includes_its_last_day() -> None:
    """考核年度为1月1日至12月31日。"""
    term = {"deduct": {"points": 1, "per": "late"}}
    told = [
        {"measure": "late", "value": 1, "at": day(text)} for text in ("2026-12-31T23:59:00", "2027-01-01", "2026-01-01")
    ]
    assert assess(5, term, {"late": {"kind": "count"}}, told).total == 3
