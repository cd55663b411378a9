"""Meetings that a unit takes part in. In ten seconds: when is the next one, what did the last one give us to do, by when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.lib.tables import Table
from duibiao.meetings import queries, services
from duibiao.meetings.permissions import may_raise
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.meetings.forms import TopicForm
from duibiao.web.base.meetings.parts import columns, filters
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def meetings(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.meetings(by), columns(), filters(), order="-held_on")
    return list_page(
        request,
        "unit/meetings/list.html",
        table,
        heading=_("会议和议定事项"),
        row="unit/meetings/row.html",
        empty="unit/meetings/empty.html",
    )


@page(may_enter)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    found = queries.meeting(by, pk)
    known: dict[str, Any] = {"meeting": found, "decisions": queries.decisions_of(found), "topic_form": TopicForm()}
    known |= {"topics": found.topics.select_related("unit"), "may_raise": may_raise(by, found, by.unit)}
    return render(request, "unit/meetings/meeting.html", {**known, "unit": by.unit})


@act(may_enter)
def put_topic(request: HttpRequest, pk: int) -> HttpResponse:
    by, found, asked = by_of(request), queries.meeting(by_of(request), pk), TopicForm(request.POST)
    try:
        if asked.is_valid():
            services.put(by, found, unit=by.unit, **asked.cleaned_data)
            messages.success(request, _("议题已提交。"))
        else:
            messages.error(request, _("没有提交：请写明议题。"))
    except services.NotNow as refused:
        messages.error(request, str(refused))
    return redirect("unit:meeting", pk=pk)
