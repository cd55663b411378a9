from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.standard.checks.intervals import LINE, Span, between, gaps, overlaps
from tests.engine.standard.written import LEAF, good, leaf, the_problem, written

RATE = "rate: {name: 办结率, kind: ratio}"
COUNT = "n: {name: 次数, kind: count}"
FLAG = "f: {name: 是否, kind: flag}"
AMOUNT = "a: {name: 面积, kind: amount}"
RANGED = "s: {name: 评分, kind: score, range: [0, 10]}"


def bands(measure: str, *steps: str, mark: int | None = None) -> str:
    """A rule of bands, one on each line; `mark` marks one of them, -1 the line of `steps`."""
    lines = [f"      - {{{step}}}{' # <-' if place == mark else ''}" for place, step in enumerate(steps)]
    head = f"- earn:\n    bands:\n      measure: {measure}\n      steps:{' # <-' if mark == -1 else ''}"
    return leaf("\n".join([head, *lines]))


@pytest.mark.parametrize(
    ("measure", "measures", "steps"),
    [
        ("rate", RATE, ("at_least: 90, points: 10", "at_least: 80, below: 90, points: 5", "below: 80, points: 0")),
        ("rate", RATE, ("at_least: 90, at_most: 100, points: 10", "at_least: 0, below: 90, points: 0")),
        ("rate", RATE, ("above: 90, points: 10", "at_most: 90, points: 0")),
        ("n", COUNT, ("at_least: 5, points: 10", "at_least: 0, below: 5, points: 0")),
        ("f", FLAG, ("at_least: 1, points: 10", "at_most: 0, points: 0")),
        ("a", AMOUNT, ("at_least: 5, points: 10", "below: 5, points: 0")),
        ("s", RANGED, ("at_least: 5, at_most: 10, points: 10", "at_least: 0, below: 5, points: 0")),
    ],
)
def test_bands_need_only_cover_the_numbers_that_can_occur(measure: str, measures: str, steps: tuple[str, ...]) -> None:
    good(written(bands(measure, *steps), measures=measures))


@pytest.mark.parametrize(
    ("measure", "measures", "steps", "gap"),
    [
        ("rate", RATE, ("above: 90, points: 10", "below: 90, points: 0"), "恰好等于 90"),
        ("rate", RATE, ("at_least: 90, points: 10", "below: 80, points: 0"), "不小于 80、小于 90"),
        ("rate", RATE, ("at_least: 90, points: 10", "at_most: 80, points: 0"), "大于 80、小于 90"),
        ("rate", RATE, ("at_least: 90, below: 100, points: 10", "below: 90, points: 0"), "恰好等于 100"),
        ("n", COUNT, ("at_least: 5, at_most: 9, points: 10", "below: 5, points: 0"), "大于 9"),
        ("f", FLAG, ("at_least: 1, points: 10",), "不小于 0、小于 1"),
        ("a", AMOUNT, ("at_least: 0, points: 10",), "小于 0"),
        ("s", RANGED, ("at_least: 5, points: 10", "at_least: 1, below: 5, points: 0"), "不小于 0、小于 1"),
    ],
)
def test_a_gap_between_bands_is_named(measure: str, measures: str, steps: tuple[str, ...], gap: str) -> None:
    problem = the_problem(written(bands(measure, *steps, mark=-1), measures=measures), "bands_gap")
    assert f"有空档：{gap}时没有规定" in problem.what
    assert "补上" in problem.remedy


def test_an_overlap_names_both_bands() -> None:
    text = written(bands("rate", "at_least: 90, points: 10", "at_most: 90, points: 0", mark=1), measures=RATE)
    problem = the_problem(text, "bands_overlap")
    assert "恰好等于 90时有两档" in problem.what
    line = next(number for number, written_line in enumerate(text.splitlines(), 1) if "at_least: 90" in written_line)
    assert f"第 {line} 行" in problem.why


def test_every_pair_that_overlaps_is_named() -> None:
    spans = [Span.of(at_least=0), Span.of(at_least=5), Span.of(at_least=9)]
    assert [(first, second) for first, second, _ in overlaps(spans, LINE)] == [(0, 1), (0, 2), (1, 2)]


def test_a_band_beyond_what_can_occur_is_idle() -> None:
    steps = ("at_least: 0, points: 10", "below: 0, points: 0")
    assert "永远用不到" in the_problem(written(bands("n", *steps, mark=1), measures=COUNT), "bands_idle").what


def grades(text: str) -> str:
    """A good leaf and these grades."""
    return written(LEAF + "\n" + text)


def test_good_grades_have_no_problem() -> None:
    good(grades("grades: {of: rate, bands: [{name: 优, at_least: 90}, {name: 良, below: 90}]}"))
    good(grades("grades: {of: total, bands: [{name: 优, at_least: 9}, {name: 良, below: 9}]}"))


@pytest.mark.parametrize(
    ("given", "code", "what"),
    [
        (
            "of: rate, bands: [{name: 优, at_least: 90}, {name: 差, below: 80}]",
            "bands_gap",
            "等次有空档：不小于 80、小于 90",
        ),
        ("of: rate, bands: [{name: 优, at_least: 90, below: 100}, {name: 差, below: 90}]", "bands_gap", "恰好等于 100"),
        (
            "of: rate, bands: [{name: 优, at_least: 90}, {name: 差, below: 95}]",
            "bands_overlap",
            "不小于 90、小于 95时有两档",
        ),
        (
            "of: rate, bands: [{name: 优, at_least: 90, below: 80}, {name: 差, below: 90}]",
            "band_edges",
            "下边界不小于上边界",
        ),
    ],
)
def test_grades_cover_the_line_too(given: str, code: str, what: str) -> None:
    assert what in the_problem(grades(f"grades: {{{given}}} # <-"), code).what


def test_with_a_bonus_the_rate_may_exceed_100() -> None:
    bonus = '  - {code: "9", name: 加分, points: 5, bonus: true, rule: [{earn: {points: 5, when: plan}}]}\n'
    text = written(
        LEAF.rstrip()
        + "\n"
        + bonus
        + "grades: {of: rate, bands: [{name: 优, at_least: 90, below: 101}, {name: 差, below: 90}]} # <-"
    )
    assert "不小于 101" in the_problem(text, "bands_gap").what


edges = st.integers(-5, 5).map(float)
spans = (
    st.tuples(edges, edges, st.booleans(), st.booleans())
    .filter(lambda four: four[0] < four[1])
    .map(lambda four: Span((four[0], int(four[2])), (four[1], int(four[3]))))
)


@given(st.lists(spans, max_size=6), st.lists(st.integers(-10, 10).map(lambda half: half / 2), min_size=1, max_size=20))
def test_a_number_is_in_a_gap_just_when_no_band_holds_it_and_in_an_overlap_just_when_two_do(
    given: list[Span], numbers: list[float]
) -> None:
    domain = between(-4, 4)
    missing, doubled = gaps(given, domain), [both for _, _, both in overlaps(given, domain)]
    for value in numbers:
        held = sum(span.holds(value) for span in given)
        if domain.holds(value):
            assert any(gap.holds(value) for gap in missing) == (held == 0)
            assert any(both.holds(value) for both in doubled) == (held > 1)
