"""All duties. Opened by the campaign office every morning.

In ten seconds: what nobody has signed, what was returned, what is overdue, what waits for our own answer; given out in bulk.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.duties import queries, services
from duibiao.duties.permissions import may_assign
from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.duties import lists, pages
from duibiao.web.base.duties.acts import act_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of

DOOR = "office"


@page(may_manage_organisation)
def duties(request: HttpRequest) -> HttpResponse:
    by, days = by_of(request), queries.Days.now()
    held = list(campaigns(by))
    found = queries.lit(queries.duties(by), days)
    table = Table(request.GET, found, lists.columns(), lists.filters(days, held), order="due")
    asked = next((one for one in held if str(one.pk) == request.GET.get("campaign")), None)
    title = _("%s任务分解表") % asked.title if asked else _("任务分解表")
    if request.GET.get("export") == "docx":
        return download(lists.paper(title, table.everything()), f"{title}.docx", DOCX)
    counted = found.filter(campaign=asked) if asked else found
    return list_page(
        request,
        "office/duties/list.html",
        table,
        heading=title,
        row="office/duties/row.html",
        empty="office/duties/empty.html",
        counts=queries.counts(counted, days),
        asked=asked,
        may_assign=may_assign(by),
    )


@page(may_manage_organisation)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.duty_page(request, DOOR, pk)


@form(may_assign)
def duty_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return act_page(request, DOOR, pk, name)


@act(may_assign)
def issue_duties(request: HttpRequest) -> HttpResponse:
    """Give out the chosen drafts, or all of a campaign; what is not complete stays, and is named."""
    by = by_of(request)
    chosen = [int(pk) for pk in request.POST.getlist("duty") if pk.isdigit()]
    if (campaign := request.POST.get("campaign", "")).isdigit():
        chosen = list(queries.duties(by).filter(campaign=int(campaign), state="draft").values_list("pk", flat=True))
    outcome = services.issue_many(by, duties=chosen)
    if outcome.done:
        messages.success(request, _("已下达 %d 项，等单位签收。") % len(outcome.done))
    for held, lacks in outcome.incomplete[:5]:
        messages.warning(request, _("“%(name)s”没有下达，缺：%(parts)s。") % {"name": held, "parts": "、".join(lacks)})
    if len(outcome.incomplete) > 5:
        messages.warning(request, _("还有 %d 项也没有写全，没有下达。") % (len(outcome.incomplete) - 5))
    if not outcome.done and not outcome.incomplete:
        messages.warning(request, _("没有可以下达的：请勾选“起草中”的任务。"))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "office:duties")
