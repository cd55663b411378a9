"""What was read from a clause, as values: proposed terms, their measures, the words relied on, and what was left unread.

Everything is frozen and goes to JSON and back. A term and a measure are plain values in the spelling of `standard.yaml`, so a
wizard may show, change and save them without knowing the grammar.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; `model_dump_json` and `model_validate_json` are inverse."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(StrEnum):
    """How sure a proposal is: the words say it, or a person has to confirm what they leave open."""

    READ = "read"
    TO_CONFIRM = "to_confirm"


class Words(Value):
    """An exact piece of what was given: `source[start:end]`, where the source is the clause, the text or the name."""

    words: str
    start: int
    end: int
    where: Literal["clause", "text", "name"] = "clause"


class ReadTerm(Value):
    """One proposed term: `term` as it would stand in a rule, the words that it relies on, and why it must be confirmed."""

    term: dict[str, Any]
    words: tuple[Words, ...]
    status: Status = Status.READ
    reason: str = ""


class ReadMeasure(Value):
    """One proposed measure: its code and what would stand under `measures:` in the standard."""

    code: str
    measure: dict[str, Any]

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return str(self.measure["name"])


class Unread(Words):
    """Words that were not understood, and why."""

    why: str = ""


class Option(Value):
    """One way to understand the whole clause, and a sentence that says what it would mean; `cap` is over the indicator."""

    means: str
    terms: tuple[ReadTerm, ...]
    measures: tuple[ReadMeasure, ...]
    cap: float | None = None


class Choice(Value):
    """Something that the words leave open. The first option is the one proposed; each is a complete reading."""

    about: str
    asks: str
    words: tuple[Words, ...]
    options: tuple[Option, ...]


class ReadVeto(Value):
    """A proposed veto (一票否决), in the spelling of `vetoes:`; always to be confirmed, since it stands above the tree."""

    veto: dict[str, Any]
    words: tuple[Words, ...]
    status: Status = Status.TO_CONFIRM
    reason: str = ""


class ClauseProblem(Value):
    """Something wrong with the clause itself: a stable code, what, and what to do."""

    code: str
    what: str
    remedy: str = ""


class ClauseReading(Value):
    """All that was read from one clause. `start`, `cap` and `floor` belong to the indicator, where the clause says them."""

    clause: str
    points: float | None = None
    terms: tuple[ReadTerm, ...] = ()
    measures: tuple[ReadMeasure, ...] = ()
    unread: tuple[Unread, ...] = ()
    choices: tuple[Choice, ...] = ()
    vetoes: tuple[ReadVeto, ...] = ()
    start: Literal["full", "zero"] | float | None = None
    cap: float | None = None
    floor: float | None = None
    problems: tuple[ClauseProblem, ...] = ()

    @property
    def rule(self) -> list[dict[str, Any]]:
        """The proposed terms as they would stand under `rule:`."""
        return [term.term for term in self.terms]

    @property
    def complete(self) -> bool:
        """Whether nothing was left unread and there is something to score by."""
        return bool(self.terms or self.vetoes) and not self.unread

    @property
    def certain(self) -> bool:
        """Whether it is complete and nothing has to be confirmed."""
        settled = all(term.status is Status.READ for term in self.terms)
        return self.complete and settled and not (self.choices or self.vetoes or self.problems)
