"""What is asked of the unit. Opened by its liaison officer: what do I owe, by when, and on what ground; what came back and why."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.asks import queries, services
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


def speaks_for_a_unit(by: User) -> bool:
    return holds(by, Role.UNIT)


class AnswerForm(Form):
    words = forms.CharField(label=gettext_lazy("答复"), widget=forms.Textarea({"rows": 5}), max_length=4000)


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
    known = {"ask": found, "timeline": timeline(found), "form": AnswerForm(initial={"words": found.answer})}
    known["may_answer"] = found.is_owed and may_answer(by_of(request), found.unit)
    return render(request, "unit/asks/ask.html", known)


@act(speaks_for_a_unit)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.ask_or_refuse(by_of(request), pk), AnswerForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有交上去：请写答复。"))
        return redirect("unit:ask", pk=pk)
    try:
        services.answer(by_of(request), found, **asked.cleaned_data)
    except services.NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已答复，等提出的单位验收。"))
    return redirect("unit:ask", pk=pk)
