"""From the reading of a clause to what stands in a pack: terms, measures, and the words that wait for a person.

Its one trick: two clauses may propose the same code for different measures; the later one gets the indicator's code behind
its own, and its terms follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from duibiao_engine.standard.importing.clause_readings import scoring_words
from duibiao_engine.standard.importing.proposal import ProposedIndicator

NO_CLAUSE = "（原表没有写计分办法）"


@dataclass
class Measures:
    """The measures of the whole pack, as they come."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, code: str, body: dict[str, Any], indicator: str) -> str:
        """Keeps a measure; returns the code under which it stands."""
        tail = re.sub(r"[^a-z0-9]+", "_", indicator.lower()).strip("_") or "x"
        for tried in (code, f"{code}_{tail}", *(f"{code}_{tail}_{n}" for n in range(2, 99))):
            if self.known.setdefault(tried, body) == body:
                return tried
        return code


@dataclass
class LeafRule:
    """What a leaf gets in the pack."""

    rule: list[dict[str, Any]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def rule_of(one: ProposedIndicator, measures: Measures, *, scored: bool) -> LeafRule:
    """The rule of a leaf from its reading."""
    words = scoring_words(one)
    if not scored and not one.clause:
        return _met_or_not(one, measures)
    if one.reading is None:
        return LeafRule(unread=[_line(words) or NO_CLAUSE])
    reading = one.reading
    codes = {
        found["code"]: measures.take(found["code"], found["measure"], one.code) for found in reading.get("measures", ())
    }
    rule = [_renamed(term["term"], codes) for term in reading.get("terms", ())]
    unread = waiting_words(reading)
    if not rule and not unread:
        unread = [_line(words)]
    more = {key: reading[key] for key in ("start", "cap", "floor") if reading.get(key) is not None}
    return LeafRule(rule, unread, more if rule else {})


def waiting_words(reading: dict[str, Any]) -> list[str]:
    """The words of a reading that wait for a person: unread, open to choice, to be confirmed, or a veto."""
    found = [_line(piece["words"]) for piece in reading.get("unread", ())]
    found += [_asked(choice) for choice in reading.get("choices", ())]
    if not reading.get("choices"):
        found += [_unsure(term) for term in reading.get("terms", ()) if term.get("status") == "to_confirm"]
    found += [_line(f"一票否决，请写进 vetoes：{_words(veto)}") for veto in reading.get("vetoes", ())]
    return list(dict.fromkeys(found))


def _met_or_not(one: ProposedIndicator, measures: Measures) -> LeafRule:
    """A table without points and without a clause is judged met or not met: that is what it says, no more."""
    tail = re.sub(r"[^a-z0-9]+", "_", one.code.lower()).strip("_") or "x"
    code = measures.take(f"met_{tail}", {"name": f"达标：{one.name}", "kind": "flag"}, one.code)
    return LeafRule([{"earn": {"when": code}}])


def _asked(choice: dict[str, Any]) -> str:
    options = "；".join(option["means"] for option in choice.get("options", ()))
    return _line(f"待确认：{_words(choice)}（{choice['asks']}现按第一种写：{options}）")


def _unsure(term: dict[str, Any]) -> str:
    return _line(f"待确认：{_words(term)}" + (f"（{term['reason']}）" if term.get("reason") else ""))


def _words(read: dict[str, Any]) -> str:
    return " … ".join(dict.fromkeys(piece["words"] for piece in read.get("words", ())))


def _line(words: str) -> str:
    return re.sub(r"\s*\n\s*", " ", words).strip()


def _renamed(value: Any, codes: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: inner if key == "note" else _renamed(inner, codes) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, codes) for inner in value]
    return codes.get(value, value) if isinstance(value, str) else value
