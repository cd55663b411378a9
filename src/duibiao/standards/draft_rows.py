"""A proposal of the engine as rows of a draft, and the rows as a proposal again, with whatever people settled in between.

Its one trick: each row keeps the engine's own value whole (`piece`), so the way back loses nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property

from duibiao.standards import clauses
from duibiao.standards.choices import ClauseState, Origin
from duibiao.standards.models import ConfirmedClause, DraftIndicator, ImportDraft
from duibiao_engine.standard.importing.clause_readings import read_leaf, scoring_words
from duibiao_engine.standard.importing.codec import from_json, to_json
from duibiao_engine.standard.importing.pack import pack_of, standard_data, standard_text
from duibiao_engine.standard.importing.proposal import Placed, Proposal, ProposedIndicator, Source

Say = Callable[[float], None]


class Memory:
    """Clauses that were confirmed before: two statements for a whole table."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.held: dict[str, list[ConfirmedClause]] = {}
        for one in ConfirmedClause.objects.filter(key__in=set(keys)).order_by("-at"):
            self.held.setdefault(one.key, []).append(one)

    def of(self, key: str, context: str) -> tuple[ConfirmedClause | None, bool]:
        """A reading of the same words, and whether name and text were the same too."""
        found = self.held.get(key, [])
        same = next((one for one in found if one.context == context), None)
        return (same, True) if same else (found[0] if found else None, False)


def rows_of(draft: ImportDraft, proposal: Proposal, say: Say = lambda part: None) -> list[DraftIndicator]:
    """Every indicator as a row, its clause read or remembered."""
    every = list(_placed(proposal.indicators))
    memory = Memory(clauses.key_of(scoring_words(one), one.points) for one, *_rest in every if not one.children)
    measures = proposal.head.get("measures", {})
    scored = is_scored(proposal)
    rows = []
    for number, (one, parent, top, depth) in enumerate(every, 1):
        row = _row(draft, one, number, parent, top, depth)
        if row.leaf:
            _read(row, one, memory, measures, scored)
        rows.append(row)
        if number % 50 == 0:
            say(number / len(every))
    return rows


def is_scored(proposal: Proposal) -> bool:
    return proposal.points is not None or any(one.points is not None for one in proposal.walk())


def _placed(
    siblings: Iterable[ProposedIndicator], parent: int = 0, top: int = 0, depth: int = 1, start: int = 1
) -> Iterator[tuple[ProposedIndicator, int, int, int]]:
    """Each with its parent's number, its first level's number and its depth; numbers count in reading order."""
    number = start
    for one in siblings:
        yield one, parent, top or number, depth
        below = list(_placed(one.children, number, top or number, depth + 1, number + 1))
        yield from below
        number += 1 + len(below)


def _row(draft: ImportDraft, one: ProposedIndicator, number: int, parent: int, top: int, depth: int) -> DraftIndicator:
    return DraftIndicator(
        draft=draft, number=number, parent_number=parent, top_number=top, depth=depth, leaf=not one.children, code=one.code[:40],
        name=one.name[:300], points=one.points, clause=scoring_words(one) if not one.children else "", place=str(one.place)[:80],
        piece=to_json(replace(one, children=(), reading=None)),
    )  # fmt: skip


def _read(
    row: DraftIndicator, one: ProposedIndicator, memory: Memory, measures: Mapping[str, Any], scored: bool
) -> None:
    row.key, row.context = clauses.key_of(row.clause, row.points), clauses.context_of(one)
    if one.restored is not None:
        row.proposed, row.origin = clauses.exported(one.restored, measures), Origin.EXPORTED
    elif not scored and not one.clause:
        row.proposed, row.origin = clauses.met_or_not(one), Origin.READER
    elif row.clause:
        row.proposed, row.origin = read_leaf(one), Origin.READER
    row.state = clauses.state_of(row.proposed)
    held, same = memory.of(row.key, row.context) if row.clause else (None, False)
    if held is not None and one.restored is None and (same or row.state != ClauseState.READ):
        row.remembered, row.origin = held, Origin.REMEMBERED
        row.proposed = held.reading
        row.state = ClauseState.READ if same else ClauseState.TO_CONFIRM


# ── back ──────────────────────────────────────────────────────────────────────────────────────────


class Whole:
    """A draft as the engine's proposal again, and as the text of a standard."""

    def __init__(self, draft: ImportDraft, rows: Iterable[DraftIndicator]) -> None:
        self.draft, self.rows = draft, list(rows)
        read: Proposal = from_json(Proposal, draft.understood)
        self.proposal = replace(read, indicators=tuple(self._below(0)), head=self._head(read.head))

    def _head(self, head: dict[str, Any]) -> dict[str, Any]:
        """What an export carried above its tree, with the measures of the rules that people wrote into it."""
        written = [row.settled for row in self.rows if row.settled is not None]
        new = {one["code"]: one["measure"] for settled in written for one in settled.get("measures", ())}
        return {**head, "measures": {**head["measures"], **new}} if "measures" in head else head

    @cached_property
    def _children(self) -> dict[int, list[DraftIndicator]]:
        found: dict[int, list[DraftIndicator]] = {}
        for row in self.rows:
            found.setdefault(row.parent_number, []).append(row)
        return found

    def _below(self, number: int) -> Iterator[ProposedIndicator]:
        for row in self._children.get(number, ()):
            yield replace(indicator_of(row), children=tuple(self._below(row.number)))

    @property
    def source(self) -> Source:
        read: Source = from_json(Source, self.draft.source)
        return read

    @property
    def is_untouched(self) -> bool:
        """Whether nobody changed a rule of an export, so that the export's own text is the edition."""
        return all(row.settled is None for row in self.rows)

    def head(self) -> dict[str, str]:
        """What the table itself says of title, code, edition and issuer."""
        data, _waiting = standard_data(replace(self.proposal, indicators=()))
        return {
            "title": data["title"],
            "standard": data["id"],
            "edition_name": str(data["edition"]),
            "issuer": data["issuer"],
        }

    def text(self) -> tuple[str, dict[str, list[str]]]:
        """The text of `standard.yaml`, and the words that still wait, by code."""
        draft = self.draft
        said = {"title": draft.title, "id": draft.standard, "edition": draft.edition_name, "issuer": draft.issuer}
        if self.is_untouched:
            pack = pack_of(self.proposal, self.source, id_=draft.standard)
            head = self.proposal.head
            if not pack.waiting and all(not said[key] or str(head.get(key, "")) == said[key] for key in said):
                return pack.standard, {}
        data, waiting = standard_data(self.proposal, id_=draft.standard)
        data |= {key: value for key, value in said.items() if value}
        vetoes = [
            *data.get("vetoes", ()),
            *self._vetoes(data["measures"] if "measures" in data else data.setdefault("measures", {})),
        ]
        return standard_text({**data, **({"vetoes": vetoes} if vetoes else {})}), waiting

    def _vetoes(self, measures: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            for veto in (row.settled or {}).get("vetoes", ()):
                event = veto["veto"].get("event")
                measures.update(
                    {one["code"]: one["measure"] for one in row.settled["measures"] if one["code"] == event}
                )
                yield veto["veto"]


def indicator_of(row: DraftIndicator) -> ProposedIndicator:
    """A row as the engine's value, with the reading that counts."""
    one: ProposedIndicator = from_json(ProposedIndicator, row.piece)
    if not row.leaf or row.reading is None or (one.restored is not None and row.settled is None):
        return one
    reading = {**row.reading, "vetoes": [] if row.settled is not None else row.reading.get("vetoes", [])}
    if one.restored is not None:
        kept = {key: value for key, value in one.restored.items() if key not in ("rule", "start", "cap", "floor")}
        above = {key: reading[key] for key in ("start", "cap", "floor") if reading.get(key) is not None}
        return replace(one, restored={**kept, **above, "rule": [term["term"] for term in reading["terms"]]})
    # a clause of its own, so that a rule a person wrote for a table without clauses is not read as "met or not" again
    words = one.clauses or ((Placed(row.clause),) if row.clause and row.settled is not None else ())
    return replace(one, clauses=words, text="" if not one.clauses and words else one.text, reading=reading)
