"""What documents want done, and trainings with their signing in.

In ten seconds: what is late, who has it in hand; who was not at the training.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.asks.services import TooSoon
from duibiao.documents import queries
from duibiao.documents.models import Matter
from duibiao.documents.permissions import may_keep
from duibiao.documents.services import carrying_out
from duibiao.documents.services import training as trainings
from duibiao.documents.services.refusals import Refused
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.documents.forms import AttendForm, MatterForm, TrainingForm
from duibiao.web.office.documents.pages import up_to

SHAPES = {"done": "good", "answered": "info", "late": "bad", "near": "soon", "open": "none"}


def states() -> dict[str, str]:
    return {
        "late": _("已超期"),
        "near": _("快到期"),
        "open": _("在办"),
        "answered": _("单位已办，等确认"),
        "done": _("已办结"),
    }


def columns() -> list[Column[Any]]:
    return [
        Column("words", _("要办的事"), lambda row: row.words, sort="words"),
        Column("document", _("文件"), lambda row: f"{row.document.title} {row.document.number}".strip()),
        Column("unit", _("承办"), lambda row: row.unit.name if row.unit else _("创建办")),
        Column("due_on", _("办结时限"), lambda row: row.due_on, sort="due_on"),
        Column("state", _("状态"), lambda row: states()[row.state]),
        Column("done", _("办理结果"), lambda row: row.done_words or (row.ask.answer if row.ask else "")),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("要办的事、文件"), lambda text: Q(words__icontains=text) | Q(document__title__icontains=text)),
        Filter("state", _("状态"), _by_state, [("not-done", _("没办结的")), *states().items()]),
    ]


def _by_state(state: str) -> Q:
    return ~Q(state="done") if state == "not-done" else Q(state=state)


@page(may_manage_organisation)
def matters(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.matters(by), columns(), filters(), order="due_on")
    for row in table.rows:
        row.shape, row.said = SHAPES[row.state], states()[row.state]
    late = queries.matters(by).filter(state="late").count()
    return list_page(
        request, "office/documents/matters.html", table, heading=_("文件待办"), row="office/documents/matter_row.html",
        empty="office/documents/matters_empty.html", may=may_keep(by), late=late,
    )  # fmt: skip


@form(may_keep)
def add_matter(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)
    return form_page(
        request, MatterForm(request.POST or None), lambda given: carrying_out.add_matter(by, found, **given),
        heading=_("登记待办：%s") % found, act=_("登记"), back=reverse("office:document", args=[pk]),
        where=up_to(found), refusals=(TooSoon, Refused), done=_("已登记。"),
        sentence=_("发文 %s；把文件里要本县办的事一件一件记下来，不会漏。") % day_text(found.issued_on),
    )  # fmt: skip


@act(may_keep)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    found, words = get_object_or_404(Matter, pk=pk), request.POST.get("words", "").strip()[:300]
    try:
        if not words:
            raise Refused(_("没有办结：请写一句办理结果。"))
        carrying_out.finish(by_of(request), found, words=words)
        messages.success(request, _("已办结。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:document", pk=found.document_id)


@form(may_keep)
def hold_training(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)
    start = {"title": _("《%s》解读培训") % found.title[:90], "held_on": today()}
    return form_page(
        request, TrainingForm(request.POST or None, initial=start), lambda given: trainings.hold(by, found, **given),
        heading=_("安排培训：%s") % found, act=_("安排"), back=reverse("office:document", args=[pk]),
        where=up_to(found), done=_("已安排。培训当天在会场打开签到页，单位输入签到码。"),
    )  # fmt: skip


@page(may_manage_organisation)
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """The code in large letters for the screen of the room; who is there, who is missing; as a workbook."""
    by, found = by_of(request), queries.training(by_of(request), pk)
    rows = found.attendances.select_related("unit")
    columns = [
        Column[Any]("unit", _("单位"), lambda row: row.unit.name, sort="unit__name"),
        Column[Any]("people", _("到会人数"), lambda row: row.people, sort="people", number=True),
        Column[Any]("at", _("签到时间"), lambda row: row.at, sort="at"),
        Column[Any]("how", _("方式"), lambda row: _("创建办补登") if row.by_hand else _("单位签到")),
    ]
    table = Table(request.GET, rows, columns, (), order="at")
    known: dict[str, Any] = {
        "training": found,
        "absent": list(queries.absent(found)),
        "form": AttendForm(auto_id="at_%s"),
    }
    known |= {"may": may_keep(by), "today": found.held_on == today(), "there": rows.count()}
    return list_page(
        request, "office/documents/training.html", table, heading=_("%s签到表") % found.title[:60],
        row="office/documents/attendance_row.html", empty="office/documents/attendance_empty.html", **known,
    )  # fmt: skip


@act(may_keep)
def write_down(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.training(by_of(request), pk), AttendForm(request.POST)
    if asked.is_valid():
        trainings.write_down(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已补登。"))
    else:
        messages.error(request, _("没有补登：请选单位，写人数（1 到 500）。"))
    return redirect("office:training", pk=pk)
