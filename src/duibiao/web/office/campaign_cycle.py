"""The cycle of a campaign: years and ways of assessment with their weights, tried out; the target rank; the calendar.

Opened when a year's result comes out and when next year is planned. In ten seconds: what is won, what can still be won,
how high the rest must be for the target rate and for the target rank; what comes of it if next year goes so or so.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.campaigns import cycles, queries, services
from duibiao.campaigns.models import Campaign, CycleYear
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import morning
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.cycle_forms import YearForm


@page(may_manage_organisation)
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The weights, what was published, and a try-out that keeps nothing."""
    return _page(request, queries.campaign(by_of(request), pk))


def _page(request: HttpRequest, campaign: Campaign, form: Form | None = None) -> HttpResponse:
    parts = list(campaign.years.all())
    running = _running(campaign, parts)
    tried = _tried(request, parts)
    known: dict[str, Any] = {
        "campaign": campaign,
        "may_run": may_run_campaigns(by_of(request)),
        "rows": [_row(one, parts, running, tried) for one in parts],
        "weights": sum(one.weight for one in parts),
        "cycle": cycles.cycle_of(campaign, parts, {}),
        "projected": cycles.cycle_of(campaign, parts, running) if running else None,
        "trial": cycles.cycle_of(campaign, parts, tried) if tried else None,
        "rival": cycles.rival_of(parts),
        "target": cycles.target_of(campaign),
        "nodes": cycles.nodes(campaign, parts),
        "today": today(),
        "form": form or YearForm(),
    }
    return render(request, "office/campaigns/cycle.html", known)


def _running(campaign: Campaign, parts: Sequence[CycleYear]) -> dict[int, float]:
    """The county's mean as of now, for what is assessed this year and not published yet."""
    mean = morning.means([campaign]).get(campaign.pk)
    if mean is None:
        return {}
    return {
        one.pk: mean.rate_percent for one in parts if one.year == campaign.until.year and one.published_rate is None
    }


def _tried(request: HttpRequest, parts: Sequence[CycleYear]) -> dict[int, float]:
    """The rates that somebody tries, of what is not published; what is no rate is left out."""
    found = {}
    for one in parts:
        try:
            rate = float(request.GET.get(f"try-{one.pk}", ""))
        except ValueError:
            continue
        if one.published_rate is None and 0.0 <= rate <= 100.0:
            found[one.pk] = rate
    return found


def _row(
    one: CycleYear, parts: Sequence[CycleYear], running: Mapping[int, float], tried: Mapping[int, float]
) -> dict[str, Any]:
    """A result with its share of the whole and what it brought."""
    everything = sum(part.weight for part in parts) or 1.0
    brought = None if one.published_rate is None else one.weight * one.published_rate / everything
    return {"row": one, "brought": brought, "running": running.get(one.pk), "tried": tried.get(one.pk)}


@act(may_run_campaigns)
def set_year(request: HttpRequest, pk: int) -> HttpResponse:
    """A year's weight and, once there is one, its published result; the same year and way again replaces both."""
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    asked = YearForm(request.POST)
    if not asked.is_valid():
        return _page(request, found, asked)
    services.set_year(by, found, **asked.cleaned_data)
    messages.success(request, _("年度已保存。"))
    return redirect("office:campaign_cycle", pk=pk)


@act(may_run_campaigns)
def drop_year(request: HttpRequest, pk: int) -> HttpResponse:
    year = get_object_or_404(CycleYear.objects.select_related("campaign"), pk=pk)
    cycles.drop_year(by_of(request), year)
    messages.success(request, _("这一行已删除，原来的数字留在操作记录里。"))
    return redirect("office:campaign_cycle", pk=year.campaign_id)


@act(may_run_campaigns)
def plan_nodes(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked days of the cycle's calendar become milestones."""
    found = queries.campaign(by_of(request), pk)
    proposed = cycles.nodes(found, found.years.all())
    chosen = [
        (one.name, _day(request.POST.get(f"day-{n}", ""), one.day))
        for n, one in enumerate(proposed)
        if f"n-{n}" in request.POST
    ]
    made = cycles.plan_nodes(by_of(request), found, chosen=chosen)
    said = ngettext("已生成 %(n)s 个节点。", "已生成 %(n)s 个节点。", made) % {"n": made}
    messages.success(request, said)
    return redirect("office:campaign_days", pk=pk)


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
