"""The office's first page. Until there is a campaign it says how far the organisation is built and what comes next.

Once there is one, the clerk opens it every morning; in ten seconds: where every campaign stands and what moved since
yesterday, what waits for the office, which day comes next.
"""

from datetime import timedelta
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.campaigns.queries import campaigns
from duibiao.lib.spans import today
from duibiao.organisation import queries
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import queries as places
from duibiao.scores import morning
from duibiao.standards.queries import editions
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.office.campaigns import cards_of
from duibiao.web.office.waiting import waiting

#: How many units are named that fell, and how many days that come.
NAMED = 6


@page(may_manage_organisation)
def home(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    known = {"county": queries.county(), "now": queries.overview(by), "areas": places.coverage(by)}
    under_way = list(campaigns(by).exclude(state__in=[State.NAMED, State.CLOSED]))
    if not under_way:
        return render(request, "office/home.html", {**known, "has_edition": editions(by).exists()})
    return render(request, "office/today.html", {**known, **_today(by, under_way, known)})


def _today(by: User, under_way: list[Campaign], known: dict[str, Any]) -> dict[str, Any]:
    since = morning.since_day(under_way, today() - timedelta(days=1))
    cards = cards_of(under_way)
    fell = [(step.points, one, step) for one in under_way for step in since[one.pk].fell]
    return {
        "day": today(),
        "cards": [{"campaign": one, "since": since[one.pk], **_aim(one, cards[one.pk])} for one in under_way],
        "things": waiting(by, known["now"], known["areas"]),
        "fell": [(one, step) for _points, one, step in sorted(fell, key=itemgetter(0))],
        "known": any(one.known for one in since.values()),
        "named": NAMED,
        "days": _days(under_way),
    }


def _aim(campaign: Campaign, card: dict[str, Any]) -> dict[str, Any]:
    """A card with the distance to its target, in percentage points."""
    gap = card["mean"].gap(campaign.target_rate) if card["mean"] else None
    return {**card, "gap": gap, "beyond": -(gap or 0.0)}


def _days(under_way: list[Campaign]) -> list[dict[str, Any]]:
    """The days that come next, all campaigns together."""
    coming = Milestone.objects.filter(campaign__in=under_way, day__gte=today()).select_related("campaign")
    return [{"row": one, "left": (one.day - today()).days} for one in coming.order_by("day", "pk")[:NAMED]]
