"""The office's pages about the command structure."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.organisation import queries, services
from duibiao.organisation.models import Member
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import ChangeGroupForm, GroupForm, MemberForm, MemberUnitForm


@page(may_manage_organisation)
def groups(request: HttpRequest) -> HttpResponse:
    """The whole structure as a tree."""
    every = list(queries.working_groups())
    below: dict[int | None, list[object]] = {}
    for group in every:
        below.setdefault(group.parent_id, []).append(group)
    for group in every:
        group.below = below.get(group.pk, [])  # type: ignore[attr-defined]
    return render(request, "office/groups.html", {"top": below.get(None, []), "county": queries.county()})


@page(may_manage_organisation)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.working_group(pk)
    known = {"group": found, "unit_form": MemberUnitForm(), "member_form": MemberForm(), "lines": history_of(found)}
    return render(request, "office/group.html", known)


def up() -> tuple[tuple[str, str], ...]:
    return ((_("指挥体系"), reverse("office:groups")),)


@form(may_manage_organisation)
def add_group(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        GroupForm(request.POST or None, initial={"parent": request.GET.get("parent")}),
        lambda given: services.add_group(by, **given),
        heading=_("新增工作组"),
        act=_("保存"),
        back=reverse("office:groups"),
        done=_("工作组已新增。"),
        where=up(),
    )


@form(may_manage_organisation)
def change_group(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.working_group(pk)
    start = {name: getattr(found, name) for name in ChangeGroupForm.base_fields}
    return form_page(
        request,
        ChangeGroupForm(request.POST or None, initial=start),
        lambda given: services.change_group(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:group", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@act(may_manage_organisation)
def add_member_unit(request: HttpRequest, pk: int) -> HttpResponse:
    asked = MemberUnitForm(request.POST)
    if asked.is_valid():
        services.add_member_unit(by_of(request), queries.working_group(pk), **asked.cleaned_data)
        messages.success(request, _("单位已加入。"))
    else:
        messages.error(request, _("没有加入：请选择单位。"))
    return redirect("office:group", pk=pk)


@act(may_manage_organisation)
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    asked = MemberForm(request.POST)
    if asked.is_valid():
        services.add_member(by_of(request), queries.working_group(pk), since=today(), **asked.cleaned_data)
        messages.success(request, _("人员已加入。"))
    else:
        messages.error(request, _("没有加入：请选择人员并写明组内职务。"))
    return redirect("office:group", pk=pk)


@act(may_manage_organisation)
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("group"), pk=pk)
    services.remove_member(by_of(request), member, until=today())
    messages.success(request, _("已退出，历史记录保留。"))
    return redirect("office:group", pk=member.group_id)
