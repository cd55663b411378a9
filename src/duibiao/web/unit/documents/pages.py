"""Documents that were sent to a unit. In ten seconds: which one have we not read yet, does it still hold, what does it want of us."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.documents import queries
from duibiao.documents.permissions import may_read_as_unit
from duibiao.documents.services import answering, sending
from duibiao.documents.services import training as trainings
from duibiao.documents.services.refusals import Refused
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.web.base.documents import parts
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


class QuestionForm(Form):
    words = forms.CharField(label=gettext_lazy("要问的"), max_length=500, widget=forms.Textarea({"rows": 3}))


class SignInForm(Form):
    code = forms.CharField(
        label=gettext_lazy("签到码"),
        max_length=6,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    people = forms.IntegerField(label=gettext_lazy("到会人数"), min_value=1, max_value=500, initial=1)


def filters(campaigns: list[tuple[str, str]]) -> list[Filter]:
    reads = [("no", _("还没确认的")), ("yes", _("已阅知"))]
    mine = Filter("knows", _("阅知"), lambda way: Q(sent_here=True, knows=way == "yes"), reads)
    return [mine, *parts.filters(campaigns)]


@page(may_enter)
def documents(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    own = Column[Any](
        "knows", _("阅知"), lambda row: _("已阅知") if row.knows else _("没有确认") if row.sent_here else ""
    )
    rows, kept = queries.of_unit(by), filters(parts.campaigns_of(by))
    table = Table(request.GET, rows, [*parts.columns(), own], kept, order="-issued_on")
    for row in table.rows:
        parts.shaped(row)
    return list_page(
        request, "unit/documents/list.html", table, heading=_("文件"), row="unit/documents/row.html",
        empty="unit/documents/empty.html", unread=rows.filter(sent_here=True, knows=False).count(),
    )  # fmt: skip


@page(may_enter)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), parts.shaped(queries.document(by_of(request), pk))
    known: dict[str, Any] = {
        "document": found, "files": list(queries.files_of(found)), "mine": queries.mine(by, found),
        "explanations": list(queries.beside(found)), "questions": list(queries.questions_for(by, found)),
        "may": may_read_as_unit(by), "question_form": QuestionForm(), "sign_form": SignInForm(), "today": today(),
        "trainings": queries.trainings_for(by, found),
    }  # fmt: skip
    return render(request, "unit/documents/document.html", known)


@act(may_read_as_unit)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        sending.read(by_of(request), queries.document(by_of(request), pk))
        messages.success(request, _("已确认阅知。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("unit:document", pk=pk)


@act(may_read_as_unit)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.document(by_of(request), pk), QuestionForm(request.POST)
    if asked.is_valid():
        answering.ask(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已提问，创建办答复后会收到消息。"))
    else:
        messages.error(request, _("没有提问：请写要问的。"))
    return redirect("unit:document", pk=pk)


@act(may_read_as_unit)
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.training(by_of(request), pk), SignInForm(request.POST)
    try:
        if not asked.is_valid():
            raise Refused(_("没有签到：请写六位签到码和到会人数。"))
        trainings.sign_in(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已签到。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("unit:document", pk=found.document_id)


@page(may_enter)
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    return parts.handed_out(request, pk)
