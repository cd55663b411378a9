"""The unit's first page. Opened by its liaison officer, between two meetings, perhaps on a telephone.

In ten seconds: what I owe and by when; of each campaign my score and rank, what I lost and can still win. Below: who of the unit
is registered, and whom to call.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.asks import queries as asks
from duibiao.lib.spans import today
from duibiao.organisation import queries
from duibiao.organisation.choices import PostKind
from duibiao.places import queries as places
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter
from duibiao.web.unit.mine import mines

#: Asks that are named on the first page; the rest is behind a link.
MOST_ASKS = 6


@page(may_enter)
def home(request: HttpRequest) -> HttpResponse:
    """A unit sees itself; an inspector or assessor without one sees whom to ask."""
    by = by_of(request)
    unit = by.unit
    posts = [post for post in queries.people_of(unit) if post.is_current] if unit else []
    held = mines(unit) if unit else []
    owed = list(asks.open_of(unit)) if unit else []
    known = {
        "county": queries.county(),
        "unit": unit,
        "asks": owed,
        "overdue": sum(one.due_on < today() for one in owed),
        "most_asks": MOST_ASKS,
        "mines": held,
        "scored": any(mine.score for mine in held),
        "winnable": sum(len(mine.winnable) for mine in held),
        "missing": sum(len(mine.missing) for mine in held),
        "posts": posts,
        "without_liaison": not any(post.kind == PostKind.LIAISON for post in posts),
        "areas": places.coverage(by),
        "office": queries.office_contacts(),
    }
    return render(request, "unit/home.html", known)
