"""What pages show of a clause: its state, its words marked by what relies on them, its rule in sentences, where it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duibiao.standards.choices import ClauseState, Origin
from duibiao.standards.clauses import COMMON, Reading
from duibiao.standards.models import DraftIndicator
from duibiao.web.base.templatetags.parts import plain_number
from duibiao_engine.standard.importing.clauses.describing import say

#: State → shape and colour (see `parts.SHAPES`).
COLOURS = {
    ClauseState.READ: "info", ClauseState.TO_CONFIRM: "soon", ClauseState.UNREAD: "bad", ClauseState.CONFIRMED: "good",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A stretch of a clause; `how` is read, unsure, unread or empty."""

    words: str
    how: str = ""


@dataclass(frozen=True)
class Said:
    """One term as a sentence, whether it waits, and why."""

    words: str
    unsure: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """A leaf as the tree draws it."""

    row: DraftIndicator
    colour: str
    state: str
    pieces: list[Piece]
    demand: list[Piece]
    said: list[Said]
    unread: list[str]
    asks: list[str]
    doubts: list[str]
    whence: str


def shown(row: DraftIndicator) -> Shown:
    reading: Reading = row.reading or {}
    doubts = [str(one["what"]) for one in reading.get("problems", ())]
    doubts += [_("一票否决：%s") % veto["veto"]["name"] for veto in reading.get("vetoes", ())]
    demand = str(row.piece.get("text", "")) if row.piece.get("clauses") else ""
    return Shown(
        row=row, demand=pieces(demand, reading if reading.get("clause") == row.clause else {}, "text"), colour=COLOURS[ClauseState(row.state)], state=row.get_state_display(), pieces=pieces(row.clause, reading),
        said=sentences(reading), unread=[one["words"] for one in reading.get("unread", ())],
        asks=[one["asks"] for one in reading.get("choices", ())], doubts=doubts, whence=whence(row),
    )  # fmt: skip


def sentences(reading: Reading) -> list[Said]:
    """Each term in plain Chinese, as the standard's own language is."""
    names = {one["code"]: str(one["measure"].get("name", one["code"])) for one in reading.get("measures", ())}
    return [
        Said(sentence(term["term"], names), term.get("status") == "to_confirm", term.get("reason", ""))
        for term in reading.get("terms", ())
    ]


def sentence(term: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A term as a sentence; a spelling that the describer does not know is shown as it stands."""
    side, body = next(iter(term.items()))
    word = next((key for key in body if key not in COMMON), "")
    given = body[word] if isinstance(body.get(word), Mapping) else {"measure": body.get(word)}
    named = {key: names.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    try:
        return say(side, word, named, body)
    except (KeyError, ValueError, TypeError, AttributeError):
        return f"{side}: {dict(body)}"


def pieces(clause: str, reading: Reading, where: str = "clause") -> list[Piece]:
    """The clause (or the text that stands beside it), with what was relied on and what was not understood."""
    if where == "clause" and reading.get("clause") != clause:
        return [Piece(clause)] if clause else []
    marks = [""] * len(clause)
    for how, spans in _spans(reading):
        for span in spans:
            if span.get("where", "clause") == where:
                marks[span["start"] : span["end"]] = [how] * len(clause[span["start"] : span["end"]])
    return list(_runs(clause, marks))


def _spans(reading: Reading) -> Iterator[tuple[str, Iterable[Mapping[str, Any]]]]:
    for term in reading.get("terms", ()):
        yield ("unsure" if term.get("status") == "to_confirm" else "read"), term.get("words", ())
    for veto in reading.get("vetoes", ()):
        yield "unsure", veto.get("words", ())
    yield "unread", reading.get("unread", ())


def _runs(clause: str, marks: list[str]) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(clause) + 1):
        if place == len(clause) or marks[place] != marks[start]:
            yield Piece(clause[start:place], marks[start])
            start = place


def whence(row: DraftIndicator) -> str:
    """Where the reading comes from, where that is not the reader."""
    if row.confirmed_by is not None and row.confirmed_at is not None:
        return _("%(who)s %(when)s 确认") % {"who": row.confirmed_by, "when": f"{row.confirmed_at:%m-%d %H:%M}"}
    if row.origin == Origin.REMEMBERED and row.remembered is not None:
        place = {"title": row.remembered.title, "code": row.remembered.code, "day": f"{row.remembered.at:%Y-%m-%d}"}
        if row.state == ClauseState.READ:
            return _("这句话以前确认过（%(day)s，《%(title)s》%(code)s），照用") % place
        return _("同样的话在《%(title)s》%(code)s 确认过，但指标不同，请核对数什么") % place
    return str(Origin(row.origin).label) if row.origin in (Origin.EXPORTED, Origin.PERSON) else ""


def worth(points: float | None) -> str:
    return "" if points is None else f"{plain_number(points)} {_('分')}"
