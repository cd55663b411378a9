"""Checklists: what is looked at at each type of site, in versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.inspections import checklists as kept
from duibiao.inspections import queries
from duibiao.inspections.models import Checklist, ChecklistVersion, Item
from duibiao.inspections.permissions import may_run_rounds
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards.models import Edition
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.field.forms import ItemForm, TakeInForm
from duibiao_engine.checklists import FILE
from duibiao_engine.packs import find


def up() -> tuple[tuple[str, str], ...]:
    return ((_("检查表"), reverse("office:checklists")),)


@page(may_manage_organisation)
def checklists(request: HttpRequest) -> HttpResponse:
    known = {"rows": list(queries.checklists()), "may_run": may_run_rounds(by_of(request))}
    return render(request, "office/field/checklists.html", known)


@form(may_run_rounds)
def take_in(request: HttpRequest) -> HttpResponse:
    """From the standard's pack, or from a file."""
    asked = TakeInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        edition, file = asked.cleaned_data["edition"], asked.cleaned_data["file"]
        text = file.read().decode("utf-8", "replace") if file else packed(edition)
        made, problems = kept.take_in(by_of(request), edition, text=text) if text else ([], [])
        if made:
            messages.success(request, _("已录入 %d 张检查表。") % len(made))
            return redirect("office:checklists")
        asked.add_error("file", [str(one) for one in problems[:20]] or _("这个标准包没有自带检查表，请选一个文件。"))
    known = {"form": asked, "heading": _("录入检查表"), "act_words": _("录入"), "back": reverse("office:checklists")}
    return render(request, "base/form_page_here.html", {**known, "where": up()})


def packed(edition: Edition) -> str:
    folder = find(edition.standard)
    place = folder / FILE if folder is not None else None
    return place.read_text(encoding="utf-8") if place is not None and place.is_file() else ""


@page(may_manage_organisation)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    found = version_of(pk)
    known = {
        "version": found,
        "items": found.items.select_related("measure"),
        "may_run": may_run_rounds(by_of(request)),
    }
    known["lines"] = history_of(found)
    known["others"] = found.checklist.versions.exclude(pk=pk)
    return render(request, "office/field/checklist.html", known)


def version_of(pk: int) -> ChecklistVersion:
    found = ChecklistVersion.objects.select_related("checklist__type", "checklist__edition")
    return get_object_or_404(found, pk=pk)


@act(may_run_rounds)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    made = kept.draft_from(by_of(request), get_object_or_404(Checklist, pk=pk))
    messages.success(request, _("第 %d 版草稿已建好；启用之前，手机上仍用现行版。") % made.number)
    return redirect("office:checklist_version", pk=made.pk)


@act(may_run_rounds)
def force(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        kept.put_in_force(by_of(request), version_of(pk))
        messages.success(request, _("已启用。正在用旧版检查的，交上来照收，会注明。"))
    except kept.Empty:
        messages.error(request, _("检查表里还没有内容，不能启用；请先加检查内容。"))
    except kept.InForce:
        messages.info(request, _("这一版已经启用过了。"))
    return redirect("office:checklist_version", pk=pk)


@form(may_run_rounds)
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    found = version_of(pk)
    start = {"kind": "look", "answer": "tick", "photo": "fault", "camera_only": True}
    return item_page(request, found, ItemForm(found, request.POST or None, initial=start), _("加检查内容"))


@form(may_run_rounds)
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("checklist_version__checklist__edition"), pk=pk)
    start = {name: getattr(item, name) for name in ItemForm.base_fields} | {"measure": item.measure_id}
    asked = ItemForm(item.checklist_version, request.POST or None, initial=start)
    return item_page(request, item.checklist_version, asked, _("第 %d 项") % item.number)


def item_page(request: HttpRequest, version: ChecklistVersion, asked: ItemForm, heading: str) -> HttpResponse:
    back = reverse("office:checklist_version", args=[version.pk])
    if version.state != "draft":
        messages.error(request, _("启用过的版本不能改；请先起草新一版。"))
        return redirect(back)
    by = by_of(request)
    return form_page(
        request,
        asked,
        lambda given: keep(by, version, **given),
        heading=heading,
        act=_("保存"),
        back=back,
        done=_("已保存。"),
        where=(*up(), (str(version.checklist), back)),
    )


def keep(by: User, version: ChecklistVersion, *, measure: str, **given: Any) -> None:
    kept.keep_item(by, version, measure_id=measure or None, **given)


@act(may_run_rounds)
def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("checklist_version"), pk=pk)
    version = item.checklist_version_id
    try:
        kept.drop_item(by_of(request), item)
    except kept.InForce:
        messages.error(request, _("启用过的版本不能改；请先起草新一版。"))
    return redirect("office:checklist_version", pk=version)
