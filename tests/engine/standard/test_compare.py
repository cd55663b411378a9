from __future__ import annotations

import json
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duibiao_engine.standard.compare import Comparison, compare
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard
from tests.engine.standard.written import good, written

OLD = """
indicators:
  - code: "1"
    name: 组织领导
    points: 6
    children:
      - code: "1.1"
        name: 方案
        text: 没有方案不得分。
        points: 4
        method: material
        rule:
          - deduct: {points: all, unless: plan}
      - code: "1.2"
        name: 会议
        text: 专题研究三次，每少一次扣0.5分。
        points: 2
        rule:
          - deduct: {points: 0.5, short_of: {measure: meetings, target: 4}}
  - code: "2"
    name: 执法
    points: 4
    children:
      - code: "2.1"
        name: 办结率
        points: 4
        rule:
          - deduct: {points: 1, below: {measure: rate, target: 95, fraction: whole}, cap: 4}
gates:
  - {id: g, name: 线, score: {indicator: "2", at_least: 85}}
vetoes:
  - {id: v, name: 否, indicator: "2.1", rate_below: 60, effect: fail}
"""
MEASURES = (
    "plan: {name: 有方案, kind: flag}\nmeetings: {name: 会议次数, kind: count}\nrate: {name: 办结率, kind: ratio}"
)


def edition(*changes: tuple[str, str], measures: str = MEASURES) -> Standard:
    """The standard above with some words changed."""
    body = OLD
    for before, after in changes:
        assert before in body, before
        body = body.replace(before, after)
    return good(written(body, measures=measures))


def compared(*changes: tuple[str, str], measures: str = MEASURES) -> Comparison:
    return compare(edition(), edition(*changes, measures=measures))


def said(result: Comparison) -> set[str]:
    """The headings under which there is something."""
    return {
        key
        for key, value in result.to_json().items()
        if value and key not in ("old", "new", "mapping", "measure_mapping")
    }


def test_a_standard_is_the_same_as_itself() -> None:
    result = compared()
    assert result.is_same
    assert said(result) == set()
    assert all((pair.old, pair.confidence) == (pair.new, 1.0) for pair in (*result.mapping, *result.measure_mapping))


def test_what_is_new_and_what_is_gone_is_listed() -> None:
    new = '      - code: "2.1"\n        name: 复议纠错\n'
    result = compared(('      - code: "2.1"\n        name: 办结率\n', new))
    assert [one.name for one in result.added] == ["复议纠错"]
    assert [one.name for one in result.removed] == ["办结率"]
    assert said(result) == {"added", "removed", "whole"}  # the veto on 2.1 speaks of another indicator now


def test_another_code_is_a_renumbering_and_changes_nothing_else() -> None:
    result = compared(('"2.1"', '"3.1"'), ('"2"', '"3"'))
    assert [(one.old, one.new) for one in result.renumbered] == [("2", "3"), ("2.1", "3.1")]
    assert said(result) == {"renumbered"}


def test_codes_that_change_places_are_followed_by_their_words() -> None:
    result = compared(('"1.1"', '"x"'), ('"1.2"', '"1.1"'), ('"x"', '"1.2"'))
    assert {(one.old, one.new) for one in result.renumbered} == {("1.1", "1.2"), ("1.2", "1.1")}
    assert said(result) == {"renumbered"}


def test_other_words_are_a_rewording_with_its_likeness() -> None:
    result = compared(("没有方案不得分。", "没有年度方案的不得分。"))
    (one,) = result.reworded
    assert (one.old.code, one.new.code) == ("1.1", "1.1")
    assert 0.6 < one.similarity < 1
    assert said(result) == {"reworded"}


def test_a_reworded_and_renumbered_indicator_is_still_found() -> None:
    result = compared(("没有方案不得分。", "没有年度方案的不得分。"), ('"1.1"', '"1.9"'))
    pair = next(pair for pair in result.mapping if pair.old == "1.1")
    assert pair.new == "1.9"
    assert pair.confidence < 1
    assert "编号变了" in pair.reason


def test_another_parent_is_a_move() -> None:
    moved = OLD[OLD.index('      - code: "1.2"') : OLD.index('  - code: "2"')]
    rest = OLD.replace(moved, "").replace("points: 6", "points: 4")
    body = rest.replace("gates:", moved + "gates:").replace("name: 执法\n    points: 4", "name: 执法\n    points: 6")
    result = compare(edition(), good(written(body, measures=MEASURES)))
    (one,) = result.moved
    assert (one.old.code, one.old_parent, one.new_parent) == ("1.2", "1", "2")
    assert said(result) == {"moved", "points"}


def test_other_points_are_named() -> None:
    result = compared(
        ("points: 6", "points: 7"),
        ("        points: 4\n        method", "        points: 5\n        method"),
        ("points: 4\n    children", "points: 3\n    children"),
        ("name: 办结率\n        points: 4", "name: 办结率\n        points: 3"),
        ("cap: 4", "cap: 3"),
    )
    found = {one.new.code: [(d.old, d.new) for d in one.differences] for one in result.points}
    assert found == {"1": [("6", "7")], "1.1": [("4", "5")], "2": [("4", "3")], "2.1": [("4", "3")]}


def test_another_rule_is_told_term_by_term() -> None:
    result = compared(("target: 95, fraction: whole", "target: 98, fraction: ceil"))
    (one,) = result.rules
    assert {(d.key, d.old, d.new) for d in one.differences} == {
        ("below 的 target", "95", "98"),
        ("below 的 fraction", "whole", "ceil"),
    }
    assert said(result) == {"rules"}


def test_terms_that_come_and_go_are_told_in_words() -> None:
    result = compared(
        (
            "- deduct: {points: 0.5, short_of: {measure: meetings, target: 4}}",
            "- deduct: {points: 2, if_below: {measure: meetings, limit: 1}}",
        )
    )
    (one,) = result.rules
    assert [(d.key, d.old or d.new) for d in one.differences] == [
        ("删去计分项", "扣 0.5 分：short_of（会议次数，target 4）"),
        ("增加计分项", "扣 2 分：if_below（会议次数，limit 1）"),
    ]


def test_whom_it_applies_to_and_how_it_is_assessed_are_settings() -> None:
    result = compared(("method: material", "method: site\n        applies_to: [township]"))
    (one,) = result.settings
    assert {(d.key, d.old, d.new) for d in one.differences} == {
        ("method", "material", "site"),
        ("applies_to", "", "township"),
    }


def test_a_measure_with_another_code_changes_no_rule() -> None:
    result = compared(("meetings", "special_meetings"), measures=MEASURES.replace("meetings", "special_meetings"))
    assert [(pair.old, pair.new) for pair in result.measure_mapping if pair.old != pair.new] == [
        ("meetings", "special_meetings")
    ]
    assert said(result) == {"measures_changed"}
    assert [d.key for d in result.measures_changed[0].differences] == ["code"]


def test_measures_that_come_go_and_change_are_listed() -> None:
    measures = MEASURES.replace("kind: ratio", "kind: ratio, none_due: full").replace(
        "plan: {name: 有方案", "chief: {name: 第一责任人到位"
    )
    result = compared(("unless: plan", "unless: chief"), measures=measures)
    assert [one.code for one in result.measures_added] == ["chief"]
    assert [one.code for one in result.measures_removed] == ["plan"]
    assert [(one.new.code, one.differences[0].key) for one in result.measures_changed] == [("rate", "none_due")]


def test_what_stands_above_is_compared_by_its_id() -> None:
    result = compared(("at_least: 85", "at_least: 90"), ("rate_below: 60", "rate_below: 70"))
    assert {difference.key for difference in result.whole} == {"gates g", "vetoes v"}


def test_the_comparison_is_plain_json() -> None:
    result = compared(('"2.1"', '"3.1"'), ("没有方案不得分。", "没有年度方案的不得分。"))
    assert json.loads(json.dumps(result.to_json(), ensure_ascii=False))["renumbered"][0] == {
        "old": "2.1",
        "new": "3.1",
        "name": "办结率",
    }


# ── generated ─────────────────────────────────────────────────────────────────────────────────────


def tree(shape: list[list[int]], code: dict[tuple[int, ...], str]) -> dict[str, object]:
    """A standard of three levels with names of their own; `code` gives the codes."""
    whole: list[object] = []
    number = 0
    for i, part in enumerate(shape):
        middle = []
        for j, size in enumerate(part):
            leaves = []
            for k in range(size):
                number += 1
                rule = [{"deduct": {"points": 1, "unless": "plan"}}]
                leaves.append(
                    {
                        "code": code[i, j, k],
                        "name": f"第{number}项工作",
                        "text": f"第{number}项工作做得不好的扣1分。",
                        "points": 1,
                        "rule": rule,
                    }
                )
            middle.append({"code": code[i, j], "name": f"方面{i}之{j}", "points": size, "children": leaves})
        whole.append({"code": code[i,], "name": f"部分{i}", "points": sum(part), "children": middle})
    return {"id": "t", "title": "测", "edition": "1", "issuer": "示例", "points": sum(map(sum, shape)), "measures": {"plan": {"name": "有方案", "kind": "flag"}}, "indicators": whole}  # fmt: skip


def spots(shape: list[list[int]]) -> list[tuple[int, ...]]:
    """The places of a tree, top down."""
    found: list[tuple[int, ...]] = []
    for i, part in enumerate(shape):
        found += [
            (i,),
            *((i, j) for j in range(len(part))),
            *((i, j, k) for j, size in enumerate(part) for k in range(size)),
        ]
    return found


def parsed(data: dict[str, object]) -> Standard:
    standard, problems = parse_standard(data)
    assert standard is not None, problems
    return standard


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_new_codes_for_everything_are_recognised_as_a_renumbering_and_nothing_else(
    shape: list[list[int]], chance: Random
) -> None:
    places = spots(shape)
    codes = {place: ".".join(str(step + 1) for step in place) for place in places}
    others = list(codes.values())
    chance.shuffle(others)
    renamed = dict(zip(places, others, strict=True))
    result = compare(parsed(tree(shape, codes)), parsed(tree(shape, renamed)))
    assert {pair.old: pair.new for pair in result.mapping} == {codes[place]: renamed[place] for place in places}
    assert said(result) <= {"renumbered"}
    assert {(one.old, one.new) for one in result.renumbered} == {
        (codes[p], renamed[p]) for p in places if codes[p] != renamed[p]
    }


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=2, max_size=4), st.data())
@settings(max_examples=40, deadline=None)
def test_every_indicator_is_paired_added_or_removed_and_none_twice(shape: list[list[int]], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=4))
    one, two = (parsed(tree(s, {place: ".".join(map(str, place)) for place in spots(s)})) for s in (shape, other))
    result = compare(one, two)
    olds, news = [pair.old for pair in result.mapping], [pair.new for pair in result.mapping]
    assert sorted(olds + [gone.code for gone in result.removed]) == sorted(one.by_code)
    assert sorted(news + [added.code for added in result.added]) == sorted(two.by_code)


@pytest.mark.parametrize("reworded", [False, True])
def test_twelve_hundred_leaves_are_compared_in_three_seconds(reworded: bool) -> None:
    shape = [[40] * 3] * 10
    codes = {place: ".".join(str(step + 1) for step in place) for place in spots(shape)}
    shifted = {place: ".".join(str(step + 2) for step in place) for place in spots(shape)}
    new = json.loads(
        json.dumps(tree(shape, shifted)).replace(
            "\\u505a\\u5f97\\u4e0d\\u597d\\u7684",
            "\\u6ca1\\u6709\\u505a\\u597d" if reworded else "\\u505a\\u5f97\\u4e0d\\u597d\\u7684",
        )
    )
    one, two = parsed(tree(shape, codes)), parsed(new)
    began = time.process_time()
    result = compare(one, two)
    assert time.process_time() - began < 3
    assert len(result.renumbered) == 1240
    assert len(result.reworded) == (1200 if reworded else 0)
    assert not result.moved
