"""The facilities that one's own unit answers for, or that stand on its ground. In ten seconds: which must be dealt with."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.lib.tables import Table
from duibiao.places import facility_queries as queries
from duibiao.web.base import facility_lists as lists
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def facilities(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, lists.rows_for(by), lists.columns(), lists.filters(by), order="site__code")
    return list_page(
        request, "unit/facilities/list.html", table, heading=_("公共设施"), row="unit/facilities/row.html",
        empty="unit/facilities/empty.html", counts=queries.counts(by),
    )  # fmt: skip
