"""Hints about materials. Opened before a package leaves the office, and when a review finds something odd.

In ten seconds: what should a person look at, why, and beside what. A hint is never a verdict and takes no point.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.ledger.services.inspecting import looked
from duibiao.lib.tables import Column, Filter, Table
from duibiao.truth import queries, services
from duibiao.truth.choices import HintKind, HintState
from duibiao.truth.models import Hint
from duibiao.truth.permissions import may_read_hints
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.truth.reading import SHAPES, lookers, why


def columns() -> list[Column[Hint]]:
    return [
        Column("kind", _("提示"), lambda hint: hint.get_kind_display()),
        Column("material", _("材料"), lambda hint: hint.material.title),
        Column("unit", _("单位"), lambda hint: hint.material.unit.name),
        Column("why", _("为什么"), why),
        Column("other", _("对照"), lambda hint: hint.other.title if hint.other else ""),
        Column("state", _("状态"), lambda hint: hint.get_state_display()),
        Column("at", _("发现时间"), lambda hint: f"{hint.at:%Y-%m-%d}", sort="at"),
    ]


def filters() -> list[Filter]:
    return [
        Filter(
            "q",
            _("材料、单位"),
            lambda text: Q(material__title__icontains=text) | Q(material__unit__name__icontains=text),
        ),
        Filter("kind", _("提示"), lambda kind: Q(kind=kind), HintKind.choices),
        Filter("state", _("状态"), lambda state: Q(state=state), HintState.choices),
    ]


@page(may_read_hints)
def hints(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.hints(), columns(), filters(), order="-at")
    for row in table.rows:
        row.drawn = {"why": why(row), "shape": SHAPES[HintState(row.state)]}  # type: ignore[attr-defined]
    return list_page(
        request,
        "office/truth/hints.html",
        table,
        heading=_("真实性提示"),
        row="office/truth/hint_row.html",
        empty="office/truth/hints_empty.html",
        waiting=queries.open_hints(),
    )


@page(may_read_hints)
def hint(request: HttpRequest, pk: int) -> HttpResponse:
    """One hint: the two materials side by side, and what a person says to it."""
    found = queries.hint(pk)
    sides = [(one, queries.newest(one), lookers(one)) for one in (found.material, found.other) if one is not None]
    for one, _version, _looks in sides:
        looked(by_of(request), one, hint=pk)
    known: dict[str, Any] = {"hint": found, "why": why(found), "shape": SHAPES[HintState(found.state)], "sides": sides}
    known |= {"states": [HintState.FINE, HintState.DOUBTED], "lines": history_of(found)}
    return render(request, "office/truth/hint.html", known)


class JudgeForm(forms.Form):
    state = forms.ChoiceField(choices=[(one.value, one.label) for one in (HintState.FINE, HintState.DOUBTED)])
    words = forms.CharField(max_length=300, required=False)


@act(may_read_hints)
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    asked = JudgeForm(request.POST)
    if asked.is_valid():
        services.judge(by_of(request), queries.hint(pk), **asked.cleaned_data)
        messages.success(request, _("已记下。提示保留，随时可以改。"))
    else:
        messages.error(request, _("没有保存：请选择“没有问题”或“需要核实”。"))
    return redirect("office:truth_hint", pk=pk)


@page(may_read_hints)
def patterns(request: HttpRequest) -> HttpResponse:
    """Units whose papers were often made after the day that they bear."""
    return render(request, "office/truth/patterns.html", {"patterns": queries.patterns()})
