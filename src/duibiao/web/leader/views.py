"""The leader's first page. Opened by the county head, who has one minute, perhaps on a telephone.

In ten seconds, of each campaign: where we stand, what falls and whose it is, what needs a decision; with yes or no at hand.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.organisation import queries
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter
from duibiao.web.leader.now import NAMED, nows, under_way, waiting

#: Costly indicators that are named of each campaign.
FALLS = 3


@page(may_enter)
def home(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    undecided = waiting(by)
    known = {
        "county": queries.county(),
        "nows": nows(list(under_way(by)), undecided, most=FALLS),
        "waiting": undecided,
        "named": NAMED,
        "office": queries.office_contacts(),
    }
    return render(request, "leader/home.html", known)
