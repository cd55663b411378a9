"""What supervisors are asked to look at. Opened before a drive, and to print the links that go out with it.

In ten seconds: what did we ask of whom until when, and what was found. Nobody is counted, reminded or ranked.
"""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.participation import keys, opening
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.models import Errand
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services import errands as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.supervisors.forms import ErrandForm


def columns(titles: dict[str, str]) -> list[Column[Any]]:
    return [
        Column("title", _("看什么"), lambda row: row.title, sort="title"),
        Column("kind", _("请了谁"), lambda row: titles.get(row.kind, _("一位"))),
        Column("asked", _("请了几位"), lambda row: row.n_asked, number=True),
        Column("sites", _("点位"), lambda row: row.n_sites, number=True),
        Column("due_on", _("哪天前"), lambda row: day_text(row.due_on), sort="due_on"),
        Column("reports", _("反映"), lambda row: row.n_reports, number=True),
        Column("state", _("状态"), lambda row: _("已结束") if row.ended_at else _("进行中")),
    ]


def filters(titles: dict[str, str]) -> list[Filter]:
    return [
        Filter("q", _("看什么"), lambda text: Q(title__icontains=text) | Q(words__icontains=text)),
        Filter("kind", _("请了谁"), lambda kind: Q(kind=kind), list(titles.items())),
        Filter("open", _("状态"), lambda has: Q(ended_at__isnull=has == "yes"), [("yes", _("进行中")), ("no", _("已结束"))]),
    ]  # fmt: skip


@page(may_keep_supervisors)
def errands(request: HttpRequest) -> HttpResponse:
    titles = queries.labels()
    table = Table(request.GET, queries.errands(), columns(titles), filters(titles), order="-due_on")
    return list_page(
        request, "office/supervisors/errands.html", table, heading=_("请监督员去看"), row="office/supervisors/errand_row.html",
        empty="office/supervisors/errands_empty.html", titles=titles,
    )  # fmt: skip


@form(may_keep_supervisors)
def add_errand(request: HttpRequest) -> HttpResponse:
    made: list[Errand] = []
    start = {"uid": uuid4().hex, "supervisor": request.GET.get("supervisor")}
    response = form_page(
        request, ErrandForm(request.POST or None, initial=start),
        lambda given: made.append(services.ask_to_look(by_of(request), **given)), heading=_("请监督员去看"),
        act=_("发出"), back=reverse("office:errands"), where=((_("监督任务"), reverse("office:errands")),),
        done=_("已发出。把下面的链接发给各位监督员。"), refusals=(Refused,),
        sentence=_("请人看看，不定数量，不计次数，不排名。看到问题才报，没有问题不用报。"),
    )  # fmt: skip
    return redirect("office:errand", pk=made[0].pk) if made else response


@page(may_keep_supervisors)
def errand(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to send which link, and what was reported: all reports together, not by person."""
    found = queries.errand(pk)
    asked = list(found.supervisors.order_by("code"))
    held = queries.keys_of(asked)
    links = [(one, request.build_absolute_uri(keys.link_of(held[one.pk])) if one.pk in held else "") for one in asked]
    reports = opening.progress_of(list(queries.reports_of_errand(found).select_related("problem__merged_into")[:100]))
    known = {"errand": found, "links": links, "reports": reports, "sites": list(found.sites.select_related("unit"))}
    known |= {"title": queries.labels().get(found.kind, ""), "lines": history_of(found)}
    response = render(request, "office/supervisors/errand.html", known)
    response["Cache-Control"] = "no-store"
    return response


@act(may_keep_supervisors)
def end_errand(request: HttpRequest, pk: int) -> HttpResponse:
    services.end_errand(by_of(request), queries.errand(pk))
    messages.success(request, _("已结束；监督员的页面上不再列出。"))
    return redirect("office:errand", pk=pk)
