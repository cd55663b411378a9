"""A unit's own lines of the sprint list. In ten seconds: which point do we go for first, and is there time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.scores import sprint
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def sprint_list(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    found = sprint.lines(campaign, by.unit) if by.unit else []
    known: dict[str, Any] = {
        "campaign": campaign,
        "own": by.unit,
        "found": found,
        "deadline": sprint.deadline(campaign),
    }
    known["points"] = sum(one.points for one in found if one.in_time)
    return render(request, "unit/sprint/list.html", known)
