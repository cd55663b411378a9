"""The only place that reads drafts for pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.organisation.models import User
from duibiao.standards.choices import ClauseState
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_read_drafts

#: What a list of clauses does not need: the tables of the file.
_HEAVY = ("source", "file__content")


def drafts(by: User) -> QuerySet[ImportDraft]:
    """The drafts that are still there, each with how its clauses stand."""
    counts = {
        state: Count("indicators", filter=Q(indicators__leaf=True, indicators__state=state))
        for state in ClauseState.values
    }
    found = ImportDraft.objects.filter(dropped_at=None).select_related("file__by__person", "edition").annotate(**counts)
    found = found.defer("source", "understood", "corrections", "file__content", "file__outcome", "edition__text")
    return found if may_read_drafts(by) else found.none()


def draft(by: User, pk: int, *, whole: bool = False) -> ImportDraft:
    """One draft, with its tables if `whole`; what is dropped is not there."""
    found = ImportDraft.objects.filter(dropped_at=None).select_related("file__by__person", "edition")
    found = found.defer("file__content", "edition__text") if whole else found.defer(*_HEAVY, "edition__text")
    return get_object_or_404(found if may_read_drafts(by) else found.none(), pk=pk)


@dataclass(frozen=True)
class Top:
    """A first-level indicator and how its clauses stand."""

    number: int
    code: str
    name: str
    points: float | None
    counts: dict[str, int]

    @property
    def leaves(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """Clauses that wait for a person."""
        return self.counts[ClauseState.UNREAD] + self.counts[ClauseState.TO_CONFIRM]


def tops(draft: ImportDraft) -> list[Top]:
    """All first levels: two statements."""
    counted: dict[int, dict[str, int]] = {}
    rows = draft.indicators.filter(leaf=True).order_by().values("top_number", "state").annotate(n=Count("pk"))
    for row in rows:
        counted.setdefault(row["top_number"], dict.fromkeys(ClauseState.values, 0))[row["state"]] += row["n"]
    firsts = draft.indicators.filter(number=F("top_number")).values_list("number", "code", "name", "points")
    return [Top(*first, counted.get(first[0], dict.fromkeys(ClauseState.values, 0))) for first in firsts]


def sums(tops_: list[Top]) -> dict[str, int]:
    """How many clauses there are in each state, and all."""
    found = {state: sum(top.counts[state] for top in tops_) for state in ClauseState.values}
    return {**found, "all": sum(found.values()), "open": found["unread"] + found["to_confirm"]}


def rows_below(draft: ImportDraft, top: int) -> list[DraftIndicator]:
    """The indicators of a first level in reading order, with who confirmed: one statement."""
    return list(draft.indicators.filter(top_number=top).select_related("confirmed_by__person", "remembered"))


def clause(draft: ImportDraft, pk: int) -> DraftIndicator | None:
    """One leaf; None where the table was read anew since."""
    found = draft.indicators.filter(pk=pk, leaf=True).select_related("confirmed_by__person", "remembered__by__person")
    return found.first()


def next_open(draft: ImportDraft, number: int) -> DraftIndicator | None:
    """The next clause that waits for a person, after this one, and round again from the beginning."""
    waiting = draft.indicators.filter(leaf=True, state__in=[ClauseState.UNREAD, ClauseState.TO_CONFIRM])
    return waiting.filter(number__gt=number).first() or waiting.exclude(number=number).first()


def open_duties(rows: list[tuple[DraftIndicator, Any]]) -> int:
    """How many leaves name somebody that was not found."""
    return sum(bool(duty.open) for _row, duty in rows)
