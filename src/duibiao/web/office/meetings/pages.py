"""Meetings of a campaign. Opened before one, and the day after to write down what was resolved.

In ten seconds: which resolutions are late and whose, which meeting comes next.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.asks.services import TooSoon
from duibiao.audit.queries import history_of
from duibiao.duties.refusals import Refused
from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Table
from duibiao.meetings import queries, services
from duibiao.meetings.minutes import minutes_paper
from duibiao.meetings.models import Decision
from duibiao.meetings.permissions import may_raise, may_run_meetings
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.organisation.queries import working_group
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.meetings.forms import TopicForm
from duibiao.web.base.meetings.parts import cockpit_of, columns, filters
from duibiao.web.base.requests import by_of
from duibiao.web.office.meetings.forms import (
    ChangeMeetingForm,
    DecisionForm,
    LookForm,
    MeetingForm,
    MinutesForm,
)

REFUSALS = (TooSoon, Refused, services.NotNow)


def up() -> tuple[tuple[str, str], ...]:
    return ((_("会议和议定事项"), reverse("office:meetings")),)


@page(may_manage_organisation)
def meetings(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.meetings(by), columns(), filters(), order="-held_on")
    return list_page(
        request,
        "office/meetings/list.html",
        table,
        heading=_("会议和议定事项"),
        row="office/meetings/row.html",
        empty="office/meetings/empty.html",
        may_run=may_run_meetings(by),
    )


@page(may_manage_organisation)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    found = queries.meeting(by, pk)
    known: dict[str, Any] = {
        "meeting": found,
        "decisions": queries.decisions_of(found),
        "may_run": may_run_meetings(by),
    }
    known |= {"topics": found.topics.select_related("unit"), "may_raise": may_raise(by, found, None)}
    known |= {"topic_form": TopicForm(), "look_form": LookForm(), "lines": history_of(found)}
    return render(request, "office/meetings/meeting.html", known)


@form(may_run_meetings)
def call_meeting(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    asked = MeetingForm(request.POST or None, initial={"group": request.GET.get("group")})
    return form_page(
        request, asked, lambda given: services.call(by, **given),
        heading=_("召集会议"), act=_("召集"), back=reverse("office:meetings"), where=up(),
        done=_("会议已召集，参加单位会收到通知。"), refusals=REFUSALS,
    )  # fmt: skip


@form(may_run_meetings)
def change_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.meeting(by_of(request), pk)
    start = {name: getattr(found, name) for name in ("kind", "title", "held_on", "place", "version")}
    start |= {"group": found.group_id, "chair": found.chair_id, "units": found.units.all()}
    return form_page(
        request, ChangeMeetingForm(request.POST or None, initial=start),
        lambda given: services.change(by, found, **given),
        heading=_("修改：%s") % found, act=_("保存"), back=reverse("office:meeting", args=[pk]), where=up(),
        done=_("已保存。"), refusals=REFUSALS,
    )  # fmt: skip


@form(may_run_meetings)
def hold_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.meeting(by_of(request), pk)
    start = {"minutes": found.minutes, "version": found.version}
    return form_page(
        request, MinutesForm(request.POST or None, initial=start), lambda given: services.hold(by, found, **given),
        heading=_("会议情况：%s") % found, act=_("保存"), back=reverse("office:meeting", args=[pk]), where=up(),
        done=_("会议情况已保存；请接着登记议定事项。"), refusals=REFUSALS,
    )  # fmt: skip


@form(may_run_meetings)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.meeting(by_of(request), pk)
    asked = DecisionForm(found, request.POST or None, initial={"topic": request.GET.get("topic")})
    return form_page(
        request, asked, lambda given: services.decide(by, found, **given),
        heading=_("登记议定事项"), act=_("登记并下达"), back=reverse("office:meeting", args=[pk]),
        where=(*up(), (found.title, reverse("office:meeting", args=[pk]))),
        done=_("已登记，任务已交给责任单位；缺责任人等要件的留在起草里。"), refusals=REFUSALS,
    )  # fmt: skip


@act(may_run_meetings)
def cancel_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.cancel(by_of(request), queries.meeting(by_of(request), pk))
    except services.NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("会议已取消，单位会收到。"))
    return redirect("office:meeting", pk=pk)


@act(may_run_meetings)
def put_topic(request: HttpRequest, pk: int) -> HttpResponse:
    by, found, asked = by_of(request), queries.meeting(by_of(request), pk), TopicForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有提交：请写明议题。"))
        return redirect("office:meeting", pk=pk)
    try:
        services.put(by, found, **asked.cleaned_data)
    except services.NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("议题已提交。"))
    return redirect("office:meeting", pk=pk)


@act(may_run_meetings)
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Decision.objects.select_related("meeting"), pk=pk)
    asked = LookForm(request.POST)
    if asked.is_valid():
        services.look_back(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("回头看已登记。"))
    else:
        messages.error(request, _("没有登记：请选落实没有，并写看到的情况。"))
    return redirect("office:meeting", pk=found.meeting_id)


@page(may_manage_organisation)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.meeting(by_of(request), pk)
    return download(minutes_paper(found), _("%s纪要") % found.title + ".docx", DOCX)


@page(may_manage_organisation)
def cockpit(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "office/meetings/cockpit.html", cockpit_of(by_of(request), working_group(pk)))
