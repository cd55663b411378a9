"""A unit's own lines of the sprint list. In ten seconds: which point do we go for first, and is there time."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.lib.tables import Listed
from duibiao.scores import sprint
from duibiao.web.base import sprint_lists as lists
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def sprint_list(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    found = sprint.lines(campaign, by.unit) if by.unit else []
    table = Listed(request.GET, found, lists.columns(own=True), lists.filters(), lists.key)
    return list_page(
        request, "unit/sprint/list.html", table, heading=_("%s冲刺清单") % campaign.title, row="unit/sprint/row.html",
        empty="base/sprint_empty.html", campaign=campaign, own=by.unit, deadline=sprint.deadline(campaign),
        points=sum(one.points for one in found if one.in_time),
    )  # fmt: skip
