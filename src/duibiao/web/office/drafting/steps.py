"""The steps of the wizard, and what every page of it shows."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.files.models import Import
from duibiao.organisation.models import User
from duibiao.standards import draft_queries
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.requests import by_of

STEPS = ("draft", "draft_clauses", "draft_units", "draft_finish")


def steps(draft: ImportDraft, here: str) -> list[tuple[str, str, bool]]:
    """Words, address and whether one is there, for each step."""
    words = {
        "draft": _("1 表格和列"),
        "draft_clauses": _("2 条款"),
        "draft_units": _("3 单位"),
        "draft_finish": _("4 检查并生成"),
    }
    return [(words[step], reverse(f"office:{step}", args=[draft.pk]), step == here) for step in STEPS]


def known(request: HttpRequest, draft: ImportDraft, here: str) -> dict[str, Any]:
    """What the frame of a step needs."""
    return {
        "draft": draft,
        "steps": steps(draft, here),
        "may_keep": may_keep_standards(by_of(request)),
        "is_done": is_done(draft),
    }


def is_done(draft: ImportDraft) -> bool:
    """Whether an edition of it was published: nothing changes any more."""
    return draft.edition is not None and draft.edition.is_published


def read_draft_of(by: User, pk: int, *, whole: bool = False) -> ImportDraft:
    """A draft that has been read, else 404: its later steps are not there yet."""
    found = draft_queries.draft(by, pk, whole=whole)
    if found.file.state not in (Import.State.SIMULATED, Import.State.DONE):
        raise Http404
    return found


def problems_at(draft: ImportDraft, rows: list[DraftIndicator]) -> dict[int, list[dict[str, str]]]:
    """What is wrong with the table, by the indicator in whose place it stands."""
    by_place: dict[str, list[dict[str, str]]] = {}
    for one in draft.understood.get("problems", ()):
        by_place.setdefault(one.get("place", ""), []).append(one)
    found = {}
    for row in rows:
        own = row.piece.get("problems", [])
        if here := [*by_place.get(row.place, ()), *own]:
            found[row.number] = here
    return found
