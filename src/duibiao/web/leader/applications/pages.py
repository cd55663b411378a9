"""Applications for a leader: what the county itself applies for waits for the leader's yes; all others to be seen.

In ten seconds: is something waiting for me.
"""

from django.http import HttpRequest, HttpResponse

from duibiao.applications.queries import applications as queries
from duibiao.web.base.applications import lists
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter


@page(may_enter)
def applications(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return lists.listed(
        request, "leader", "leader/applications/list.html", queries.applications(by), to_recommend=list(queries.to_recommend(by)),
    )  # fmt: skip
