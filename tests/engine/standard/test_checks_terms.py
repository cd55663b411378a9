from __future__ import annotations

import pytest

from duibiao_engine.problems import Severity
from duibiao_engine.rules import KINDS
from duibiao_engine.standard.checks.terms import FITTING
from tests.engine.standard.written import PLAN, good, leaf, the_problem, written

MEETINGS = "meetings: {name: 会议, kind: count, unit: 次}"
RATE = "rate: {name: 办结率, kind: ratio}"
REPORT = "report: {name: 报告, kind: date}"
LEVELS = "levels: {name: 档次, kind: grade, grades: [好, 差]}"
MARK = "mark: {name: 评分, kind: score, range: [0, 10]}"
ADS = "ads: {name: 广告, kind: count}"

#: code, rule, measures, other keys of the leaf, words of what, words of the remedy
CASES = [
    ("term_side", "- deduct: {points: 10, share: {measure: rate}} # <-", RATE, "", "“share”不能写在 deduct 下", "earn（得分）"),
    ("term_side", "- earn: {points: 10, short_of: {measure: meetings, target: 1}} # <-", MEETINGS, "", "“short_of”不能写在 earn 下", "deduct（扣分）"),
    ("term_points_missing", "- deduct: {unless: plan} # <-", PLAN, "", "没有写多少分", "points: all"),
    ("term_points_owned", "- earn: {points: 10, grade: {measure: levels, points: {好: 10, 差: 0}}} # <-", LEVELS, "", "外面不能再写 points", "删去"),
    ("term_points_negative", "- deduct: {points: all, unless: plan}\n- deduct: {points: -1, when: plan} # <-", PLAN, "", "负数（−1）", "正数"),
    ("term_points_zero", "- deduct: {points: all, unless: plan}\n- deduct: {points: 0, when: plan} # <-", PLAN, "", "points 是 0", "核对"),
    ("term_cap", "- deduct: {points: all, unless: plan}\n- deduct: {points: 2, per: meetings, cap: 1} # <-", f"{PLAN}\n{MEETINGS}", "", "cap（1）比 points（2）还小", "核对"),
    ("term_cap", "- deduct: {points: all, unless: plan}\n- deduct: {points: 2, per: meetings, cap: 0} # <-", f"{PLAN}\n{MEETINGS}", "", "cap 是 0", "核对"),
    ("measure_kind", "- deduct: {points: 1, late: {measure: meetings, due: \"12-31\", each_day: true, missing: late}} # <-", MEETINGS, "", "“late”不能用计数类计量项“meetings”（会议）", "kind"),
    ("measure_kind", "- deduct: {points: 10, when: rate} # <-", RATE, "", "“when”不能用比率类计量项", "kind"),
    ("measure_kind", "- deduct: {judged: {measure: levels, between: [0, 10]}} # <-", LEVELS, "", "between 不能用等次类计量项", "ranges"),
    ("quota_places", "- deduct: {points: 1, quota: {things: ads, at_least: 5, sample: 2, count: per_place}} # <-", ADS, "", "不是按点位记的", "per: site"),
    ("unknown_grade", "- earn: {grade: {measure: levels, points: {好: 10, 差: 0, 差劲: 0}}} # <-", LEVELS, "", "没有“差劲”这个等次", "是不是想写“差”"),
    ("grade_without_points", "- earn: {grade: {measure: levels, points: {好: 10}}} # <-", LEVELS, "", "“差”没有规定分数", "不得分的写 0"),
    ("grade_without_points", "- earn: {judged: {measure: levels, ranges: {好: [8, 10]}}} # <-", LEVELS, "", "“差”没有规定分数", "不得分的写 0"),
    ("share_target", "- earn: {points: 10, share: {measure: meetings}} # <-", MEETINGS, "", "没有写目标", "target: 4"),
    ("due_outside", "- deduct: {points: 10, late: {measure: report, due: \"2025-12-31\", missing: late}} # <-", REPORT, "", "截止日 2025-12-31 不在考核期内", "12-31"),
    ("target_outside", "- deduct: {points: 1, below: {measure: rate, target: 950, fraction: whole}, cap: 10} # <-", RATE, "", "target 写的是 950", "核对 target"),
    ("target_fraction", "- deduct: {points: 10, if_below: {measure: rate, limit: 0.95}} # <-", RATE, "", "比率按百分数计", "请写 95"),
    ("start_outside", "- deduct: {points: all, unless: plan}", PLAN, "start: 11 # <-", "起始分 11 不在 0 到 10 之间", "start"),
    ("rule_idle", "- deduct: {points: all, unless: plan}", PLAN, "start: zero # <-", "计分办法改变不了得分", "方向"),
    ("rule_idle", "- earn: {points: all, when: plan}", PLAN, "start: full # <-", "计分办法改变不了得分", "方向"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}")
def test_a_term_that_cannot_work_is_named_with_its_remedy(case: tuple[str, ...]) -> None:
    code, rule, measures, more, what, remedy = case
    head = "period: {from: 2026-01-01, to: 2026-12-31}"
    problem = the_problem(written(leaf(rule, more), measures=measures, head=head), code)
    assert what in problem.what
    assert remedy in problem.remedy


def test_mixed_terms_need_a_start() -> None:
    text = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 10
            rule: # <-
              - deduct: {points: 10, unless: plan}
              - earn: {points: 10, when: plan}
        """
    )
    assert "start: full" in the_problem(text, "start_missing").remedy


def test_a_start_above_children_is_idle() -> None:
    text = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 10
            start: full # <-
            children:
              - {code: "1.1", name: 乙, points: 10, rule: [{deduct: {points: all, unless: plan}}]}
        """
    )
    the_problem(text, "start_unused")


def test_a_bonus_must_not_start_with_points() -> None:
    text = written(
        """
        indicators:
          - {code: "1", name: 甲, points: 10, rule: [{deduct: {points: all, unless: plan}}]}
          - code: "2"
            name: 乙
            points: 2
            bonus: true
            rule: # <-
              - deduct: {points: 2, when: plan}
        """
    )
    assert "earn" in the_problem(text, "bonus_start").remedy


def test_an_addition_that_only_takes_away_is_fine_with_a_floor() -> None:
    body = """
    indicators:
      - {code: "1", name: 甲, points: 10, rule: [{deduct: {points: all, unless: plan}}]}
      - {code: "2", name: 乙, points: 3, bonus: true, start: zero, floor: -3, rule: [{deduct: {points: 3, when: plan}}]}
    """
    good(written(body))


REACH = [
    ("loses_more", "- deduct: {points: 0.7, short_of: {measure: meetings, target: 30}}", "最多可扣 21 分，只有 10 分可扣", "cap: 10"),
    ("loses_less", "- deduct: {points: 1, short_of: {measure: meetings, target: 3}}", "最多只扣 3 分，达不到 10 分", "floor"),
    ("loses_less", "- deduct: {points: 1, per: meetings, cap: 4}", "最多只扣 4 分", "floor"),
    ("earns_more", "- earn: {points: 10, if_above: {measure: meetings, limit: 3}}\n- earn: {points: 1, if_above: {measure: meetings, limit: 5}}", "最多可得 11 分", "cap"),
    ("earns_less", "- earn: {points: 8, share: {measure: meetings, target: 4}}", "最多只得 8 分，得不到 10 分", "核对"),
    ("earns_less", "- earn: {rank: {measure: meetings, points: [9, 8], order: high}}", "最多只得 9 分", "核对"),
]  # fmt: skip


@pytest.mark.parametrize("case", REACH, ids=lambda case: case[0])
def test_a_rule_that_can_take_or_give_more_or_less_than_its_points_is_a_warning(case: tuple[str, ...]) -> None:
    code, rule, what, remedy = case
    text = written(leaf(rule).replace("rule:", "rule: # <-"), measures=MEETINGS)
    problem = the_problem(text, code)
    assert problem.severity is Severity.WARNING
    assert what in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "rule",
    [
        "- deduct: {points: 2, per: meetings}",
        "- deduct: {points: all, unless: plan}\n- deduct: {points: 1, short_of: {measure: meetings, target: 3}}",
        "- deduct: {points: 7, unless: plan}\n- deduct: {points: 1, short_of: {measure: meetings, target: 3}}",
        "- deduct: {points: 2, per: meetings}\n- deduct: {points: 1, unless: plan}",
        "- earn: {points: 2, per: meetings}",
    ],
)
def test_until_nothing_is_left_and_all_at_once_are_no_excess(rule: str) -> None:
    measures = MEETINGS if "plan" not in rule else f"{PLAN}\n{MEETINGS}" if "meetings" in rule else PLAN
    good(written(leaf(rule), measures=measures))


def test_mixed_rules_are_held_to_the_best_that_they_can_come_to() -> None:
    rule = "- earn: {points: 6, when: plan}\n- deduct: {points: 2, per: meetings}"
    text = written(leaf(rule, "start: zero").replace("rule:", "rule: # <-"), measures=f"{PLAN}\n{MEETINGS}")
    assert "最多只得 6 分" in the_problem(text, "earns_less").what


def test_every_kind_of_term_says_which_measures_it_can_work_with() -> None:
    assert set(FITTING) == set(KINDS)
