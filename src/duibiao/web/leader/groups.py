"""The command structure as a leader sees it: each group's cockpit is one click away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation.queries import working_group, working_groups
from duibiao.web.base.guards import page
from duibiao.web.base.meetings.parts import cockpit_of
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def groups(request: HttpRequest) -> HttpResponse:
    return render(request, "leader/groups.html", {"groups": working_groups()})


@page(may_enter)
def cockpit(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "leader/cockpit.html", cockpit_of(by_of(request), working_group(pk)))
