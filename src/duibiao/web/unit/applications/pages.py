"""What a unit can apply for, what it has applied for, and what waits for its recommendation.

In ten seconds: is something open for us, what is the next thing to do, by when.
"""

from django.http import HttpRequest, HttpResponse

from duibiao.applications.permissions import may_take_part
from duibiao.applications.queries import applications as queries
from duibiao.applications.queries import selections
from duibiao.web.base.applications import lists
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of


@page(may_take_part)
def applications(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return lists.listed(
        request, "unit", "unit/applications/list.html", queries.applications(by),
        open_ones=selections.offers(by), to_recommend=list(queries.to_recommend(by)),
        **queries.in_hand(by),
    )  # fmt: skip
