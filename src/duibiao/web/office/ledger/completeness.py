"""How far a campaign's materials are there: by unit, by indicator, as a matrix, and what is missing as a list that can be sent.

Opened by the campaign office every morning while materials come in. In ten seconds: how much of what is demanded is there, until when
there is time, who owes most; then one button that asks for it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.asks.services import TooSoon
from duibiao.campaigns import queries as campaigns
from duibiao.ledger.models import Window
from duibiao.ledger.permissions import may_run_ledger
from duibiao.ledger.queries.completeness import Cell, completeness
from duibiao.ledger.queries.preassessing import preassessed
from duibiao.ledger.queries.waiting import waiting
from duibiao.ledger.services.chasing import chase as send
from duibiao.ledger.services.requirements import set_window, window_of
from duibiao.lib import sheets
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.truth.queries import doubts_by_indicator
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.office.ledger.forms import WindowForm
from duibiao.workdays.queries import calendar

VIEWS = ("unit", "indicator", "matrix", "losses", "missing")


@page(may_manage_organisation)
def ledgers(request: HttpRequest) -> HttpResponse:
    """The campaigns whose materials are collected."""
    by = by_of(request)
    found = [one for one in campaigns.campaigns(by) if one.state != "closed"]
    rows = [(one, window_of(one), completeness(one, today()).total, waiting(by, one, today())) for one in found]
    return render(request, "office/ledger/ledgers.html", {"rows": rows})


def _pace(window: Window, missing: int) -> int:
    """How many pieces must come on each workday that is left; 0 where nothing is missing, or there is no day, or none is left."""
    left = calendar().between(today(), window.closes_on) if window.closes_on else 0
    return -(-missing // left) if left > 0 else 0


@page(may_manage_organisation)
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), campaign_of(by_of(request), pk)
    asked = request.GET.get("view", "unit")
    whole = completeness(found, today())
    if request.GET.get("export") == "xlsx":
        return _workbook(_("%s缺件清单") % found.title, whole.missing())
    known: dict[str, Any] = {
        "campaign": found, "whole": whole, "view": asked if asked in VIEWS else "unit", "window": window_of(found),
        "waits": waiting(by, found, today()), "may_run": may_run_ledger(by), "pace": _pace(window_of(found), whole.total.missing),
    }  # fmt: skip
    if known["view"] == "matrix":
        known["matrix"] = [
            (code, name, [(unit, whole.grid.get((code, unit.code))) for unit, _sum in whole.by_unit])
            for code, name, _sum in whole.by_indicator
        ]
    if known["view"] == "losses":
        known["losses"] = losses = preassessed(whole, doubts_by_indicator(found))
        known["sums"] = {name: sum(getattr(one, name) for one in losses) for name in ("points", "held", "open", "lost")}
    if known["view"] == "missing":
        known["missing"] = whole.missing()[:500]
    return render(request, "office/ledger/ledger.html", known)


def _workbook(title: str, cells: list[Cell]) -> HttpResponse:
    heads = [_("单位"), _("指标"), _("材料"), _("类型"), _("要几份"), _("已有"), _("被退回"), _("还缺"), _("交齐时限")]
    rows = (
        [
            str(cell.unit), cell.requirement.indicator, cell.requirement.title, cell.requirement.get_kind_display(), cell.required,
            cell.given, cell.returned, cell.missing, cell.requirement.due_on,
        ]
        for cell in cells
    )  # fmt: skip
    return download(sheets.workbook(title, heads, rows), f"{title}.xlsx", sheets.XLSX)


@act(may_run_ledger)
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what is missing; of one unit, or of all."""
    found, unit = campaign_of(by_of(request), pk), request.POST.get("unit", "")
    cells = [cell for cell in completeness(found, today()).missing() if not unit or cell.unit.code == unit]
    try:
        done = send(by_of(request), found, cells=cells, urgent=request.POST.get("urgent", "").strip())
    except TooSoon as soon:
        messages.error(request, str(soon))
    else:
        said = {"asked": done.asked, "told": done.told, "already": done.already}
        messages.success(
            request, _("已向 %(told)d 个单位催交 %(asked)d 项；另有 %(already)d 项早已催过，没有重复催。") % said
        )
        if done.nobody:
            messages.warning(request, _("有 %d 个单位没有联络员账号，请打电话。") % done.nobody)
    return redirect(f"{reverse('office:ledger', args=[pk])}?view=missing")


@form(may_run_ledger)
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """When materials are handed up, and how they are reviewed."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    held = window_of(found)
    start = {name: getattr(held, name) for name in ("opens_on", "closes_on", "two_levels", "mend_workdays", "version")}
    back = reverse("office:ledger", args=[pk])
    return form_page(
        request,
        WindowForm(request.POST or None, initial=start),
        lambda given: set_window(by, found, **given),
        heading=_("申报窗口和审核方式"),
        act=_("保存"),
        back=back,
        done=_("申报窗口已保存。"),
        where=((found.title, back),),
    )
