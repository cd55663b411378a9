"""Our duties, one of them, what can be done with it, and signing many at once."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duibiao.duties import answering, queries
from duibiao.duties.choices import State
from duibiao.duties.models import Duty
from duibiao.duties.permissions import may_read_all
from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Column, Table
from duibiao.web.base.duties import lists, pages
from duibiao.web.base.duties.acts import act_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


#: What a liaison officer reads first; the rest follows.
FIRST = ("title", "due_on", "state", "percent", "role", "person")


def columns() -> list[Column[Duty]]:
    held = {one.name: one for one in lists.columns()}
    return [*(held.pop(name) for name in FIRST), *held.values()]


@page(may_enter)
def duties(request: HttpRequest) -> HttpResponse:
    """What the unit owes, the nearest day first; what it gave to others behind a filter. An assessor reads all."""
    by, days = by_of(request), queries.Days.now()
    found = queries.duties(by).exclude(state=State.DRAFT, parent=None)
    if not may_read_all(by) and by.unit is not None:
        given = request.GET.get("given") == "yes"
        found = (
            found.filter(parent__unit=by.unit)
            if given
            else found.filter(Q(unit=by.unit) | Q(unit__path__startswith=by.unit.path))
        )
        found = found if given else found.exclude(state=State.DRAFT)
    found = queries.lit(found, days)
    table = Table(request.GET, found, columns(), lists.filters(days, [], kinds=False), order="due")
    title = _("%s责任清单") % by.unit.name if by.unit else _("任务")
    if request.GET.get("export") == "docx":
        return download(lists.paper(title, table.everything()), f"{title}.docx", DOCX)
    known = {"unit": by.unit, "counts": queries.counts(found, days), "nearest": _nearest(table)}
    return list_page(
        request,
        "unit/duties/list.html",
        table,
        heading=title,
        row="unit/duties/row.html",
        empty="unit/duties/empty.html",
        **known,
    )


def _nearest(table: Table[Duty]) -> Duty | None:
    """The open duty with the nearest day, if the list begins with it."""
    return (
        next((row for row in table.rows if row.state == State.SIGNED), None)
        if table.is_first and not table.is_filtered
        else None
    )


@page(may_enter)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.duty_page(request, DOOR, pk)


@form(may_enter)
def duty_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return act_page(request, DOOR, pk, name)


@act(may_enter)
def sign_duties(request: HttpRequest) -> HttpResponse:
    n = answering.sign_many(by_of(request), duties=[int(pk) for pk in request.POST.getlist("duty") if pk.isdigit()])
    if n:
        messages.success(request, _("已签收 %d 项。") % n)
    else:
        messages.warning(request, _("没有签收：请勾选“待签收”的任务。"))
    return redirect("unit:duties")
