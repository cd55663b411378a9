"""The clauses that were once held out are sound by themselves: the engine accepts each expected reading, and its words stand in the clause or its row."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from duibiao_engine.problems import Problem, Severity
from duibiao_engine.standard.reader import parse_standard

HERE = Path(__file__).resolve().parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "clauses" / "once_heldout.yaml").read_text(encoding="utf-8"))
HAPPENED = {"kind": "event", "missing": "none"}
#: A kind of measure that each word of a rule can work with.
MEASURES: dict[str, dict[str, Any]] = {
    "when": {"kind": "flag"}, "unless": {"kind": "flag"}, "false_report": HAPPENED, "per": HAPPENED, "ladder": HAPPENED,
    "short_of": {"kind": "count"}, "below": {"kind": "ratio"}, "above": {"kind": "ratio"}, "if_below": {"kind": "amount"},
    "if_above": {"kind": "amount"}, "share": {"kind": "count"}, "grade": {"kind": "grade"}, "bands": {"kind": "amount"},
    "scale": {"kind": "score"}, "all_of": {"kind": "flag"}, "share_of": {"kind": "flag"}, "quorum": {"kind": "flag"},
    "mean_of": {"kind": "score"}, "quota": {"kind": "count", "per": "site"}, "late": {"kind": "date"},
    "judged": {"kind": "score", "combine": "latest"}, "rank": {"kind": "amount"}, "relative": {"kind": "amount"},
    "threshold_or_trend": {"kind": "amount"},
}  # fmt: skip
NAMES_OF_MEASURES = ("measure", "target_measure", "things", "of_kind")
KEYS = {"clause", "points", "text", "name", "expect", "unread", "also", "options"}


def readings(case: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """All readings that the case speaks of: the expected one, those as right, and those to choose from."""
    if isinstance(case["expect"], list):
        yield case["expect"]
    yield from case.get("also", [])
    yield from case.get("options", [])


def word_of(body: Mapping[str, Any]) -> str:
    return next(key for key in body if key in MEASURES)


def words_of(term: Mapping[str, Any]) -> list[str]:
    """The key words that stand where the engine wants a measure."""
    if "veto" in term:
        return [term["veto"]["event"]]
    (body,) = term.values()
    parameters = body[word_of(body)]
    return (
        [parameters]
        if isinstance(parameters, str)
        else [parameters[key] for key in NAMES_OF_MEASURES if key in parameters]
    )


class Measures:
    """Codes for key words, made as they are met."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Any]] = {}

    def code(self, words: str, **kind: Any) -> str:
        code = f"m{len(self.known) + 1}"
        self.known[code] = {"name": f"{words}{code}", **kind}
        return code

    def term(self, term: Mapping[str, Any]) -> dict[str, Any]:
        """The same term with codes of measures in the place of key words."""
        ((side, body),) = term.items()
        word = word_of(body)
        return {side: {**body, word: self.parameters(word, body[word])}}

    def parameters(self, word: str, given: Any) -> Any:
        if isinstance(given, str):
            return self.code(given, **MEASURES[word])
        kind = dict(MEASURES[word])
        if word == "share" and "target" not in given:
            kind = {"kind": "ratio"}
        if word == "grade":
            kind["grades"] = list(given["points"])
        if "ranges" in given:
            kind["grades"] = list(given["ranges"])
        return {key: self.code(value, **kind) if key in NAMES_OF_MEASURES else value for key, value in given.items()}


def problems_of(case: Mapping[str, Any], reading: list[dict[str, Any]]) -> list[Problem]:
    """What the engine says of a standard with this one indicator."""
    measures = Measures()
    rule = [measures.term(term) for term in reading if "veto" not in term]
    vetoes = [
        {
            "id": f"v{i}",
            "name": "否决",
            "look_back_months": 12,
            **term["veto"],
            "event": measures.code("否决", **HAPPENED),
        }
        for i, term in enumerate(reading)
        if "veto" in term
    ]
    leaf = {
        "code": "1",
        "name": "例",
        "points": case["points"],
        "rule": rule or [{"deduct": {"points": 1, "when": "m0"}}],
    }
    measures.known["m0"] = {"name": "其他", "kind": "flag"}
    _, problems = parse_standard(
        {
            "id": "heldout", "title": "例", "edition": "2026", "issuer": "例", "points": case["points"],
            "period": {"from": datetime.date(2026, 1, 1), "to": datetime.date(2026, 12, 31)},
            "measures": measures.known, "indicators": [leaf], "vetoes": vetoes,
        }
    )  # fmt: skip
    return problems


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_each_expected_reading_is_a_rule_of_the_engine(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert isinstance(case["expect"], list) or case["expect"] in ("unread", "choice")
    assert (case["expect"] == "choice") == ("options" in case)
    row = "\n".join(str(case.get(key, "")) for key in ("clause", "text", "name"))
    for reading in readings(case):
        assert reading
        assert [str(problem) for problem in problems_of(case, reading) if problem.severity is Severity.ERROR] == []
        for words in (words for term in reading for words in words_of(term)):
            assert words in row, words
    for words in case.get("unread", []):
        assert words in case["clause"]


def test_there_are_150_clauses_and_none_twice() -> None:
    assert len({(case["clause"], case.get("text"), case.get("name")) for case in CASES}) == len(CASES) == 150
