"""The list of shortcomings (短板清单) and a shortcoming's page, the same at every door.

Opened before money and people are given out. In ten seconds: what brings most points, whose it is, what is late, what it costs.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.tables import Column, Listed, Pick, Words
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.upkeep import counting, services
from duibiao.upkeep.choices import LIVE, Sort, State
from duibiao.upkeep.counting import Line
from duibiao.upkeep.models import PlanStep, Shortcoming
from duibiao.upkeep.permissions import may_accept, may_keep, may_work
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import forms


def columns() -> list[Column[Line]]:
    return [
        Column("words", _("短板"), lambda one: f"{one.row.words}（{one.row.where}）" if one.row.where else one.row.words),
        Column("sort", _("类别"), lambda one: one.row.get_sort_display(), sort="sort"),
        Column("unit", _("责任单位"), lambda one: one.row.unit.name, sort="unit"),
        Column("indicator", _("指标"), lambda one: f"{one.row.indicator} {one.name}".strip(), sort="indicator"),
        Column("points", _("能争的分"), lambda one: None if one.points is None else round(one.points, 2), sort="points", number=True),
        Column("due", _("时限"), lambda one: one.row.due_on, sort="due"),
        Column("plan", _("计划"), lambda one: f"{one.done}/{one.steps}" if one.steps else ""),
        Column("money", _("资金（万元）"), lambda one: one.row.money_wan, sort="money", number=True),
        Column("state", _("状态"), lambda one: one.row.get_state_display(), sort="state"),
    ]  # fmt: skip


def filters() -> list[Pick[Line]]:
    state: list[tuple[str, Words]] = [("late", _("逾期的")), ("all", _("全部，含已验收")), *State.choices]
    return [
        Pick("q", _("短板、单位、指标"), lambda one, text: text in one.row.words or text in one.row.unit.name or text in one.name or one.row.indicator.startswith(text)),
        Pick("sort_of", _("类别"), lambda one, sort: one.row.sort == sort, Sort.choices),
        Pick("state", _("状态"), _in_state, state, nothing=_("没补齐的")),
        Pick("worth", _("能争分吗"), lambda one, yes: bool(one.points) == (yes == "yes"), [("yes", _("能争分的")), ("no", _("不涉及分的"))]),
    ]  # fmt: skip


def _in_state(one: Line, state: str) -> bool:
    return state == "all" or (one.late if state == "late" else one.row.state == state)


def listed(request: HttpRequest, door: str, **known: Any) -> HttpResponse:
    """Only what is still short, unless another state is asked for."""
    found = counting.lines(counting.shortcomings(by_of(request)))
    shown = found if request.GET.get("state") else [one for one in found if one.row.state in LIVE]
    table = Listed(request.GET, shown, columns(), filters(), key=lambda one: str(one.row.pk))
    return list_page(
        request, "base/upkeep/shortcomings.html", table, heading=_("短板清单"), row="base/upkeep/shortcoming_row.html",
        empty="base/upkeep/shortcomings_empty.html", here=door, row_page=f"{door}:shortcoming", sums=counting.sums(found), **known,
    )  # fmt: skip


def shown(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by, row = by_of(request), counting.shortcoming(by_of(request), pk)
    works = may_work(by, row.unit) or (may_keep(by) and door == "office")
    known: dict[str, Any] = {
        "row": row, "line": counting.line_of(row), "here": door, "steps": list(row.steps.all()), "live": row.state in LIVE,
        "may_work": works and row.state == State.OPEN, "may_keep": may_keep(by) and door == "office" and row.state in LIVE,
        "may_judge": may_accept(by) and row.state == State.MADE_GOOD and row.made_good_by_id != by.pk and door != "leader",
        "lines": history_of(row) if door == "office" else [], "list": reverse(f"{door}:shortcomings"),
    }  # fmt: skip
    return render(request, "base/upkeep/shortcoming.html", known)


Do = Callable[[User, Shortcoming, dict[str, Any]], Any]


def acting(
    request: HttpRequest, door: str, pk: int, form: type[Form], do: Do, *, heading: str, act: str, done: str
) -> HttpResponse:
    """A page with the form of one act on a shortcoming; a refusal is said in it and nothing has happened."""
    by, row = by_of(request), counting.shortcoming(by_of(request), pk)
    back = reverse(f"{door}:shortcoming", args=[pk])
    return form_page(
        request, form(request.POST or None), lambda given: do(by, row, given), heading=heading, act=act, back=back, done=done,
        where=((_("短板清单"), reverse(f"{door}:shortcomings")), (row.words[:24], back)), sentence=row.words, refusals=(Refused,),
    )  # fmt: skip


def make_good(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    row = counting.shortcoming(by_of(request), pk)
    require(may_work(by_of(request), row.unit) or may_keep(by_of(request)))
    return acting(
        request, door, pk, forms.MadeGoodForm, lambda by, held, given: services.make_good(by, held, **given),
        heading=_("报补齐"), act=_("报补齐"), done=_("已报，等另一位同事验收。"),
    )  # fmt: skip


def judge(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    return acting(
        request, door, pk, forms.JudgeForm, lambda by, held, given: services.judge(by, held, **given),
        heading=_("验收短板"), act=_("保存结论"), done=_("验收结论已记下。"),
    )  # fmt: skip


def tick(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """A step of the plan, done or not after all."""
    step = get_object_or_404(PlanStep.objects.select_related("shortcoming__unit"), pk=pk)
    try:
        services.tick_step(by_of(request), step, done=request.POST.get("done") == "yes")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{door}:shortcoming", pk=step.shortcoming_id)
