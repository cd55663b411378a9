"""What a campaign asks of each unit, and the work plans that units handed in.

Opened by the campaign office when tasks are given out and when plans are chased. In ten seconds: who has handed in a plan,
who has not; and of one unit, everything that is asked of it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.campaigns import plans as kept
from duibiao.campaigns import queries as campaigns
from duibiao.campaigns.models import WorkPlan
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import act, page
from duibiao.web.base.packages import pages
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of

DOOR = "office"


@page(may_manage_organisation)
def package(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.shown(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def package_file(request: HttpRequest, pk: int, unit: int, kind: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.as_file(request, campaign, unit_of(by_of(request), campaign, unit), kind)


@act(may_manage_organisation)
def hand_in_plan(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.hand_in(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.plan_file(request, pk)


@page(may_manage_organisation)
def plans(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit that takes part, with its latest plan; those without one first."""
    by = by_of(request)
    campaign = campaign_of(by, pk)
    latest: dict[str, WorkPlan] = {}
    for one in kept.plans(by, campaign):  # the newest comes first
        latest.setdefault(one.unit.code, one)
    rows = [(unit, latest.get(unit.code)) for unit in campaigns.participants(campaign)]
    rows.sort(key=lambda row: row[1] is not None)
    missing = sum(plan is None for _unit, plan in rows)
    known = {"campaign": campaign, "rows": rows, "missing": missing, "handed_in": len(rows) - missing}
    return render(request, "office/campaigns/plans.html", known)
