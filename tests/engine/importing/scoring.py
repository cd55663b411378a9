"""Compares what was read from a clause with what it says: rightly, unread or wrongly.

A file of cases is a YAML list. A case:

    - clause: 专题研究不少于3次，每少一次扣0.5分，扣完为止。
      points: 3                  # the item's points, or null
      text: …                    # the indicator's text, where the clause leans on it (optional); likewise `name`
      expect:                    # the terms, spelt as in a standard; a measure is {about: its name or key words}
        - deduct: {points: 0.5, short_of: {measure: {about: 专题研究}, target: 3}}

`expect: unread` says that nothing may be proposed. `expect: choice` with `options:` (a list of lists of terms) says that the
words leave it open: one of them must be offered, and not as certain. `vetoes: [{about: …}]` adds what is vetoed; `also:` lists other
lists of terms that say the same; `unread:` notes words that may be left over and is not compared.

What counts as the same: terms in any order; `points: all` and the item's points; no cap and a cap at the item's points; a
level or grade with or without 级, 档; a parameter that the case leaves out is not compared; a step below or above a limit and
the same step as bands; "deduct all unless" and "earn when" where that is the whole rule; `when` what is missing and `unless`
what should be there. A measure fits if its name and the key words share most of their characters.

What counts for which: **rightly** if the proposed terms, or those of an offered option, are the expected ones; **unread** if
nothing false is proposed but something is missing; **wrongly** in every other case. A question put to a person is right where one
of its options is the expected reading, and wrong where none is: asking does not excuse. Vetoes are always to be confirmed; they are
compared where the case names any. These rules stand as they are when a new set is measured.

    python -m tests.engine.importing.scoring FOLDER-OR-FILE   prints the figures and every case that was not read rightly
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from duibiao_engine.standard.importing.clauses import read_clause
from duibiao_engine.standard.importing.clauses.values import ClauseReading, ReadMeasure, ReadTerm, Status
from tests.engine.importing.sameness import fits, same_rule

RIGHTLY, UNREAD, WRONGLY = "rightly", "unread", "wrongly"
Terms = list[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    clause: str
    expect: Terms | str
    points: float | None = None
    text: str = ""
    name: str = ""
    options: list[Terms] = field(default_factory=list)
    vetoes: list[dict[str, str]] = field(default_factory=list)
    also: list[Terms] = field(default_factory=list)
    also_vetoes: list[list[dict[str, str]]] = field(default_factory=list)
    unread: Any = None
    file: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.file}:{self.clause}"


@dataclass(frozen=True)
class Outcome:
    case: Case
    reading: ClauseReading
    verdict: str


def cases_of(folder: Path) -> Iterator[Case]:
    """Every case of every file of the folder, or of the one file."""
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []:
            yield _split(Case(file=path.stem, **case))


def _split(case: Case) -> Case:
    """Vetoes stand above the tree; a case may write them among its terms, as `veto: {event: words}`."""
    if not isinstance(case.expect, list):
        return case
    terms, vetoes = _apart(case.expect)
    ways = [_apart(one) for one in case.also]
    also, also_vetoes = [way[0] for way in ways], [way[1] or case.vetoes or vetoes for way in ways]
    return replace(case, expect=terms, vetoes=[*case.vetoes, *vetoes], also=also, also_vetoes=also_vetoes)


def _apart(terms: Terms) -> tuple[Terms, list[dict[str, str]]]:
    vetoes = [{"about": term["veto"]["event"]} for term in terms if "veto" in term]
    return [term for term in terms if "veto" not in term], vetoes


def read(case: Case) -> ClauseReading:
    return read_clause(case.clause, points=case.points, text=case.text, name=case.name)


def proposals(reading: ClauseReading) -> Iterator[tuple[Sequence[ReadTerm], Sequence[ReadMeasure]]]:
    """What is proposed, then every option that is offered instead."""
    yield reading.terms, reading.measures
    for choice in reading.choices:
        yield from ((option.terms, option.measures) for option in choice.options)


def offers(reading: ClauseReading, expected: Terms, points: float | None) -> bool:
    """Whether the expected terms are what is proposed or offered."""
    return any(same_rule(expected, terms, measures, points) for terms, measures in proposals(reading))


def only_true(reading: ClauseReading, expected: Terms, points: float | None) -> bool:
    """Whether each proposed term is one of the expected, so that something is missing but nothing is false."""
    left = list(expected)
    for term in reading.terms:
        found = next((one for one in left if same_rule([one], [term], reading.measures, points)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def hedged(reading: ClauseReading) -> bool:
    """Whether the reading says itself that it is not certain."""
    return bool(reading.choices) or any(term.status is Status.TO_CONFIRM for term in reading.terms)


def judge(case: Case, reading: ClauseReading | None = None) -> Outcome:
    """How the case was read."""
    reading = read(case) if reading is None else reading
    return Outcome(case, reading, _verdict(case, reading))


def _verdict(case: Case, reading: ClauseReading) -> str:
    if case.expect == "unread":
        return WRONGLY if reading.terms else RIGHTLY
    if case.expect == "choice":
        if any(offers(reading, option, case.points) for option in case.options):
            return RIGHTLY if hedged(reading) else WRONGLY
        return UNREAD if not reading.terms else WRONGLY
    assert isinstance(case.expect, list), f"{case.label}: expect is a list of terms, unread or choice"
    said = [(case.expect, case.vetoes), *zip(case.also, case.also_vetoes, strict=True)]
    if any(offers(reading, terms, case.points) and _vetoed(vetoes, reading) for terms, vetoes in said):
        return RIGHTLY
    true = (only_true(reading, terms, case.points) and _no_other_vetoed(vetoes, reading) for terms, vetoes in said)
    return UNREAD if any(true) else WRONGLY


def _vetoed(expected: Sequence[dict[str, str]], reading: ClauseReading) -> bool:
    """Where the case says nothing of vetoes, they are not compared: each is for a person to confirm."""
    names = [str(veto.veto["name"]) for veto in reading.vetoes]
    return not expected or (
        len(names) == len(expected) and all(any(fits(v["about"], n) for n in names) for v in expected)
    )


def _no_other_vetoed(expected: Sequence[dict[str, str]], reading: ClauseReading) -> bool:
    """Whether each veto that was found is one of the expected."""
    names = [str(veto.veto["name"]) for veto in reading.vetoes]
    return not expected or all(any(fits(v["about"], n) for v in expected) for n in names)


def main(folder: str) -> None:
    """Print the figures and every case that was not read rightly."""
    outcomes = [judge(case) for case in cases_of(Path(folder))]
    for outcome in outcomes:
        if outcome.verdict != RIGHTLY:
            left = "｜".join(f"{piece.words}（{piece.why}）" for piece in outcome.reading.unread)
            print(f"{outcome.verdict:8}{outcome.case.label}\n        expected {outcome.case.expect}")
            names = {measure.code: measure.name for measure in outcome.reading.measures}
            print(f"        proposed {outcome.reading.rule}  {names}  unread {left}")
            for choice in outcome.reading.choices:
                print(f"        offered  {[[t.term for t in option.terms] for option in choice.options]}")
    counts = Counter(outcome.verdict for outcome in outcomes)
    total = len(outcomes) or 1
    print(
        ", ".join(f"{word} {counts[word]} ({100 * counts[word] / total:.1f} %)" for word in (RIGHTLY, UNREAD, WRONGLY))
    )


if __name__ == "__main__":
    main(sys.argv[1])
