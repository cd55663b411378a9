"""Selections: the list, the board of one, and setting one up. Opened when a selection runs, every morning.

In ten seconds: how many places are taken, where the applications stand, what waits for me.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.applications.choices import LIVE, SelectionState, State
from duibiao.applications.models import Category, Selection
from duibiao.applications.permissions import may_run
from duibiao.applications.queries import applications as found_in
from duibiao.applications.queries import selections as reading
from duibiao.applications.refusals import Refused
from duibiao.applications.services import sending, setting_up
from duibiao.audit.queries import history_of
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.applications import lists
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.applications import forms

SHAPES = {SelectionState.DRAFT: "none", SelectionState.OPEN: "info", SelectionState.ENDED: "good"}


def up(selection: Selection | None = None) -> tuple[tuple[str, str], ...]:
    """The way back."""
    top = ((_("评选申报"), reverse("office:selections")),)
    return top if selection is None else (*top, (selection.title, reverse("office:selection", args=[selection.pk])))


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("名称"), lambda row: row.title, sort="title"),
        Column("direction", _("类型"), lambda row: row.get_direction_display()),
        Column("state", _("状态"), lambda row: row.get_state_display()),
        Column("closes_on", _("申报截止"), lambda row: row.closes_on, sort="closes_on"),
        Column("came", _("已申报"), lambda row: row.came, number=True),
        Column("waiting", _("待初审"), lambda row: row.waiting, number=True),
        Column("late", _("超期"), lambda row: row.late, number=True),
        Column("named", _("已命名"), lambda row: row.named, number=True),
        Column("grounds", _("依据的文件"), lambda row: row.grounds),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("名称、文件"), lambda text: Q(title__icontains=text) | Q(grounds__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), SelectionState.choices),
    ]


@page(may_manage_organisation)
def selections(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, reading.selections(by), columns(), filters(), order="-closes_on")
    for row in table.rows:
        row.shape = SHAPES[SelectionState(row.state)]
    return list_page(
        request, "office/applications/selections.html", table, heading=_("评选申报"),
        row="office/applications/selection_row.html", empty="office/applications/selections_empty.html", may_run=may_run(by),
    )  # fmt: skip


@page(may_manage_organisation)
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), reading.selection(by_of(request), pk)
    lanes, states = reading.board(found), reading.states_of(found)
    waiting = found_in.queue(by, found).values_list("pk", flat=True)
    totals = {state: sum(lane.counts.get(state, 0) for lane in lanes) for state in states}
    known: dict[str, Any] = {
        "selection": found, "lanes": lanes, "states": states, "may_run": may_run(by), "shape": SHAPES[SelectionState(found.state)],
        "cells": [(lane, [(state, lane.counts.get(state, 0)) for state in states]) for lane in lanes], "totals": totals,
        "first_waiting": waiting.first(), "waiting": totals[State.EXAMINING], "late": _late(found),
        "running": sum(n for state, n in totals.items() if state in LIVE), "named": totals[State.NAMED],
        "announcing": totals.get(State.ANNOUNCING, 0), "fields": found.fields.all(), "lines": history_of(found),
        "conditions": found.conditions.select_related("category"), "notices": reading.notices(found),
        "objections": reading.objections(found)[:50], "packages": reading.packages(found), "sendable": len(sending.sendable(found)),
    }  # fmt: skip
    return render(request, "office/applications/selection.html", known)


def _late(found: Selection) -> int:
    return found.applications.filter(reading.overdue()).count()


@page(may_manage_organisation)
def applications(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = found_in.applications(by)
    return lists.listed(request, "office", "office/applications/applications.html", found)


@form(may_run)
def set_up_selection(request: HttpRequest) -> HttpResponse:
    by, made = by_of(request), []
    response = form_page(
        request, forms.SelectionForm(request.POST or None), lambda given: made.append(setting_up.set_up(by, **given)),
        heading=_("新建评选或申报"), act=_("建立"), back=reverse("office:selections"), where=up(),
        done=_("已建立；接着加类别、条件，再发布。"), sentence=_("发布以前只有创建办看得到。"),
    )  # fmt: skip
    if made:
        response["Location"] = reverse("office:selection", args=[made[0].pk])
    return response


@form(may_run)
def change_selection(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), reading.selection(by_of(request), pk)
    start = {name: getattr(found, name) for name in forms.ChangeSelectionForm.base_fields}
    asked = forms.ChangeSelectionForm(request.POST or None, initial={**start, "campaign": found.campaign_id})
    return form_page(
        request, asked, lambda given: setting_up.change(by, found, **given), heading=_("修改：%s") % found, act=_("保存"),
        back=reverse("office:selection", args=[pk]), where=up(found), done=_("已保存。"),
    )  # fmt: skip


#: What a selection is made of: its form, how it is added and dropped, the words above the form.
PARTS: dict[str, Any] = {
    "category": (forms.CategoryForm, setting_up.add_category, setting_up.drop_category, "categories"),
    "condition": (forms.ConditionForm, setting_up.add_condition, setting_up.drop_condition, "conditions"),
    "field": (forms.FieldForm, setting_up.add_field, setting_up.drop_field, "fields"),
}


def _heading(part: str) -> str:
    return {"category": _("增加类别"), "condition": _("增加条件"), "field": _("增加申报书栏目")}[part]


@form(may_run)
def add_selection_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    by, found = by_of(request), reading.selection(by_of(request), pk)
    if part not in PARTS:
        raise Http404
    shape, add, _drop, _rows = PARTS[part]
    asked = shape(found, request.POST or None) if part == "condition" else shape(request.POST or None)
    return form_page(
        request, asked, lambda given: add(by, found, **given), heading=_heading(part), act=_("加上"),
        back=reverse("office:selection", args=[pk]), where=up(found), done=_("已加上。"), refusals=(Refused,),
    )  # fmt: skip


@act(may_run)
def drop_selection_part(request: HttpRequest, pk: int, part: str, key: int) -> HttpResponse:
    by, found = by_of(request), reading.selection(by_of(request), pk)
    if part not in PARTS:
        raise Http404
    _shape, _add, drop, rows = PARTS[part]
    try:
        drop(by, get_object_or_404(getattr(found, rows), pk=key))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已去掉。"))
    return redirect("office:selection", pk=pk)


@form(may_run)
def change_category(request: HttpRequest, pk: int) -> HttpResponse:
    """The places: the one thing that a document changes while a selection runs."""
    by, found = by_of(request), get_object_or_404(Category.objects.select_related("selection"), pk=pk)
    start = {"quota": found.quota, "recommend_quota": found.recommend_quota}
    return form_page(
        request, forms.ChangeCategoryForm(request.POST or None, initial=start),
        lambda given: setting_up.change_category(by, found, **given), heading=_("名额：%s") % found, act=_("保存"),
        back=reverse("office:selection", args=[found.selection_id]), where=up(found.selection), done=_("已保存。"),
        refusals=(Refused,),
    )  # fmt: skip


@act(may_run)
def selection_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Open it, end it."""
    by, found = by_of(request), reading.selection(by_of(request), pk)
    deeds = {
        "open": (setting_up.open_selection, _("已发布，各单位看得到了。")),
        "end": (setting_up.end_selection, _("已结束。")),
    }
    if what not in deeds:
        raise Http404
    do, done = deeds[what]
    try:
        with transaction.atomic():
            do(by, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("office:selection", pk=pk)
