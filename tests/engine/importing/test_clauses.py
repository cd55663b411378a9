"""Clauses: the development corpus is read, every proposal is accepted by the standard's own reader and scores, words are exact."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.problems import Problem, has_errors
from duibiao_engine.standard.importing.clauses import (
    ClauseReading,
    ReadMeasure,
    ReadTerm,
    Status,
    describe,
    read_clause,
)
from duibiao_engine.standard.importing.clauses.numerals import chinese_value
from duibiao_engine.standard.reader import parse_standard
from tests.engine.importing.scoring import RIGHTLY, WRONGLY, Case, cases_of, judge, read

CASES = list(cases_of(Path(__file__).parent / "clauses"))
REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "reading-clauses.md"
#: Wide enough that no clause's points collide with the check of totals.
POINTS = 10.0
DIGITS = "零一二三四五六七八九"
AS_TYPED = {"，": ",", "；": ";", "（": "(", "）": ")", "％": "%"}


def standard_with(terms: Iterable[ReadTerm], measures: Iterable[ReadMeasure], reading: ClauseReading) -> list[Problem]:
    """What the standard's reader says of a leaf with these terms."""
    points = reading.points or POINTS
    leaf: dict[str, Any] = {"code": "1", "name": "例", "points": points, "rule": [one.term for one in terms]}
    if reading.start is not None:
        leaf["start"] = reading.start
    data = {
        "id": "read", "title": "例", "edition": "2026", "issuer": "例", "partial": True, "points": points,
        "measures": {one.code: one.measure for one in measures}, "indicators": [leaf],
    }  # fmt: skip
    return parse_standard(data)[1]


def full_width(words: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and one not in "<>" else one for one in words)


def test_the_development_corpus_is_large_enough() -> None:
    assert len(CASES) >= 1100


#: What each file of the corpus is read like: at least so many rightly, at most so many wrongly (see the reference page).
FIGURES = {
    "once_heldout": (144, 0),
    "from_packs": (151, 0),
    "ours": (191, 0),
    "ours_more": (453, 0),
    "second_heldout": (74, 0),
    "third_heldout": (160, 0),
}


def test_no_clause_of_the_development_corpus_is_read_wrongly() -> None:
    assert [case.clause for case in CASES if judge(case).verdict == WRONGLY] == []


@pytest.mark.parametrize("file", sorted(FIGURES))
def test_the_figures_of_the_development_corpus_are_reached(file: str) -> None:
    counts = Counter(judge(case).verdict for case in CASES if case.file == file)
    rightly, wrongly = FIGURES[file]
    assert counts[RIGHTLY] >= rightly, counts
    assert counts[WRONGLY] <= wrongly, counts


@pytest.mark.parametrize("case", [case for case in CASES if case.expect == "unread"], ids=lambda case: case.clause)
def test_what_is_not_understood_is_left_unread_with_its_words(case: Case) -> None:
    reading = read(case)
    assert reading.unread
    assert not reading.terms


def test_every_proposal_and_every_option_is_accepted_by_the_reader_of_standards() -> None:
    refused = {}
    for case in CASES:
        reading = read(case)
        options = [(o.terms, o.measures) for choice in reading.choices for o in choice.options]
        for terms, measures in [(reading.terms, reading.measures), *options]:
            problems = standard_with(terms, measures, reading) if terms else []
            if has_errors(problems):
                refused[case.clause] = [str(one) for one in problems]
    assert refused == {}


def test_the_words_relied_on_are_exact_pieces_of_what_was_given() -> None:
    for case in CASES:
        reading = read(case)
        sources = {"clause": case.clause, "text": case.text, "name": case.name}
        pieces = [piece for term in reading.terms for piece in term.words] + list(reading.unread)
        assert all(sources[piece.where][piece.start : piece.end] == piece.words for piece in pieces), case.clause
        assert all(term.words for term in reading.terms)


def test_a_target_in_the_indicators_text_is_named_as_relied_on() -> None:
    reading = read_clause("每少一次扣0.3分", points=1.5, text="每年专题学法不少于6次。")
    assert {piece.where for piece in reading.terms[0].words} == {"clause", "text"}


def test_what_must_be_confirmed_says_why() -> None:
    terms = [term for case in CASES for term in read(case).terms]
    assert all(bool(term.reason) == (term.status is Status.TO_CONFIRM) for term in terms)


def test_a_choice_offers_the_proposal_first_and_each_option_as_a_sentence() -> None:
    choices = [(read(case), choice) for case in CASES for choice in read(case).choices]
    assert choices
    for reading, choice in choices:
        assert len({option.means for option in choice.options}) == len(choice.options) >= 2
        assert [term.term for term in choice.options[0].terms] == reading.rule


def test_a_reading_goes_to_json_and_back() -> None:
    for case in CASES:
        reading = read(case)
        assert ClauseReading.model_validate_json(reading.model_dump_json()) == reading
        json.dumps(reading.rule)


@given(st.sampled_from(CASES))
def test_full_width_and_half_width_are_read_alike(case: Case) -> None:
    wide = read_clause(full_width(case.clause), points=case.points, text=case.text, name=case.name)
    assert wide.rule == read(case).rule


@given(st.sampled_from(CASES), st.sets(st.integers(0, 60)), st.sampled_from([" ", "\u3000", "\u200b"]))
def test_blanks_change_nothing(case: Case, places: set[int], blank: str) -> None:
    spaced = "".join(letter + blank if place in places else letter for place, letter in enumerate(case.clause))
    assert read_clause(spaced, points=case.points, text=case.text, name=case.name).rule == read(case).rule


@given(st.sampled_from(CASES))
def test_typed_punctuation_is_read_like_printed(case: Case) -> None:
    typed = "".join(AS_TYPED.get(letter, letter) for letter in case.clause)
    if not re.search(r"\d,\d", typed):
        assert read_clause(typed, points=case.points, text=case.text, name=case.name).rule == read(case).rule


def spelt(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


@given(st.integers(1, 99))
def test_chinese_numerals_mean_their_numbers(number: int) -> None:
    assert chinese_value(spelt(number)) == number


@given(st.integers(1, 30), st.integers(1, 9))
def test_numbers_in_words_and_in_digits_are_read_alike(target: int, tenths: int) -> None:
    digits = read_clause(f"培训不少于{target}次，每少一次扣0.{tenths}分", points=30)
    words = read_clause(f"培训不少于{spelt(target)}次，每少1次扣零点{DIGITS[tenths]}分", points=30)
    assert digits.rule == words.rule != []


def test_a_clause_above_the_items_points_is_a_problem() -> None:
    assert [p.code for p in read_clause("未成立领导小组扣5分", points=3).problems] == ["exceeds_points"]


def test_terms_that_do_not_add_up_to_the_item_are_a_problem() -> None:
    assert [p.code for p in read_clause("有方案得1分；有总结得1分", points=3).problems] == ["total_differs"]


@given(st.text(alphabet="每少一次扣得分不0.5123%以上下，。；（）达到低于个百点的最多为止第名抽查且或-", max_size=40))
def test_no_text_at_all_makes_it_stumble(words: str) -> None:
    reading = read_clause(words, points=5)
    assert describe(reading) is not None
    assert not has_errors(standard_with(reading.terms, reading.measures, reading)) or not reading.terms


def test_the_examples_of_the_reference_page_are_read_as_it_says() -> None:
    blocks = re.findall(
        r"^```yaml clauses\n(.*?)^```$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    cases = [Case(file="reference", **case) for block in blocks for case in yaml.safe_load(block)]
    assert len(cases) >= 30
    assert {case.clause: judge(case).verdict for case in cases} == {case.clause: RIGHTLY for case in cases}
