"""Suggestions of supervisors that a unit must answer. In ten seconds: which, until when; answer it here."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.duties.permissions import speaks_for
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.choices import SuggestionState
from duibiao.participation.models import Suggestion
from duibiao.participation.services import suggestions as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.suggestions import SuggestionAnswerForm
from duibiao.web.unit.menu import may_enter


def columns(titles: dict[str, str]) -> list[Column[Any]]:
    return [
        Column("title", _("事由"), lambda row: row.title, sort="title"),
        Column("kind", _("谁提的"), lambda row: titles[row.supervisor.kind]),
        Column("unit", _("单位"), lambda row: str(row.unit)),
        Column("due_on", _("答复期限"), lambda row: day_text(row.due_on), sort="due_on"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("answer", _("答复"), lambda row: "；".join(one.words for one in row.answers.all())),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("事由、建议"), lambda text: Q(title__icontains=text) | Q(words__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), SuggestionState.choices),
    ]


@page(may_enter)
def suggestions(request: HttpRequest) -> HttpResponse:
    titles, found = queries.labels(), queries.suggestions(by_of(request)).filter(due_on__isnull=False)
    first = Case(When(state=SuggestionState.GIVEN, then=Value(0)), default=Value(1))
    table = Table(request.GET, found.annotate(first=first), columns(titles), filters(), order="first")
    return list_page(
        request, "unit/participation/suggestions.html", table, heading=_("意见建议"), titles=titles,
        row="unit/participation/suggestion_row.html", empty="unit/participation/suggestions_empty.html",
        tally=queries.tally(found),
    )  # fmt: skip


def find(request: HttpRequest, pk: int) -> Suggestion:
    """Another unit's and one that never was are refused alike."""
    try:
        return queries.suggestion(by_of(request), pk)
    except Http404:
        require(False)
        raise


def speaks_for_it(by: User, found: Suggestion) -> bool:
    return found.unit is not None and speaks_for(by, found.unit)


@page(may_enter)
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, find(request, pk))


def _shown(request: HttpRequest, found: Suggestion, form: SuggestionAnswerForm | None = None) -> HttpResponse:
    known: dict[str, Any] = {"one": found, "title": queries.labels()[found.supervisor.kind]}
    known["answers"] = list(found.answers.select_related("unit"))
    if found.state == SuggestionState.GIVEN and speaks_for_it(by_of(request), found):
        known["form"] = form or SuggestionAnswerForm()
    return render(request, "unit/participation/suggestion.html", known)


@act(may_enter)
def answer_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = find(request, pk), SuggestionAnswerForm(request.POST)
    require(speaks_for_it(by_of(request), found))
    if not asked.is_valid():
        return _shown(request, found, asked)
    try:
        services.answer(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已答复；提出人看得到，会说满意不满意。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("unit:suggestion", pk=pk)
