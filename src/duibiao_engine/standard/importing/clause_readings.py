"""The clauses of a proposal are read, each with what its indicator demands; untouched exports keep their rules unread.

Its one trick: a clause that stands twice with the same points and text is read once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from duibiao_engine.standard.importing.proposal import Proposal, ProposedIndicator

Read = Callable[[ProposedIndicator], dict[str, Any] | None]


def with_readings(proposal: Proposal, read: Read | None = None) -> Proposal:
    """The proposal with the reading of every leaf's clause. `read` stands in for the clause reader (remembered readings)."""
    reader = read or read_leaf
    return replace(proposal, indicators=tuple(_read(one, reader) for one in proposal.indicators))


def _read(one: ProposedIndicator, read: Read) -> ProposedIndicator:
    if one.children:
        return replace(one, children=tuple(_read(child, read) for child in one.children))
    return one if one.restored is not None or not scoring_words(one) else replace(one, reading=read(one))


def scoring_words(one: ProposedIndicator) -> str:
    """The words that say how a leaf is scored: its clause, or its text where the table has one column for both."""
    return one.clause or one.text


def read_leaf(one: ProposedIndicator) -> dict[str, Any] | None:
    """By the clause reader; None where it is not installed."""
    text = one.text if one.clause else ""
    return read_words(scoring_words(one), points=one.points, text=text, name=one.name)


def read_words(clause: str, *, points: float | None, text: str = "", name: str = "") -> dict[str, Any] | None:
    """A clause's reading as plain values (`clauses.values.ClauseReading` dumped)."""
    from duibiao_engine.standard.importing import clauses

    reader = getattr(clauses, "read_clause", None)
    if reader is None:
        return None
    found: dict[str, Any] = reader(clause, points=points, text=text, name=name).model_dump(mode="json")
    return found
