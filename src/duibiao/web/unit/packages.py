"""What a campaign asks of this unit, to keep, and the unit's own work plan. Opened by its liaison officer at the start.

In ten seconds: how many indicators are ours, what is to be handed in, until when; and whether our plan has been handed in.
"""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.guards import act, page
from duibiao.web.base.packages import pages
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


@page(may_enter)
def package(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.shown(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def package_file(request: HttpRequest, pk: int, unit: int, kind: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.as_file(request, campaign, unit_of(by_of(request), campaign, unit), kind)


@act(may_enter)
def hand_in_plan(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.hand_in(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.plan_file(request, pk)
