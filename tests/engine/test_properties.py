"""What must hold for every standard and every county, held on random ones.

The engine is compared with the oracle once per example, and what must not matter (the order of rows, a correction's
history, facts about somebody else …) is done to the engine's facts only. What holds of the meaning itself, the oracle
shows alone, which is much quicker. DUIBIAO_EXAMPLES multiplies the number of examples (a nightly run takes 20).
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from duibiao_engine.standard.reader import parse_standard
from tests.engine.bridge import as_yaml_gives, differences, engine_score
from tests.engine.oracle import Fact, Period, UnitResult, evaluate
from tests.engine.strategies import Case, a_fact, cases
from tests.engine.strategies_terms import ALL_KINDS, Draw, Spec

MORE = int(os.environ.get("DUIBIAO_EXAMPLES", "1"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]
#: Kinds of which worst and best bound whatever a missing fact may say.
BOUNDED = (
    "when", "unless", "below", "if_below", "if_above", "judged", "share", "grade", "bands", "scale", "all_of",
    "share_of", "mean_of", "quorum",
)  # fmt: skip
FAULTS = ("per", "ladder", "false_report", "short_of", "when")


# ── what must not matter, and what must ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Question:
    """What the engine is asked, and the facts and the moment from which the oracle must come to the same."""

    asked: tuple[Fact, ...]
    meant: tuple[Fact, ...]
    period: Period | None = None
    as_of: int | dt.date | None = None
    meant_as_of: dt.date | None = None


def as_it_is(draw: Draw, case: Case) -> Question:
    return Question(case.facts, case.facts)


def in_another_order(draw: Draw, case: Case) -> Question:
    rows = list(case.facts)
    random.Random(draw(st.integers(0, 99))).shuffle(rows)
    return Question(tuple(rows), case.facts)


def as_if_never_said(draw: Draw, case: Case) -> Question:
    """Only the last word of each chain of corrections, and no word of what it corrects."""
    corrected = {fact.supersedes for fact in case.facts}
    last = [replace(fact, supersedes=None) for fact in case.facts if fact.sequence not in corrected]
    return Question(tuple(last), case.facts)


def among_others(draw: Draw, case: Case) -> Question:
    """Facts about a unit that is not there, and facts of another century."""
    measure = draw(st.sampled_from(sorted(case.standard["measures"])))
    unit = draw(st.sampled_from(case.frame.units)).id
    long_ago = dt.datetime.fromisoformat("1926-07-01")
    others = (
        Fact(9001, measure, "somebody else", value=1, out_of=2, at=long_ago.replace(year=2026)),
        Fact(9002, measure, unit, value=1, out_of=2, at=long_ago),
    )
    return Question((*others, *case.facts), case.facts)


def as_known_by_number(draw: Draw, case: Case) -> Question:
    number = draw(st.integers(0, len(case.facts)))
    return Question(case.facts, case.facts[:number], as_of=number)


def as_known_by_day(draw: Draw, case: Case) -> Question:
    day = draw(st.sampled_from([case.standard["period"]["to"] + dt.timedelta(days) for days in (-12, -5, 0, 3)]))
    known = tuple(fact for fact in case.facts if fact.recorded_at is None or fact.recorded_at.date() <= day)
    return Question(case.facts, known, as_of=day, meant_as_of=day)


def in_another_period(draw: Draw, case: Case) -> Question:
    start, end = case.standard["period"]["from"], case.standard["period"]["to"]
    period = draw(st.sampled_from([Period(start, end - dt.timedelta(30)), Period(end, end)]))
    return Question(case.facts, case.facts, period=period)


def in_another_coin(draw: Draw, case: Case) -> Question:
    """Numerator and denominator of every quotient three times as large."""
    tripled = [
        replace(fact, value=fact.value * 3, out_of=fact.out_of * 3)
        if fact.value is not None and fact.out_of is not None
        else fact
        for fact in case.facts
    ]
    return Question(tuple(tripled), case.facts)


QUESTIONS: tuple[Callable[[Draw, Case], Question], ...] = (
    as_it_is, in_another_order, as_if_never_said, among_others, as_known_by_number, as_known_by_day, in_another_period,
    in_another_coin,
)  # fmt: skip


@st.composite
def questions(draw: Draw) -> tuple[Case, Question]:
    case = draw(cases(ALL_KINDS))
    assume(parse_standard(as_yaml_gives(case.standard))[0] is not None)
    return case, draw(st.sampled_from(QUESTIONS))(draw, case)


@settings(max_examples=25 * MORE, suppress_health_check=SLOW)
@given(questions())
def test_the_engine_agrees_with_the_oracle_whatever_must_not_matter(given_: tuple[Case, Question]) -> None:
    case, question = given_
    oracle = evaluate(case.standard, question.meant, case.frame, question.period, question.meant_as_of)
    engine = engine_score(case.standard, question.asked, case.frame, question.period, question.as_of)
    assert differences(engine, oracle, case.standard["rounding"]) == []
    for unit in engine.units.values():
        assert unit.worst <= unit.total + 1e-9
        assert unit.total <= unit.best + 1e-9


# ── what holds of the meaning itself ──────────────────────────────────────────────────────────────


@settings(max_examples=40 * MORE, suppress_health_check=SLOW)
@given(cases(ALL_KINDS))
def test_worst_and_best_hold_every_score_between_them(case: Case) -> None:
    for unit in evaluate(case.standard, case.facts, case.frame).units.values():
        assert unit.worst <= unit.total <= unit.best
        assert all(line.worst <= line.delta <= line.best for line in unit.lines)
        for node in unit.nodes.values():
            assert node.three.worst <= node.three.points <= node.three.best
            assert (node.status == "unknown") <= (node.three.worst < node.three.best)


def of_unit(case: Case, facts: list[Fact], unit: str) -> UnitResult:
    return evaluate(case.standard, [*case.facts, *facts], case.frame).units[unit]


@settings(max_examples=40 * MORE, suppress_health_check=SLOW)
@given(st.data(), cases(BOUNDED))
def test_a_missing_fact_lands_between_worst_and_best(data: st.DataObject, case: Case) -> None:
    before = evaluate(case.standard, case.facts, case.frame).units
    assume(before)
    unit = data.draw(st.sampled_from(sorted(before)))
    said = {fact.measure for fact in case.facts if fact.unit == unit}
    silent = [
        code
        for code, measure in case.standard["measures"].items()
        if code not in said and measure.get("missing") != "none"
    ]
    new = [
        a_fact(data.draw, len(case.facts) + at, unit, code, case.standard["measures"][code], case.standard, trend=False)
        for at, code in enumerate(silent, 1)
    ]
    new = [replace(fact, value=abs(fact.value)) if fact.value is not None else fact for fact in new]
    after = of_unit(case, new, unit).before
    assert before[unit].before.worst <= after.worst
    assert after.best <= before[unit].before.best


@settings(max_examples=40 * MORE, suppress_health_check=SLOW)
@given(st.data(), cases(FAULTS))
def test_one_more_fault_never_raises_a_score(data: st.DataObject, case: Case) -> None:
    before = evaluate(case.standard, case.facts, case.frame).units
    faults = faults_of(case.standard)
    known = [
        (unit, code) for unit in before for code in faults if case.standard["measures"][code].get("missing") == "none"
    ]
    assume(known)
    unit, code = data.draw(st.sampled_from(known))
    end = dt.datetime.combine(case.standard["period"]["to"], dt.time(23, 59))
    fault = Fact(len(case.facts) + 1, code, unit, at=end, value=Decimal(1), level="city")
    assert of_unit(case, [fault], unit).before.points <= before[unit].before.points


def faults_of(standard: Spec) -> list[str]:
    """Measures that only ever take points away, the more the worse."""
    losing: set[str] = set()
    other: set[str] = set()
    for node in leaves_of(standard["indicators"]):
        for term in node["rule"]:
            ((sign, body),) = term.items()
            (says,) = (body[kind] for kind in (*FAULTS, "nothing") if kind in body)
            code = says if isinstance(says, str) else says["measure"]
            takes = sign == "deduct" and "short_of" not in body
            (losing if takes else other).add(code)
    return sorted(losing - other)


def leaves_of(nodes: list[Spec]) -> list[Spec]:
    return [leaf for node in nodes for leaf in (leaves_of(node["children"]) if "children" in node else [node])]
