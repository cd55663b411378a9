"""The office's way into a unit's self-check: reading it before a meeting, writing it down with the liaison officer."""

from django.http import HttpRequest, HttpResponse

from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of
from duibiao.web.base.self_checks import pages

DOOR = "office"


@page(may_manage_organisation)
def self_checks(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.sheet(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@form(may_run_campaigns)
def self_check(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.write(request, DOOR, campaign, unit_of(by_of(request), campaign, unit), code)
