"""The reading of one clause as plain values: how far it is, what a person's choices make of it, whether it stands.

Its one trick: whatever is known of a clause (the reader's proposal, an export's own rule, a remembered reading, a person's form) has
one and the same shape, the engine's `ClauseReading` as JSON; so every page and the pack know one thing only.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from duibiao.standards.choices import ClauseState
from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing.clause_readings import scoring_words
from duibiao_engine.standard.importing.pack import standard_data
from duibiao_engine.standard.importing.proposal import Placed, Proposal, ProposedIndicator
from duibiao_engine.standard.importing.rules_of import Measures, rule_of
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard

Reading = dict[str, Any]
#: Keys of a term that are not its kind.
COMMON = ("points", "cap", "recoverable", "note")


def plain(words: str) -> str:
    """The words as they are compared: one width, no blanks, nothing hanging at the ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).strip("。;；,，.、")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def key_of(words: str, points: float | None) -> str:
    """What a clause is known by: its words, and the points that 不得分 or 按比例 mean."""
    return _hash(plain(words), "" if points is None else f"{points:g}")


def context_of(one: ProposedIndicator) -> str:
    """What else its reading rests on: the name that measures are called by, the text with the targets."""
    return _hash(plain(one.name), plain(one.text if one.clause else ""))


def state_of(reading: Reading | None) -> ClauseState:
    """How far a reading is without a person."""
    if reading is None or reading.get("unread") or not (reading.get("terms") or reading.get("vetoes")):
        return ClauseState.UNREAD
    unsure = any(term.get("status") == "to_confirm" for term in reading.get("terms", ()))
    if unsure or any(reading.get(part) for part in ("choices", "vetoes", "problems")):
        return ClauseState.TO_CONFIRM
    return ClauseState.READ


def exported(restored: Mapping[str, Any], measures: Mapping[str, Any]) -> Reading:
    """The rule that an export of ours carried, in the shape of a reading."""
    terms = list(restored.get("rule", ()))
    asked = set(strings(terms))
    used = [{"code": code, "measure": body} for code, body in measures.items() if code in asked]
    above = {key: restored[key] for key in ("start", "cap", "floor") if key in restored}
    return {"terms": [settled_term(term) for term in terms], "measures": used, **above}


def met_or_not(one: ProposedIndicator) -> Reading:
    """A table without points and without a clause is judged met or not met."""
    measures = Measures()
    found = rule_of(replace(one, reading=None), measures, scored=False)
    shaped = [{"code": code, "measure": body} for code, body in measures.known.items()]
    return {"terms": [settled_term(term) for term in found.rule], "measures": shaped}


def settled_term(term: Mapping[str, Any]) -> dict[str, Any]:
    return {"term": dict(term), "words": [], "status": "read", "reason": ""}


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of lists and dictionaries."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for inner in value:
            yield from strings(inner)


# ── what a person makes of a reading ──────────────────────────────────────────────────────────────


def chosen(reading: Reading, picks: Mapping[int, int]) -> Reading:
    """The reading with its choices answered: choice → option. Choices without an answer stay open."""
    choices = reading.get("choices", [])
    terms = [dict(term["term"]) for term in reading.get("terms", ())]
    measures = list(reading.get("measures", ()))
    base = list(reading.get("terms", ()))
    whole = None
    for place, pick in picks.items():
        option = choices[place]["options"][pick]
        reading = _with_cap(reading, choices[place], option)
        measures += option["measures"]
        if len(option["terms"]) != len(base):
            whole = option
            continue
        for n, (mine, other) in enumerate(zip(base, option["terms"], strict=True)):
            terms[n] = _merged(mine["term"], other["term"], terms[n])
    if whole is not None:
        base, terms = _instead(base, terms, whole["terms"])
    left = [choice for place, choice in enumerate(choices) if place not in picks]
    answered = {choices[place]["asks"] for place in picks}
    kept = [_answered({**term, "term": made}, answered) for term, made in zip(base, terms, strict=True)]
    return with_measures({**reading, "terms": kept, "choices": left}, measures)


def _instead(
    base: list[dict[str, Any]], terms: list[dict[str, Any]], option: Iterable[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The terms of an option that has more or fewer of them; those that it shares are as the other answers made them."""
    known = {str(term["term"]): made for term, made in zip(base, terms, strict=True)}
    chosen_terms = [dict(term) for term in option]
    return chosen_terms, [known.get(str(term["term"]), dict(term["term"])) for term in chosen_terms]


def _with_cap(reading: Reading, choice: Mapping[str, Any], option: Mapping[str, Any]) -> Reading:
    """A cap over the whole indicator, where that is what is asked."""
    asked = any(one.get("cap") is not None for one in choice["options"])
    return {**reading, "cap": option.get("cap")} if asked else reading


def _answered(term: dict[str, Any], asks: set[str]) -> dict[str, Any]:
    """A term waits no more when all that was asked of it is answered."""
    reasons = [one for one in str(term.get("reason", "")).split("；") if one and one not in asks]
    return {**term, "reason": "；".join(reasons), "status": "to_confirm" if reasons else "read"}


def _merged(base: Any, other: Any, current: Any) -> Any:
    """`current`, with whatever `other` says differently from `base`."""
    if not (isinstance(base, Mapping) and isinstance(other, Mapping) and isinstance(current, Mapping)):
        return current if base == other else other
    made = dict(current)
    for key in {**base, **other}:
        if key not in other:
            made.pop(key, None)
        elif base.get(key) != other[key]:
            made[key] = _merged(base.get(key), other[key], current.get(key))
    return made


def with_measures(reading: Reading, measures: Iterable[Mapping[str, Any]]) -> Reading:
    """The reading with those of the measures that its terms and vetoes ask for."""
    asked = set(strings([term["term"] for term in reading.get("terms", ())]))
    asked |= {str(veto["veto"].get("event")) for veto in reading.get("vetoes", ())}
    by_code = {one["code"]: dict(one) for one in measures}
    return {**reading, "measures": [one for code, one in by_code.items() if code in asked]}


def confirmed(reading: Reading) -> Reading:
    """The reading as a person says it is right: nothing waits any more."""
    terms = [{**term, "status": "read", "reason": ""} for term in reading.get("terms", ())]
    vetoes = [{**veto, "status": "read", "reason": ""} for veto in reading.get("vetoes", ())]
    return {**reading, "terms": terms, "vetoes": vetoes, "unread": [], "choices": [], "problems": []}


# ── whether it stands ─────────────────────────────────────────────────────────────────────────────


def alone(one: ProposedIndicator, reading: Reading) -> tuple[Standard | None, list[Problem]]:
    """A standard of this leaf alone, and everything that is wrong with its rule."""
    words = scoring_words(one) or one.name
    sure = with_measures({**confirmed(reading), "vetoes": []}, reading.get("measures", ()))
    leaf = replace(
        one, code="1", reading=sure, restored=None, children=(), applies_to=(), text="", clauses=(Placed(words),)
    )
    data, _waiting = standard_data(Proposal("", "", one.name, one.points, (replace(leaf, bonus=False),)), id_="one")
    return parse_standard(data, file=one.name)
