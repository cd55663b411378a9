"""What supervisors suggest, on its way to a unit and back. Opened every morning: what waits for us, who is late with an answer.

In ten seconds: how many wait to be given out, which came back, which unit is late.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.asks.services import TooSoon
from duibiao.audit.queries import history_of
from duibiao.duties.competence import competence_for
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Listed, Pick, Table
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.choices import WITH_OFFICE, Outcome, SuggestionState
from duibiao.participation.models import Suggestion
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services import suggestions as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.suggestions import SuggestionAnswerForm
from duibiao.web.office.supervisors.forms import GiveForm


def columns(titles: dict[str, str]) -> list[Column[Any]]:
    return [
        Column("number", _("编号"), lambda row: row.pk, sort="pk", number=True),
        Column("title", _("事由"), lambda row: row.title),
        Column("kind", _("谁提的"), lambda row: titles[row.supervisor.kind]),
        Column("at", _("收到时间"), lambda row: f"{row.at:%Y-%m-%d %H:%M}", sort="at"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("unit", _("办理单位"), lambda row: str(row.unit or "")),
        Column("due_on", _("答复期限"), lambda row: day_text(row.due_on) if row.due_on else ""),
        Column("outcome", _("办理结果"), lambda row: "；".join(one.get_outcome_display() for one in row.answers.all())),
        Column("satisfied", _("评价"), opinion),
    ]


def opinion(row: Suggestion) -> str:
    return {True: _("满意"), False: _("不满意"), None: ""}[row.satisfied]


def filters(titles: dict[str, str]) -> list[Filter]:
    units = Unit.objects.filter(suggestions__isnull=False).distinct().order_by("path")
    return [
        Filter("q", _("事由、建议"), lambda text: Q(title__icontains=text) | Q(words__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), SuggestionState.choices),
        Filter("kind", _("谁提的"), lambda kind: Q(supervisor__kind=kind), list(titles.items())),
        Filter("unit", _("办理单位"), lambda unit: Q(unit=unit), [(str(one.pk), str(one)) for one in units]),
        Filter("late", _("超期"), lambda has: queries.late() if has == "yes" else ~queries.late(), [("yes", _("超期")), ("no", _("没有超期"))]),
    ]  # fmt: skip


@page(may_keep_supervisors)
def suggestions(request: HttpRequest) -> HttpResponse:
    titles, found = queries.labels(), queries.suggestions(by_of(request))
    table = Table(request.GET, found, columns(titles), filters(titles), order="-at")
    return list_page(
        request, "office/supervisors/suggestions.html", table, heading=_("意见建议"), titles=titles,
        row="office/supervisors/suggestion_row.html", empty="office/supervisors/suggestions_empty.html",
        tally=queries.tally(found),
    )  # fmt: skip


def unit_filters() -> list[Pick[Any]]:
    lates = [("yes", _("有超期")), ("no", _("没有超期"))]
    return [
        Pick("kind", _("单位类别"), lambda row, kind: row.unit.kind == kind, UnitKind.choices),
        Pick("late", _("超期"), lambda row, has: bool(row.late + row.after_time) == (has == "yes"), lates),
    ]


@page(may_keep_supervisors)
def suggestion_units(request: HttpRequest) -> HttpResponse:
    """How each unit answers. Units, never persons."""
    lines = queries.by_unit()
    heads: list[Column[Any]] = [
        Column("unit", _("单位"), lambda row: str(row.unit)),
        Column("in_time", _("按时答复"), lambda row: row.in_time, sort="in_time", number=True),
        Column("after_time", _("超期答复"), lambda row: row.after_time, sort="after_time", number=True),
        Column("waiting", _("待答复"), lambda row: row.waiting, sort="waiting", number=True),
        Column("late", _("超期未答复"), lambda row: row.late, sort="late", number=True),
        Column("pleased", _("满意"), lambda row: row.pleased, sort="pleased", number=True),
        Column("displeased", _("不满意"), lambda row: row.displeased, sort="displeased", number=True),
    ]  # fmt: skip
    table: Listed[Any] = Listed(request.GET, lines, heads, unit_filters(), key=lambda line: str(line.unit.pk))
    known = {"late": sum(one.late for one in lines), "waiting": sum(one.waiting for one in lines)}
    known |= {"in_time": sum(one.in_time for one in lines), "after_time": sum(one.after_time for one in lines)}
    return list_page(
        request, "office/supervisors/units.html", table, heading=_("各单位答复情况"), row="office/supervisors/unit_row.html",
        empty="office/supervisors/units_empty.html", **known,
    )  # fmt: skip


@page(may_keep_supervisors)
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    return _desk(request, queries.suggestion(by_of(request), pk))


def _desk(request: HttpRequest, found: Suggestion, **forms: Form) -> HttpResponse:
    """The page of one; `forms` are those that were sent and not right."""
    known: dict[str, Any] = {"one": found, "title": queries.labels()[found.supervisor.kind], "lines": history_of(found)}
    known["answers"] = list(found.answers.select_related("unit", "by__person"))
    if found.state in services.TO_GIVE:
        held = competence_for(f"{found.title}\n{found.words}")
        proposed = found.wished or (held[0].unit if held else None)
        start = {"unit": found.unit_id or (proposed.pk if proposed else None), "due_on": found.due_on}
        if found.state in WITH_OFFICE:
            known["answer"] = SuggestionAnswerForm(initial={"outcome": Outcome.EXPLAINED})
            start["due_on"] = services.usual_day()
        known |= {"give": GiveForm(initial=start), "proposed": held[:2]}
    return render(request, "office/supervisors/suggestion.html", {**known, **forms})


@act(may_keep_supervisors)
def give_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.suggestion(by_of(request), pk), GiveForm(request.POST)
    if not asked.is_valid():
        return _desk(request, found, give=asked)
    try:
        services.give(by_of(request), found, **asked.cleaned_data)
    except TooSoon as soon:
        asked.add_error("due_on", str(soon))
        return _desk(request, found, give=asked)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已交给%s。") % asked.cleaned_data["unit"])
    return redirect("office:suggestion", pk=pk)


@act(may_keep_supervisors)
def answer_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """The office answers by itself what belongs to no unit."""
    found, asked = queries.suggestion(by_of(request), pk), SuggestionAnswerForm(request.POST)
    if not asked.is_valid():
        return _desk(request, found, answer=asked)
    try:
        services.answer(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已答复。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:suggestion", pk=pk)
