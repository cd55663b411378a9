from __future__ import annotations

import pytest

from duibiao_engine.problems import Severity
from tests.engine.standard.written import LEAF, good, leaf, problems_of, the_problem, written

TWO = """
indicators:
  - {code: "1", name: 甲, points: 4, rule: [{deduct: {points: all, unless: plan}}]}
  - {code: "2", name: 乙, points: 6, rule: [{deduct: {points: all, unless: plan}}]}
"""


def test_a_good_standard_has_no_problem() -> None:
    assert good(written()).points == 10
    assert len(good(written(TWO)).leaves) == 2


def test_first_level_points_must_add_up_to_the_total() -> None:
    text = written(TWO).replace("points: 10", "points: 12 # <-", 1)
    problem = the_problem(text, "points_sum")
    assert problem.severity is Severity.ERROR
    assert problem.what == "总分写的是 12 分，下级加起来是 10 分"
    assert problem.why == "相差 2 分（4 + 6）"
    assert "not_applicable: own_full" in problem.remedy


def test_points_must_add_up_at_every_level_and_each_level_is_reported_once() -> None:
    text = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 10 # <-
            children:
              - {code: "1.1", name: 子, points: 9, rule: [{deduct: {points: all, unless: plan}}]}
        """
    )
    assert the_problem(text, "points_sum").what.startswith("指标 1“甲”写的是 10 分，下级加起来是 9 分")


def test_an_incomplete_source_makes_it_a_warning() -> None:
    text = written(TWO, head="partial: true").replace("points: 10", "points: 12 # <-", 1)
    assert the_problem(text, "points_sum").severity is Severity.WARNING


KINDS = "unit_kinds: {township: 乡镇, department: 部门}"
BY_KIND = """
indicators:
  - {code: "1", name: 共同, points: 6, rule: [{deduct: {points: all, unless: plan}}]}
  - {code: "2", name: 乡镇的, points: 4, applies_to: [township], rule: [{deduct: {points: all, unless: plan}}]}
  - {code: "3", name: 部门的, points: 4, applies_to: [department], rule: [{deduct: {points: all, unless: plan}}]}
"""


def test_what_only_some_kinds_own_counts_for_them_alone_where_the_policy_is_own_full() -> None:
    good(written(BY_KIND, head=f"not_applicable: own_full\n{KINDS}"))
    text = written(BY_KIND, head=KINDS).replace("points: 10", "points: 10 # <-", 1)
    assert "下级加起来是 14 分" in the_problem(text, "points_sum").what


def test_full_marks_are_named_by_kind_where_they_differ() -> None:
    text = written(
        BY_KIND.replace("points: 4, applies_to: [town", "points: 3, applies_to: [town"),
        head=f"not_applicable: own_full\n{KINDS}",
    )
    text = text.replace("points: 10", "points: 12 # <-", 1)
    assert "乡镇 9、部门 10 分" in the_problem(text, "points_sum").what


def test_one_kind_may_have_a_smaller_full_mark_of_its_own() -> None:
    good(
        written(
            BY_KIND.replace("points: 4, applies_to: [town", "points: 3, applies_to: [town"),
            head=f"not_applicable: own_full\n{KINDS}",
        )
    )


def test_a_rescaled_child_counts_with_what_it_is_carried_as() -> None:
    good(
        written(
            """
            indicators:
              - {code: "1", name: 甲, points: 50, rescale: 10, rule: [{deduct: {points: all, unless: plan}}]}
            """
        )
    )


def test_a_bonus_is_outside_the_sum() -> None:
    bonus = '  - {code: "9", name: 加分, points: 5, bonus: true, rule: [{earn: {points: 5, when: plan}}]}'
    good(written(LEAF.rstrip() + "\n" + bonus))


@pytest.mark.parametrize(
    ("code", "text", "what", "remedy"),
    [
        (
            "points_missing",
            written('indicators:\n  - code: "1" # <-\n    name: 甲\n    rule: [{deduct: {points: 1, unless: plan}}]'),
            "指标 1“甲”没有写分值",
            "请补上 points",
        ),
        (
            "points_in_unscored",
            written(
                'indicators:\n  - code: "1"\n    name: 甲\n    points: 1 # <-\n    rule: [{deduct: {points: all, unless: plan}}]',
                points="null",
            ),
            "写了分值，而整个标准不计分",
            "删去这里的 points",
        ),
        (
            "points_zero",
            written(
                LEAF + '  - code: "2"\n    name: 乙\n    points: 0 # <-\n    rule: [{earn: {points: all, when: plan}}]'
            ),
            "指标 2“乙”的分值是 0",
            "weight: 0",
        ),
        (
            "cap_floor",
            written(leaf("- deduct: {points: all, unless: plan}", "floor: 10 # <-\nstart: 10")),
            "下限 10 不低于上限 10",
            "cap",
        ),
        (
            "cap_below_points",
            written(leaf("- deduct: {points: 8, unless: plan}", "cap: 8 # <-\nstart: 8")),
            "上限 8 低于分值 10",
            "cap",
        ),
        (
            "cap_above_points",
            written(leaf("- earn: {points: 12, when: plan}", "cap: 12 # <-")),
            "上限 12 高于分值 10",
            "bonus: true",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "",
)
def test_points_and_bounds_make_sense(code: str, text: str, what: str, remedy: str) -> None:
    problem = the_problem(text, code)
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_parent_of_nothing_but_bonuses_has_no_full_mark() -> None:
    text = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 10
            rule: [{deduct: {points: all, unless: plan}}]
          - code: "2" # <-
            name: 乙
            bonus: true
            points: 2
            children:
              - {code: "2.1", name: 丙, points: 2, bonus: true, rule: [{earn: {points: 2, when: plan}}]}
        """
    )
    assert "全是加分项" in the_problem(text, "only_bonus").what


WEIGHTED = """
combine: weighted
indicators:
  - {code: "1", name: 甲, points: 100, weight: 60, rule: [{deduct: {points: all, unless: plan}}]}
  - {code: "2", name: 乙, points: 100, weight: 40, rule: [{deduct: {points: all, unless: plan}}]}
"""


@pytest.mark.parametrize("weights", [("60", "40"), ("0.6", "0.4"), ("6", "4"), ("100", "0")])
def test_weights_add_up_to_100_to_1_or_to_the_points_and_0_means_0(weights: tuple[str, str]) -> None:
    good(
        written(WEIGHTED.replace("weight: 60", f"weight: {weights[0]}").replace("weight: 40", f"weight: {weights[1]}"))
    )


def test_other_sums_of_weights_are_a_warning() -> None:
    text = written(WEIGHTED.replace("weight: 40", "weight: 30").replace("combine: weighted", "combine: weighted # <-"))
    problem = the_problem(text, "weights_sum")
    assert problem.severity is Severity.WARNING
    assert "权重之和是 90" in problem.what


def test_a_missing_weight_is_an_error() -> None:
    text = written(WEIGHTED.replace(" weight: 40,", "").replace('plan}}]}\n  - {code: "2"', 'plan}}]}\n  - {code: "2"'))
    text = "\n".join(f"{line} # <-" if 'code: "2"' in line else line for line in text.splitlines())
    problem = the_problem(text, "weight_missing")
    assert problem.severity is Severity.ERROR
    assert "不计入的写 0" in problem.remedy


def test_weights_that_are_all_zero_are_an_error() -> None:
    text = written(
        WEIGHTED.replace("weight: 60", "weight: 0")
        .replace("weight: 40", "weight: 0")
        .replace("weighted", "weighted # <-")
    )
    assert the_problem(text, "weights_zero").severity is Severity.ERROR


def test_a_weight_under_a_plain_sum_is_idle() -> None:
    text = written(leaf("- deduct: {points: all, unless: plan}", "weight: 3 # <-"))
    assert "combine: weighted" in the_problem(text, "weight_unused").remedy


def test_ranking_everybody_by_total_is_unfair_where_full_marks_differ() -> None:
    body = (
        BY_KIND.replace("points: 4, applies_to: [town", "points: 3, applies_to: [town")
        + "ranking: {within: all, by: total} # <-\n"
    )
    problem = the_problem(written(body, head=f"not_applicable: own_full\n{KINDS}"), "ranking_unequal")
    assert "乡镇 9、部门 10" in problem.why
    assert "by: rate" in problem.remedy


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = written(TWO.replace("points: 4, ", ""), points="12", head="ranking: {within: kind}\ncap: 13")
    assert {problem.code for problem in problems_of(text)} == {"points_missing", "cap_above_points"}
