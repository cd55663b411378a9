from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duibiao_engine.problems import Problem
from duibiao_engine.standard.reader import DEEPEST, LARGEST_BYTES, parse_standard, read_pack, read_text
from tests.engine.standard.written import LEAF, good, leaf, marked, problems_of, the_problem, written


def only(problems: list[Problem]) -> Problem:
    """The single problem, of which everything is said."""
    assert len(problems) == 1, "\n".join(map(str, problems))
    assert problems[0].what
    assert problems[0].remedy
    return problems[0]


def saved(folder: Path, raw: bytes) -> Path:
    """A pack with these bytes."""
    path = folder / "standard.yaml"
    path.write_bytes(raw)
    return path


def test_a_pack_is_a_folder_or_a_file(tmp_path: Path) -> None:
    path = saved(tmp_path, written().encode())
    assert read_pack(tmp_path) == read_pack(path)
    assert read_pack(tmp_path)[1] == []


def test_a_missing_pack_is_a_problem(tmp_path: Path) -> None:
    assert only(read_pack(tmp_path / "nothing")[1]).code == "no_standard"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_utf8_and_gbk_are_read_alike(tmp_path: Path, encoding: str) -> None:
    standard, problems = read_pack(saved(tmp_path, written().encode(encoding)))
    assert problems == []
    assert standard is not None
    assert standard.title == "测试"


@pytest.mark.parametrize("raw", [b"\x00\x01\x02PK", b"\xff\xfe\x00\x00", bytes(range(256)) * 20])
def test_binary_is_refused(tmp_path: Path, raw: bytes) -> None:
    assert only(read_pack(saved(tmp_path, raw))[1]).code in ("encoding", "yaml")


def test_nine_megabytes_are_refused_unread(tmp_path: Path) -> None:
    problem = only(read_pack(saved(tmp_path, b"#" * (LARGEST_BYTES + 1024 * 1024)))[1])
    assert problem.code == "too_large"
    assert problem.file == "standard.yaml"


@pytest.mark.parametrize("text", ["", "   \n", "# 只有说明\n", "一句话", "- 列表", "42", "null", "---\n"])
def test_nothing_to_read_is_said_so(text: str) -> None:
    assert only(problems_of(text)).code == "empty"


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


def test_a_yaml_bomb_is_refused_before_it_is_built() -> None:
    nine = "".join(f"l{n}: &l{n} [{', '.join(['*l' + str(n - 1)] * 9) if n else 'lol'}]\n" for n in range(10))
    began = time.perf_counter()
    assert only(problems_of(nine)).code == "anchor"
    assert only(problems_of(BOMB)).place == "第 1 行"
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{a: " * 5000, "- " * 5000, "\n".join(" " * n + "a:" for n in range(3000))]
)
def test_great_depth_is_refused(text: str) -> None:
    assert only(problems_of(text)).code in ("too_deep", "yaml")


def test_ordinary_depth_is_read() -> None:
    levels = 10
    body = "indicators:\n"
    for level in range(levels):
        pad = "    " * level
        body += f'{pad}  - code: "{level}"\n{pad}    name: 第{level}级\n{pad}    points: 10\n{pad}    {"children:" if level < levels - 1 else "rule: [{deduct: {points: all, unless: plan}}]"}\n'
    assert 2 * levels < DEEPEST
    assert len(good(written(body)).nodes) == levels


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [ls]", "!!binary aGk=", "!!set {a}", "!own x", "!!float abc"]
)
def test_tags_are_refused(tag: str) -> None:
    assert the_problem(written(head=f"title_en: {tag} # <-"), "tag").place


def test_every_key_that_is_written_twice_is_named_with_both_lines() -> None:
    text = written(LEAF.replace("    points: 10", "    points: 9\n    points: 10 # <-"))
    problem = next(one for one in problems_of(text) if one.code == "twice")
    assert problem.place == marked(text)
    assert problem.what == "“points”写了两次"
    assert f"第 {int(marked(text).split()[1]) - 1} 行" in problem.why


def test_keys_are_words_whatever_yaml_thinks_of_them() -> None:
    standard = good(
        written(
            leaf(
                "- deduct: {points: all, unless: plan}\n- deduct: {ladder: {measure: seen, steps: {1: 2, no: 3}, same_event: all}}"
            ),
            measures="plan: {name: 有方案, kind: flag}\nseen: {name: 通报, kind: event}",
        )
    )
    assert standard.leaves[0].indicator.rule[1].parameters.model_dump()["steps"] == {"1": 2, "no": 3}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b: c\n", "冒号的位置不对"),
        ("a:\n\t- b\n", "制表符"),
        ("a: [1, 2\nb: 3\n", "没有配对"),
        ("a: 'b\nc: d\n", "引号没有配对"),
        ("a: 1\n b: 2\n", "冒号的位置不对"),
        ("a: @b\n", "不能用在开头的字符"),
        ("a: 1\n---\nb: 2\n", "一个文件里只能有一份标准"),
        ("a: \x01\n", "控制字符"),
        ("id: t\nname：组织领导\n", "缺少冒号"),
    ],
)
def test_what_yaml_cannot_read_is_explained_in_chinese(text: str, why: str) -> None:
    problem = only(problems_of(text))
    assert problem.code == "yaml"
    assert why in problem.why
    assert not any(
        letter.isascii() and letter.isalpha() for letter in problem.why.replace("Tab", "").replace("YAML", "")
    )


@pytest.mark.parametrize("value", ["2026-13-45", "2026-02-30", "9" * 5000])
def test_dates_and_numbers_that_do_not_exist_are_named_with_their_line(value: str) -> None:
    text = written(head=f"met_at: {value} # <-")
    problem = next(one for one in problems_of(text) if one.code == "unreadable_value")
    assert problem.place == marked(text)


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf"])
def test_numbers_that_are_none_are_refused(value: str) -> None:
    the_problem(written(LEAF.replace("    points: 10", f"    points: {value} # <-")), "not_finite")


@pytest.mark.parametrize(
    "data",
    [None, [], "x", 3, {}, {"indicators": 3}, {1: 2}, {"indicators": [None, 3, {"rule": [None, {}, {"deduct": 3}]}]}],
)
def test_plain_values_of_any_shape_become_problems(data: object) -> None:
    standard, problems = parse_standard(data)
    assert standard is None
    assert problems


GOOD = written(
    leaf(
        "- deduct: {points: 5, unless: plan}\n- deduct: {points: 1, short_of: {measure: n, target: 5}}",
        "applies_to: [town]",
    )
    + "gates:\n  - {id: g, name: 线, coverage: {met: {at_least: 85}}}\n"
    + "grades: {of: rate, bands: [{name: 优, at_least: 90}, {name: 差, below: 90}]}\n"
    + 'vetoes:\n  - {id: v, name: 否, indicator: "1", rate_below: 70, effect: fail}\n',
    measures="plan: {name: 有方案, kind: flag}\nn: {name: 会议, kind: count}",
    head="unit_kinds: {town: 乡镇}\nperiod: {from: 2026-01-01, to: 2026-12-31}\nrounding: {total: {places: 2}}",
)
PIECES = ["\t", "'", '"', ":", ": ", "- ", "[", "]", "{", "}", "&a", "*a", "!", "|", ">", "%", "@", "#", ",", "\n", "\x00", "\x85", "\ufeff", "９", "。", "：", ".nan", "1e999", "<<", "? ", "~", "null", "-1", "yes", "2026-13-01", "\ud800"]  # fmt: skip


def settles(text: str) -> None:
    """Reading ends in a standard or in problems that are complete."""
    standard, problems = read_text(text)
    assert standard is not None or problems
    for problem in problems:
        assert problem.code
        assert problem.what
        assert problem.remedy


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_settles(text: str) -> None:
    settles(text)


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)
)
@settings(max_examples=400, deadline=None)
def test_a_good_standard_with_slips_settles(slips: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for place, length, piece in slips:
        text = text[:place] + piece + text[place + length :]
    settles(text)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_good_standard_with_other_values_settles(data: st.DataObject) -> None:
    tree = yaml.safe_load(GOOD)
    junk = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.sampled_from(["all", "1", "plan", "full"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=4,
    )
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = tree
        while True:
            key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else list(range(len(holder)))))
            if not (isinstance(holder[key], dict | list) and holder[key]) or not data.draw(st.integers(0, 3)):
                break
            holder = holder[key]
        holder[key] = data.draw(junk)
    standard, problems = parse_standard(tree)
    assert standard is not None or problems
