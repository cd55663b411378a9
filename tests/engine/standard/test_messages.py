from __future__ import annotations

import re

import pytest

from tests.engine.standard.written import LEAF, PLAN, leaf, marked, problems_of, the_problem, written

#: code, text, words of what, why and remedy
CASES = [
    ("not_text", written(LEAF.replace('code: "1"', "code: 1.1 # <-")), "编号要加引号", "这里是数字 1.1", 'code: "1.1"'),
    ("not_text", written(LEAF.replace("name: 方案", "name: no # <-")), "“name”（名称）要写成文字", "是非值 false", 'name: "false"'),
    ("not_text", written(LEAF.replace("name: 方案", "name: # <-")), "“name”（名称）要写成文字", "空的", "请写上文字"),
    ("not_text", written().replace('edition: "1"', "edition: 2026 # <-"), "“edition”（版本）要写成文字", "数字 2026", 'edition: "2026"'),
    ("missing_key", written(LEAF.replace('code: "1"\n    name: 方案', 'code: "1" # <-')), "缺少“name”（名称）", "必须写", "name:"),
    ("missing_key", written(leaf("- deduct: {points: 10, late: {due: \"12-31\", missing: late}} # <-")), "没有写用哪个计量项", "按什么计分", "measure:"),
    ("missing_key", written(leaf("- deduct: {points: all, unless: plan}\n- deduct: {points: 1, below: {measure: plan, target: 1}} # <-")), "缺少“fraction”（不足一个百分点时）", "", "fraction:"),
    ("unknown_key", written(LEAF.replace("    points: 10", "    points: 10\n    applys_to: [a] # <-")), "不认识的键“applys_to”", "不起作用", "是不是想写“applies_to”"),
    ("unknown_key", written(LEAF.replace("    points: 10", "    points: 10\n    说明: 好 # <-")), "不认识的键“说明”", "不起作用", "是不是想写“note”"),
    ("unknown_key", written(LEAF + "gates:\n  - {id: g, name: 线, coverage: {mett: {at_least: 8}}} # <-"), "不认识的键“mett”", "met、partly、not_met", "是不是想写“met”"),
    ("unknown_key", written(head="roundng: {} # <-"), "不认识的键“roundng”", "", "是不是想写“rounding”"),
    ("unknown_key", written(head="rounding: {total: {place: 2, places: 2}} # <-"), "不认识的键“place”", "", "是不是想写“places”"),
    ("unknown_key", written(measures="plan: {name: 有方案, kind: flag, unti: 次} # <-"), "不认识的键“unti”", "", "是不是想写“unit”"),
    ("unknown_key", written(leaf("- deduct: {points: all, unless: plan}\n- deduct: {points: 1, per: {measure: plan, evry: 1}} # <-")), "不认识的键“evry”", "", "是不是想写“every”"),
    ("not_number", written(LEAF.replace("    points: 10", "    points: 10分 # <-")), "“points”（分值）要写成数字", "文字“10分”", "不带单位"),
    ("not_number", written(leaf("- deduct: {points: al, unless: plan} # <-")), "要写成数字，或者 all（全部分值）", "文字“al”", "半角数字"),
    ("not_number", written(leaf("- deduct: {points: all, unless: plan}", "start: 满分 # <-")), "要写成full（从满分起）、zero（从 0 起）或数字", "文字“满分”", "半角数字"),
    ("not_number", written(leaf("- deduct: {points: all, unless: plan}", "cap: true # <-")), "“cap”（上限）要写成数字", "是非值 true", "半角数字"),
    ("not_finite", written(LEAF.replace("    points: 10", "    points: .nan # <-")), "“points”（分值）不能是无穷大或非数", "", "普通的数字"),
    ("not_finite", written(leaf("- deduct: {points: all, unless: plan}", "cap: .inf # <-")), "“cap”（上限）不能是无穷大或非数", "", "普通的数字"),
    ("not_whole_number", written(head="rounding: {total: {places: 2.5}} # <-"), "“places”（小数位数）要写成整数", "数字 2.5", "半角整数"),
    ("not_true_false", written(head="partial: 是 # <-"), "“partial”（不完整）只能写 true（是）或 false（否）", "文字“是”", "true 或 false"),
    ("not_date", written(head='period: {from: "2026年", to: 2026-12-31} # <-'), "要写成日期", "文字“2026年”", "2026-01-01"),
    ("not_date", written(head="period: {from: 2026-01-01 08:00:00, to: 2026-12-31} # <-"), "要写成日期", "日期 2026-01-01", "不带时刻"),
    ("not_mapping", written(head="rounding: 2 # <-"), "“rounding”（取位）要写成“键: 值”", "数字 2", "花括号"),
    ("not_mapping", written(leaf("- deduct: {points: 1, quota: plan} # <-")), "“quota”后面要写花括号", "文字“plan”", "quota: {…}"),
    ("not_list", written(leaf("- deduct: {points: all, unless: plan}", "applies_to: township # <-")), "“applies_to”（适用单位）要写成列表", "文字“township”", "[甲, 乙]"),
    ("not_list", written(LEAF + "scorecards:\n  - {id: c, name: 卡, measures: some} # <-"), "要写成all，或者计量项的列表", "文字“some”", "逐行列出"),
    ("not_a_choice", written(measures="plan: {name: 有方案, kind: flg} # <-"), "“kind”（类别）不能写文字“flg”", "flag、count", "是不是想写“flag”"),
    ("out_of_range", written(LEAF.replace("    points: 10", "    points: -1 # <-")), "“points”（分值）要不小于 0", "数字 -1", "核对"),
    ("out_of_range", written(LEAF + "penalties:\n  - {id: p, name: 罚, event: plan, points: 0, each: true} # <-"), "要大于 0", "数字 0", "核对"),
    ("out_of_range", written(head="met_at: 101 # <-"), "“met_at”（达标线）要不大于 100", "数字 101", "核对"),
    ("too_few", written(LEAF + "cycle: {years: []} # <-"), "“years”（各年）至少要写 1 项", "只有 0 项", "补上"),
    ("too_few", written(measures="plan: {name: 有方案, kind: flag, range: [0]} # <-"), "“range”（取值范围）少写了一项", "两个数", "[最小, 最大]"),
    ("too_many", written(measures="plan: {name: 有方案, kind: flag, range: [0, 1, 2]} # <-"), "“range”（取值范围）最多写 2 项", "", "删去"),
    ("empty_text", written(LEAF.replace('code: "1"', 'code: "" # <-')), "“code”（编号）不能空着", "必须写", "写上内容"),
    ("bad_code", written(measures=f"{PLAN}\nMeetings: {{name: 会议, kind: count}} # <-"), "计量项的代码不能写文字“Meetings”", "小写英文字母", "name"),
    ("bad_code", written().replace("id: t", "id: 法治 # <-"), "“id”（标识）不能写文字“法治”", "小写英文字母", "fazhi"),
    ("senseless", written(head="period: {from: 2026-12-31, to: 2026-01-01} # <-"), "from 不能晚于 to", "", "提示"),
    ("senseless", written(leaf("- deduct: {points: 10, late: {measure: plan, due: \"13-45\", missing: late}} # <-")), "截止日（due）不是真实的日期", "", "12-31"),
    ("senseless", written(LEAF + "gates:\n  - {id: g, name: 线} # <-"), "coverage、grades、score 必须且只能写一个", "", "提示"),
    ("term_shape", written(leaf("- deduct: {points: all, unless: plan}\n- {points: 1, when: plan} # <-")), "要写成 deduct（扣分）或 earn（得分）", "", "- deduct:"),
    ("term_kind", written(leaf("- deduct: {points: all, unless: plan}\n- deduct: {points: 1, whem: plan} # <-")), "不认识的写法“whem”", "", "是不是想写“when”"),
    ("term_kind", written(leaf("- deduct: {points: all, unless: plan}\n- deduct: {points: 1} # <-")), "没有写怎么计分", "", "计分写法有"),
    ("term_kind", written(leaf("- deduct: {points: all, unless: plan}\n- deduct: {when: plan, unless: plan} # <-")), "一项只能有一种写法", "", "计分写法有"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}")
def test_what_the_validator_complains_of_is_said_in_the_clerks_words(case: tuple[str, ...]) -> None:
    code, text, what, why, remedy = case
    problem = the_problem(text, code)
    assert what in problem.what
    assert why in problem.why
    assert remedy in problem.remedy


#: Words of the validator and of Python that would leak if a saying were missing.
ENGLISH = re.compile(
    r"\b(should|input|valid|value|field|expected|must|error|type|string|list|instance|got)\b", re.IGNORECASE
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}")
def test_no_english_sentence_leaks(case: tuple[str, ...]) -> None:
    for problem in problems_of(case[1]):
        assert not ENGLISH.search(f"{problem.what} {problem.why} {problem.remedy}")


def test_a_wrong_type_for_every_single_key_is_said_in_chinese() -> None:
    keys = [
        line
        for line in written(
            leaf("- deduct: {points: all, unless: plan}", "weight: 1\nmethod: site\nbonus: true")
        ).splitlines()
        if ": " in line
    ]
    for line in keys:
        for wrong in ("[1]", "{a: 1}", "null", ".inf", "2026-01-01", "yes", "文字"):
            text = written(leaf("- deduct: {points: all, unless: plan}", "weight: 1\nmethod: site\nbonus: true"))
            broken = text.replace(line, f"{line.split(': ')[0]}: {wrong}", 1)
            for problem in problems_of(broken):
                assert not ENGLISH.search(f"{problem.what}{problem.why}{problem.remedy}"), str(problem)
                assert problem.code != "wrong_value", str(problem)


def test_a_whole_list_of_wrong_things_is_not_called_too_short() -> None:
    text = written(LEAF.replace('code: "1"', "code: 1 # <-"))
    the_problem(text, "not_text")


def test_problems_of_the_text_and_of_its_meaning_are_said_at_once() -> None:
    text = written(
        """
        indicators:
          - code: 1
            name: 甲
            points: 4
            rule:
              - deduct: {points: 4, unless: ghost}
              - deduct: {points: 1, whem: plan}
          - code: "2"
            name: 乙
            points: 5
            rule:
              - deduct: {points: 5, unless: phantom}
        """,
        points="10",
    )
    assert {problem.code for problem in problems_of(text)} == {"not_text", "term_kind", "unknown_measure", "points_sum"}


def test_what_was_left_out_makes_no_false_problems() -> None:
    broken = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 4
            rule:
              - deduct: {points: 3, unless: plan}
              - deduct: {points: 一, when: used} # <-
          - code: "2"
            name: 乙
            points: 6
            rule:
              - deduct: {points: 6, unless: plan}
        gates:
          - {id: g, name: 线, score: {indicator: "1", at_least: 85}}
        """,
        measures=f"{PLAN}\nused: {{name: 用到, kind: flag}}",
    )
    the_problem(broken, "not_number")


def test_an_indicator_that_cannot_be_read_takes_nothing_else_down() -> None:
    text = written(
        """
        indicators:
          - code: "1"
            name: 甲
            points: 4
            rule: 没有
          - code: "2"
            name: 乙
            points: 6
            rule:
              - deduct: {points: 6, unless: ghost}
        gates:
          - {id: g, name: 线, score: {indicator: "1", at_least: 85}}
        """
    )
    found = {problem.code: problem.place for problem in problems_of(text)}
    assert set(found) == {"not_list", "unknown_measure"}
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "ghost" in one)
    assert found["unknown_measure"] == f"第 {line} 行"


def test_lines_stay_right_after_something_was_left_out() -> None:
    text = written(
        """
        indicators:
          - {code: "1", name: 甲, points: 4, rule: 没有}
          - {code: "2", name: 乙, points: 4, rule: 没有}
          - {code: "3", name: 丙, points: 4, rule: [{deduct: {points: 4, unless: ghost}}]} # <-
        """,
        points="12",
    )
    assert [problem.place for problem in problems_of(text) if problem.code == "unknown_measure"] == [marked(text)]
