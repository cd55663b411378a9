"""What is asked of the unit. Opened by its liaison officer: what do I owe, by when, and on what ground; what came back and why."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.asks import queries, services
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask
from duibiao.asks.permissions import may_answer
from duibiao.lib.tables import Table
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.web.base.asks.parts import columns, filters, timeline
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter

#: The largest file that goes with an answer.
MOST_BYTES = 20 * 1024 * 1024


def speaks_for_a_unit(by: User) -> bool:
    return holds(by, Role.UNIT)


class AnswerForm(Form):
    words = forms.CharField(label=gettext_lazy("答复"), widget=forms.Textarea({"rows": 5}), max_length=4000)
    file = forms.FileField(
        label=gettext_lazy("文件"), required=False, help_text=gettext_lazy("PDF、图片、docx、xlsx 或 OFD，20 MB 以内。")
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请压缩或分开。"))
        return file


class SignForm(Form):
    """A signature needs a press of a button; words only where there is something to say."""

    words = forms.CharField(
        label=gettext_lazy("说明"), widget=forms.Textarea({"rows": 2}), max_length=4000, required=False
    )


def form_of(found: Ask, *given: Any) -> Form:
    if found.kind == AskKind.SIGNATURE:
        return SignForm(given[0] if given else None)
    return AnswerForm(*given, initial={"words": found.answer})


@page(may_enter)
def asks(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.asks(by), columns(), filters(), order="-pk")
    return list_page(
        request,
        "unit/asks/list.html",
        table,
        heading=_("要求我们做的事"),
        row="unit/asks/row.html",
        empty="unit/asks/empty.html",
        counts=queries.counts(by),
    )


@page(speaks_for_a_unit)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.ask_or_refuse(by_of(request), pk)
    known = {"ask": found, "timeline": timeline(found), "form": form_of(found)}
    known["may_answer"] = found.is_owed and may_answer(by_of(request), found.unit)
    return render(request, "unit/asks/ask.html", known)


@act(speaks_for_a_unit)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.ask_or_refuse(by_of(request), pk)
    asked = form_of(found, request.POST, request.FILES)
    if not asked.is_valid():
        said = [str(error) for errors in asked.errors.values() for error in errors]
        messages.error(request, _("没有交上去：%s") % "；".join(said))
        return redirect("unit:ask", pk=pk)
    words, file = asked.cleaned_data["words"] or _("已签收。"), asked.cleaned_data.get("file")
    sent = {"file": file.chunks(), "file_name": file.name} if file is not None else {}
    try:
        services.answer(by_of(request), found, words=words, **sent)
    except (services.NotNow, services.BadFile) as refused:
        messages.error(request, str(refused))
    else:
        done = found.ends_with_answer
        messages.success(request, _("已交，这件事办完了。") if done else _("已答复，等提出的单位验收。"))
    return redirect("unit:ask", pk=pk)
