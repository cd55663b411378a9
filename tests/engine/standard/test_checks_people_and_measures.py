from __future__ import annotations

import pytest

from duibiao_engine.problems import Severity
from tests.engine.standard.written import LEAF, PLAN, good, leaf, marked, problems_of, the_problem, written

KINDS = "unit_kinds: {township: 乡镇, department: 部门}"
NESTED = """
indicators:
  - code: "1"
    name: 甲
    points: 10
    applies_to: [township]
    children:
      - code: "1.1"
        name: 乙
        points: 10
        applies_to: [department] # <-
        rule:
          - deduct: {points: all, unless: plan}
"""


def test_an_indicator_that_nobody_has_is_an_error() -> None:
    problem = the_problem(written(NESTED, head=KINDS), "nobody")
    assert problem.severity is Severity.ERROR
    assert problem.what == "指标 1.1“乙”不适用于任何单位"
    assert problem.why == "本指标只考核 部门；上级只考核 乡镇"


def test_groups_are_known_only_with_the_units_so_nothing_is_decided_about_them() -> None:
    text = written(NESTED.replace("[department]", "[mountain]"), head=KINDS)
    problem = the_problem(text, "unknown_kind")
    assert problem.severity is Severity.WARNING
    assert "分组" in problem.remedy


@pytest.mark.parametrize(("name", "meant"), [("townships", "township"), ("乡镇", "township"), ("部门", "department")])
def test_a_slip_in_a_kind_and_a_chinese_name_are_led_to_the_code(name: str, meant: str) -> None:
    text = written(leaf("- deduct: {points: all, unless: plan}", f"applies_to: [{name}] # <-"), head=KINDS)
    assert f"是不是想写“{meant}”" in the_problem(text, "unknown_kind").remedy


def test_without_known_kinds_any_name_is_fine() -> None:
    good(written(NESTED.replace(" # <-", "")))


def test_a_scorecard_of_an_unknown_kind_is_named() -> None:
    text = written(LEAF + "scorecards:\n  - {id: a, name: 区域, kinds: [area], measures: [plan]} # <-", head=KINDS)
    the_problem(text, "unknown_kind")


@pytest.mark.parametrize(("called", "meant"), [("plam", "plan"), ("有方案", "plan")])
def test_an_unknown_measure_is_led_to_the_one_that_was_meant(called: str, meant: str) -> None:
    rule = f"- deduct: {{points: 5, unless: plan}}\n- deduct: {{points: 5, unless: {called}}} # <-"
    problem = the_problem(written(leaf(rule)), "unknown_measure")
    assert problem.what == f"没有叫“{called}”的计量项"
    assert f"是不是想写“{meant}”" in problem.remedy


@pytest.mark.parametrize(
    "above",
    [
        "scorecards:\n  - {id: a, name: 卡, measures: [plan, ghost]} # <-",
        "vetoes:\n  - {id: a, name: 否决, event: ghost, effect: fail} # <-",
        "penalties:\n  - {id: a, name: 罚, event: ghost, points: 1, each: true} # <-",
    ],
)
def test_unknown_measures_are_found_above_the_tree_too(above: str) -> None:
    the_problem(written(LEAF + above), "unknown_measure")


def test_a_thousand_unknown_measures_are_all_named_at_once() -> None:
    rule = "\n".join(f"- deduct: {{points: 0.01, unless: ghost{n}}}" for n in range(1000))
    found = [problem.code for problem in problems_of(written(leaf(rule)))]
    assert found.count("unknown_measure") == 1000


def test_a_measure_that_nobody_asks_for_is_a_warning() -> None:
    text = written(measures=f"{PLAN}\nidle: {{name: 没用, kind: count}} # <-")
    problem = the_problem(text, "unused_measure")
    assert problem.severity is Severity.WARNING
    assert "免得有人白填" in problem.remedy


def test_a_scorecard_of_all_measures_uses_every_mark() -> None:
    marks = "mark: {name: 点位得分, kind: score, per: site}"
    good(written(LEAF + "scorecards:\n  - {id: a, name: 卡}", measures=f"{PLAN}\n{marks}"))
    text = written(LEAF + "scorecards:\n  - {id: a, name: 卡, measures: all} # <-")
    assert "一个也没有" in the_problem(text, "scorecard_empty").why


@pytest.mark.parametrize(
    ("definition", "code", "what"),
    [
        ("m: {name: 档次, kind: grade} # <-", "no_grades", "没有写有哪些等次"),
        ("m: {name: 档次, kind: score, grades: [好, 好]} # <-", "grade_twice", "等次“好”写了两次"),
        ("m: {name: 次数, kind: count, written_as: percent} # <-", "measure_key_unused", "written_as 不起作用"),
        ("m: {name: 次数, kind: count, none_due: full} # <-", "measure_key_unused", "none_due 不起作用"),
        ("m: {name: 次数, kind: count, grades: [好]} # <-", "measure_key_unused", "grades 不起作用"),
        ("m: {name: 比率, kind: ratio, range: [0, 120]} # <-", "ratio_range", "超出 0 到 100"),
        ("m: {name: 有方案, kind: count} # <-", "measure_name_twice", "“m”与“plan”同名"),
    ],
)
def test_a_measure_makes_sense_by_itself(definition: str, code: str, what: str) -> None:
    text = written(LEAF, measures=f"{PLAN}\n{definition}")
    mine = [problem for problem in problems_of(text) if problem.code != "unused_measure"]
    assert [(problem.code, problem.place) for problem in mine] == [(code, marked(text))]
    assert what in mine[0].what


def test_a_code_is_used_once_and_both_places_are_named() -> None:
    text = written(
        """
        indicators:
          - {code: "1", name: 甲, points: 4, rule: [{deduct: {points: all, unless: plan}}]}
          - {code: "1", name: 乙, points: 6, rule: [{deduct: {points: all, unless: plan}}]} # <-
        """
    )
    problem = the_problem(text, "code_twice")
    assert problem.what == "编号“1”用了两次"
    assert problem.why == f"第一次在第 {int(marked(text).split()[1]) - 1} 行"


def test_an_indicator_is_not_below_itself() -> None:
    text = written(NESTED.replace('"1.1"', '"1" # <-').replace("[department] # <-", "[township]"))
    problem = the_problem(text, "code_in_itself")
    assert "出现在它自己的下级里" in problem.what


@pytest.mark.parametrize(
    "above",
    [
        "gates:\n  - {id: a, name: 甲, coverage: {met: {at_least: 85}}}\n  - {id: a, name: 乙, coverage: {met: {at_least: 80}}} # <-",
        "vetoes:\n  - {id: a, name: 甲, event: plan, effect: fail}\n  - {id: a, name: 乙, event: plan, effect: zero} # <-",
        "penalties:\n  - {id: a, name: 甲, event: plan, points: 1, each: true}\n  - {id: a, name: 乙, event: plan, points: 1, each: true} # <-",
        "scorecards:\n  - {id: a, name: 甲, measures: [plan]}\n  - {id: a, name: 乙, measures: [plan]} # <-",
        "grades:\n  of: rate\n  bands:\n    - {name: 甲, at_least: 90}\n    - {name: 甲, below: 90} # <-",
    ],
)
def test_ids_above_the_tree_are_used_once(above: str) -> None:
    assert "用了两次" in the_problem(written(LEAF + above), "id_twice").what
