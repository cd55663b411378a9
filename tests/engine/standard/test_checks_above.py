from __future__ import annotations

import pytest

from duibiao_engine.problems import Severity
from tests.engine.standard.written import LEAF, PLAN, good, leaf, problems_of, the_problem, written

EVENT = f"{PLAN}\naccident: {{name: 事故, kind: event, missing: none}}"

GOOD = """
scorecards:
  - {id: c, name: 卡, measures: [plan]}
gates:
  - {id: g, name: 推荐线, coverage: {met: {at_least: 85}, not_met: {at_most: 3}}}
  - {id: h, name: 总分线, score: {indicator: "", at_least: 80}}
  - {id: i, name: 单项线, score: {indicator: "1", at_least: 85}}
vetoes:
  - {id: v, name: 事故, event: accident, effect: bar}
  - {id: w, name: 单项, indicator: "1", rate_below: 70, effect: fail}
penalties:
  - {id: p, name: 罚分, event: accident, points: 3, each: true, cap: 6}
grades:
  by: coverage
  levels:
    - {name: 先进, met: {at_least: 92}, not_met: {at_most: 3}}
    - {name: 达标, met: {at_least: 85}, not_met: {at_most: 5}}
  otherwise: 不达标
cycle: {years: [{year: 2024, weight: 15}, {year: 2025, weight: 25}, {year: 2026, weight: 60}], target: 85}
"""


def test_good_things_above_the_tree_have_no_problem() -> None:
    good(written(LEAF + GOOD, measures=EVENT, head="period: {from: 2026-01-01, to: 2026-12-31}"))


CASES = [
    ("veto_never", 'vetoes:\n  - {id: v, name: 单项, indicator: "1", rate_below: 0, effect: fail} # <-', "永远触发不了", "70"),
    ("veto_always", 'vetoes:\n  - {id: v, name: 单项, indicator: "1", rate_below: 700, effect: fail} # <-', "永远触发", "70"),
    ("target_fraction", 'vetoes:\n  - {id: v, name: 单项, indicator: "1", rate_below: 0.7, effect: fail} # <-', "0.7", "请写 70"),
    ("unknown_indicator", 'vetoes:\n  - {id: v, name: 单项, indicator: "9", rate_below: 70, effect: fail} # <-', "指标“9”不存在", "编号"),
    ("unknown_indicator", "vetoes:\n  - {id: v, name: 单项, indicator: 方案, rate_below: 70, effect: fail} # <-", "指标“方案”不存在", "“1”"),
    ("veto_months", "vetoes:\n  - {id: v, name: 停, event: plan, effect: suspend} # <-", "没有写暂停几个月", "months: 12"),
    ("veto_months", "vetoes:\n  - {id: v, name: 停, event: plan, effect: fail, months: 3} # <-", "months 不起作用", "删去"),
    ("penalty_size", "penalties:\n  - {id: p, name: 罚, event: plan, points: 30, each: true} # <-", "一次罚 30 分", "vetoes"),
    ("term_cap", "penalties:\n  - {id: p, name: 罚, event: plan, points: 3, each: true, cap: 2} # <-", "比 points（3）还小", "cap"),
    ("penalty_cap_idle", "penalties:\n  - {id: p, name: 罚, event: plan, points: 3, each: false, cap: 6} # <-", "cap 不起作用", "each: true"),
    ("cycle_weights", "cycle:\n  years: [{year: 2025, weight: 40}, {year: 2026, weight: 50}] # <-", "权重之和是 90", "weight"),
    ("cycle_year_twice", "cycle:\n  years:\n    - {year: 2026, weight: 40}\n    - {year: 2026, weight: 60} # <-", "2026 年写了两次", "删去"),
    ("cycle_order", "cycle:\n  years: [{year: 2026, weight: 40}, {year: 2025, weight: 60}] # <-", "没有按先后排", "先后"),
    ("cycle_period", "cycle:\n  years: [{year: 2024, weight: 40}, {year: 2025, weight: 60}] # <-", "考核期在 2026 年", "period"),
    ("unknown_indicator", 'gates:\n  - {id: g, name: 线, score: {indicator: "2", at_least: 85}} # <-', "指标“2”不存在", "编号"),
    ("unknown_grade", "gates:\n  - {id: g, name: 线, grades: {A: {at_least: 92}}} # <-", "“A”不是等次", "名称"),
    ("gate_never", "gates:\n  - {id: g, name: 线, coverage: {met: {at_least: 85, at_most: 80}}} # <-", "永远通不过", "at_least"),
    ("gate_never", "gates:\n  - {id: g, name: 线, coverage: {met: {at_least: 120}}} # <-", "永远通不过", "0 到 100"),
    ("gate_never", "gates:\n  - id: g\n    name: 线\n    coverage: {met: {at_least: 60}, partly: {at_least: 60}} # <-", "永远通不过", "at_least"),
    ("gate_always", "gates:\n  - {id: g, name: 线, coverage: {met: {at_least: 0}}} # <-", "总是通过", "at_least"),
    ("target_fraction", "gates:\n  - {id: g, name: 线, coverage: {met: {at_least: 0.85}}} # <-", "0.85", "请写 85"),
    ("level_unreachable", "grades:\n  by: coverage\n  otherwise: 差\n  levels:\n    - {name: 良, met: {at_least: 80}}\n    - {name: 优, met: {at_least: 90}} # <-", "“优”永远评不上", "要求高的等次排在前面"),
    ("unknown_grade", "grades:\n  by: coverage\n  otherwise: 差\n  levels:\n    - {name: 良, mett: {at_least: 80}} # <-", "“mett”不是等次", "“met”"),
    ("no_condition", "grades:\n  by: coverage\n  otherwise: 差\n  levels:\n    - {name: 良} # <-", "没有写条件", "at_least"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_what_stands_above_and_cannot_work_is_named(case: tuple[str, ...]) -> None:
    code, above, what, remedy = case
    problem = the_problem(written(LEAF + above, head="period: {from: 2026-01-01, to: 2026-12-31}"), code)
    assert what in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "key",
    [
        "vetoes:\n  - {id: v, name: 否决, event: rate, effect: fail} # <-",
        "penalties:\n  - {id: p, name: 罚, event: rate, points: 1, each: true} # <-",
    ],
)
def test_an_event_must_be_able_to_happen(key: str) -> None:
    text = written(
        leaf("- earn: {points: all, share: {measure: rate}}") + key, measures="rate: {name: 办结率, kind: ratio}"
    )
    problem = the_problem(text, "event_kind")
    assert problem.severity is Severity.ERROR
    assert "比率" in problem.what


def test_a_veto_below_what_a_rule_leaves_at_the_worst_can_never_fall() -> None:
    rule = "- deduct: {points: 4, unless: plan}"
    veto = 'vetoes:\n  - {id: v, name: 单项, indicator: "1", rate_below: 60, effect: fail} # <-'
    problem = the_problem(written(leaf(rule, "floor: 6") + veto), "veto_never")
    assert "最低是 60%" in problem.why
    good(written(leaf(rule, "floor: 6") + veto.replace("60", "61").replace(" # <-", "")))


def test_a_scorecard_adds_up_numbers() -> None:
    measures = f"{PLAN}\nday: {{name: 日期, kind: date}}"
    text = written(LEAF + "scorecards:\n  - {id: c, name: 卡, measures: [plan, day]} # <-", measures=measures)
    assert "日期类计量项“day”" in the_problem(text, "measure_kind").what


UNSCORED = 'indicators:\n  - code: "1"\n    name: 甲\n    rule: [{deduct: {points: all, unless: plan}}]\n'


def test_an_unscored_tree_has_no_total_to_fine_or_to_grade() -> None:
    good(written(UNSCORED + "gates:\n  - {id: g, name: 推荐线, coverage: {met: {at_least: 85}}}", points="null"))
    fined = UNSCORED + "penalties:\n  - {id: p, name: 罚, event: plan, points: 3, each: true} # <-"
    assert "vetoes" in the_problem(written(fined, points="null"), "unscored_penalty").remedy
    graded = UNSCORED + "grades:\n  of: total # <-\n  bands: [{name: 优, at_least: 1}, {name: 差, below: 1}]"
    assert "by: coverage" in the_problem(written(graded, points="null"), "unscored_grades").remedy


def test_problems_come_in_the_order_of_the_lines() -> None:
    above = "\n".join(case[1].replace(" # <-", "") for case in (CASES[0], CASES[7], CASES[10]))
    places = [int(problem.place.split()[1]) for problem in problems_of(written(LEAF + above))]
    assert len(places) == 3
    assert places == sorted(places)
