"""The office's registers. Opened for a report or a meeting: in ten seconds how many, by whom, in which month; and whose two numbers differ."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.registers import queries, services
from duibiao.registers.models import Entry
from duibiao.registers.permissions import may_keep
from duibiao.registers.refusals import Refused
from duibiao.web.base.guards import act, page
from duibiao.web.base.registers import pages
from duibiao.web.base.requests import by_of


@page(may_manage_organisation)
def registers(request: HttpRequest) -> HttpResponse:
    known: dict[str, Any] = {"may_keep": may_keep(by_of(request))}
    return pages.overview(request, "office", "office/registers/registers.html", **known)


@page(may_manage_organisation)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.register(by_of(request), pk)
    return pages.shown_totals(request, "office", pk, doubled=queries.doubled(found))


@page(may_manage_organisation)
def register_rows(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_rows(request, "office", pk)


@page(may_manage_organisation)
def register_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_row(request, "office", pk)


@page(may_manage_organisation)
def register_fed(request: HttpRequest, feed: int, unit: int, day: str) -> HttpResponse:
    return pages.to_rows(request, "office", feed, unit, day)


@act(may_keep)
def lay_out_registers(request: HttpRequest) -> HttpResponse:
    made = services.lay_out(by_of(request))
    messages.success(request, _("已启用 %d 本登记簿，单位现在就可以登记。") % len(made))
    return redirect("office:registers")


@act(may_keep)
def join_entries(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two rows were one joint activity: it is the first one's."""
    rows = Entry.objects.select_related("register", "unit")
    host = get_object_or_404(rows, pk=pk)
    try:
        services.join(by_of(request), host, get_object_or_404(rows, pk=other))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已算成一场，由%s登记，另一个单位列为协办。") % host.unit)
    return redirect("office:register", pk=host.register_id)
