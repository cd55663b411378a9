"""The unit's own self-check. Opened by its liaison officer: what of ours is not met, what we do about it, by when."""

from django.http import HttpRequest, HttpResponse

from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of
from duibiao.web.base.self_checks import pages
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


@page(may_enter)
def self_checks(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.sheet(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@form(may_enter)
def self_check(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.write(request, DOOR, campaign, unit_of(by_of(request), campaign, unit), code)
