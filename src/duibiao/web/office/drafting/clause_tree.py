"""The second step: the tree, each clause beside its rule, coloured by how far it is.

Opened by two clerks at once, an evening long. In ten seconds: how many clauses wait, which, and where the next one is.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib import versions
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import draft_queries, drafts
from duibiao.standards.choices import ClauseState
from duibiao.standards.models import DraftIndicator, ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.drafting.drawing import COLOURS, shown
from duibiao.web.office.drafting.steps import known, problems_at, read_draft_of


@page(may_manage_organisation)
def clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """One first level at a time, so that 1,200 rows stay light; the others are a press away."""
    found = read_draft_of(by_of(request), pk)
    tops = draft_queries.tops(found)
    state = request.GET.get("state", "")
    top = _wanted(tops, request.GET.get("top", ""), state)
    rows = draft_queries.rows_below(found, top.number) if top else []
    told = known(request, found, "draft_clauses")
    told |= {
        "tops": tops,
        "top": top,
        "sums": draft_queries.sums(tops),
        "state": state if state in ClauseState.values else "",
    }
    told["states"] = [(one.value, one.label, COLOURS[one]) for one in ClauseState]
    told["lines"] = list(_lines(found, rows, told["state"]))
    told["next_href"] = _next(tops, top, rows)
    return render(request, "office/drafting/clauses.html", told)


def _wanted(tops: list[draft_queries.Top], asked: str, state: str) -> draft_queries.Top | None:
    """The first level that was asked for; else the first that has something of this state, or that waits."""
    chosen = next((top for top in tops if str(top.number) == asked), None)
    with_state = next((top for top in tops if top.counts.get(state)), None)
    return chosen or with_state or next((top for top in tops if top.open), None) or (tops[0] if tops else None)


def _next(tops: list[draft_queries.Top], top: draft_queries.Top | None, rows: list[DraftIndicator]) -> str:
    """The first clause here that waits, else the next first level that has one."""
    here = next((row for row in rows if row.state in (ClauseState.UNREAD, ClauseState.TO_CONFIRM)), None)
    if here is not None:
        return f"#c{here.number}"
    after = [one for one in tops if one.open and top is not None and one.number > top.number]
    elsewhere = next(iter([*after, *(one for one in tops if one.open)]), None)
    return f"?top={elsewhere.number}" if elsewhere else ""


def _lines(draft: ImportDraft, rows: list[DraftIndicator], state: str) -> Any:
    """Headings and leaves in reading order; with a state, only the leaves in it and the headings above them."""
    problems = problems_at(draft, rows)
    waiting: dict[int, DraftIndicator] = {}
    for row in rows:
        if not row.leaf:
            waiting = {depth: one for depth, one in waiting.items() if depth < row.depth} | {row.depth: row}
        elif not state or row.state == state:
            yield from ((one, None, problems.get(one.number, ())) for one in waiting.values())
            waiting = {}
            yield row, shown(row), problems.get(row.number, ())


def back_to(draft: ImportDraft, row: DraftIndicator) -> str:
    """The tree, at this row."""
    return f"{reverse('office:draft_clauses', args=[draft.pk])}?top={row.top_number}#c{row.number}"


@act(may_keep_standards)
def confirm(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Right as it stands: one press in the tree."""
    found = read_draft_of(by_of(request), pk)
    one = draft_queries.clause(found, row)
    if one is None:
        return gone(request, found)
    try:
        drafts.confirm(by_of(request), one, version=int(request.POST.get("version", 0)))
    except versions.Stale:
        messages.warning(request, _("%s 刚被别人改过，没有确认；下面是现在的样子。") % one.code)
    except drafts.NothingToConfirm:
        messages.warning(request, _("%s 还没有计分项，请先写。") % one.code)
        return redirect("office:draft_clause", pk=pk, row=row)
    return redirect(back_to(found, one))


def gone(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The table was read anew since: the row has another number now."""
    messages.warning(request, _("表格刚被重新认过列，这一条换了位置；请在下面找。"))
    return redirect("office:draft_clauses", pk=draft.pk)


@act(may_keep_standards)
def confirm_read(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_draft_of(by_of(request), pk)
    top = int(request.POST.get("top", "0") or 0)
    n = drafts.confirm_read(by_of(request), found, top=top)
    messages.success(request, _("确认了 %d 条已读懂的条款。") % n)
    return redirect(f"{reverse('office:draft_clauses', args=[pk])}?top={top}")
