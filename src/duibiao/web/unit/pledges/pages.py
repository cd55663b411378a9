"""A unit's pledges. In ten seconds: is there one to sign, what does it hold us to, by when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.lib.tables import Table
from duibiao.pledges import queries, services
from duibiao.pledges.choices import State
from duibiao.pledges.permissions import may_sign
from duibiao.web.base import pledge_lists as lists
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def pledges(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = queries.pledges(by)
    table = Table(request.GET, found, lists.columns(), lists.filters(list(campaigns(by))), order="-until")
    waiting = found.filter(state=State.OFFERED, unit=by.unit).count() if by.unit else 0
    return list_page(
        request, "unit/pledges/list.html", table, heading=_("责任书"), row="unit/pledges/row.html",
        empty="unit/pledges/empty.html", waiting=waiting,
    )  # fmt: skip


@page(may_enter)
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.pledge(by_of(request), pk)
    known = {"pledge": found, "kept": queries.kept(found), "may_sign": may_sign(by, found.unit)}
    return render(request, "unit/pledges/pledge.html", known)


@act(may_enter)
def sign_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.sign(by_of(request), queries.pledge(by_of(request), pk), sha256=request.POST.get("sha256", ""))
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已签订。"))
    return redirect("unit:pledge", pk=pk)
