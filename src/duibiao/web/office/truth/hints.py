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
from duibiao.lib.tables import Column, Filter, Table
from duibiao.truth import queries, services
from duibiao.truth.choices import HintKind, HintState
from duibiao.truth.models import Hint
from duibiao.truth.permissions import may_read_hints
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of

#: State → the shape that says it.
SHAPES = {HintState.OPEN: "soon", HintState.FINE: "good", HintState.DOUBTED: "bad"}


def why(hint: Hint) -> str:
    """What was noticed, in one sentence."""
    known: dict[str, Any] = hint.detail
    match hint.kind:
        case HintKind.NEAR:
            return str(_("两张照片的指纹只差 %(bits)d 位（64 位里；不同的场景一般差 25 位左右）。") % known)
        case HintKind.TAKEN:
            return str(_("相机记录的拍摄日期是 %(camera)s，填报的是 %(said)s。") % known)
        case HintKind.PLACE:
            return str(_("填的是同一地点，两张照片的定位相距约 %d 米。") % known["metres"])
        case HintKind.EDITED:
            return str(_("文件里写着由 %(software)s 处理。裁剪、调亮也会留下这个记号。") % known)
        case HintKind.BACKFILLED:
            return str(_("文件制作于 %(made)s，落款日期是 %(said)s，晚了 %(days)d 天。也可能是后来重新排版。") % known)
        case HintKind.NUMBER:
            return str(_("文号 %(number)s 在另一份内容不同的材料上也用了。") % known)
    return _("另一个单位交过一字不差的同一个文件。")


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
    sides = [(one, queries.newest(one)) for one in (found.material, found.other) if one is not None]
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
