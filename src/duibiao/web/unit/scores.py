"""A unit's own scores. Opened by its liaison officer between two meetings.

In ten seconds: how many points, which rank, what was lost and can still be won back, and why. An assessor sees every
unit's here, read-only.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.appeals.deadlines import open_since
from duibiao.appeals.permissions import may_appeal_at_all
from duibiao.scores import queries
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import fixed, moves, pages
from duibiao.web.base.scores.reading import campaign_of, unit_of
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


@page(may_enter)
def all_scores(request: HttpRequest) -> HttpResponse:
    """In every campaign, the totals that one sees."""
    return render(request, "unit/all_scores.html", {"totals": queries.own_totals(by_of(request))})


@page(may_enter)
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """The own units among themselves; an assessor sees all."""
    return pages.ranked(request, DOOR, campaign_of(by_of(request), pk))


@page(may_enter)
def score_card(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.card(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def score_moved(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The unit's rank over time, and which indicator moved it."""
    campaign = campaign_of(by_of(request), pk)
    return moves.moved(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def score_why(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    appeals_open = open_since().isoformat() if may_appeal_at_all(by_of(request)) else ""
    return pages.why(request, DOOR, campaign, unit_of(by_of(request), campaign, unit), code, appeals_open)


@page(may_enter)
def unit_losses(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.unit_losses(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def snapshots(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.listed(request, DOOR, pk)


@page(may_enter)
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.shown(request, DOOR, pk)
