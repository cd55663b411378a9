"""What stands around a campaign's score: its days, the years of its cycle, what does not apply to whom.

Opened by the campaign office when planning and when a unit asks to be let off an indicator. In ten seconds: how long until which
day; what is won over the years, what is still to win and what is needed; which indicator does not apply to whom, and why.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns import cycles, queries, services
from duibiao.campaigns.models import Campaign, Milestone, NotApplicable
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import morning
from duibiao.scores.services import ask_for_work
from duibiao.standards.queries import tree
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.campaign_forms import MilestoneForm, NotApplicableForm


@page(may_manage_organisation)
def days(request: HttpRequest, pk: int) -> HttpResponse:
    """Milestones and the cycle."""
    return _days_page(request, queries.campaign(by_of(request), pk))


def _days_page(request: HttpRequest, campaign: Campaign, **forms: Form) -> HttpResponse:
    parts = list(campaign.years.all())
    mean = morning.means([campaign]).get(campaign.pk)
    running = {one.pk: mean.rate_percent for one in parts if one.year == campaign.until.year} if mean else {}
    known: dict[str, Any] = {
        "campaign": campaign,
        "may_run": may_run_campaigns(by_of(request)),
        "milestones": [{"row": one, "left": (one.day - today()).days} for one in campaign.milestones.all()],
        "cycle": cycles.cycle_of(campaign, parts, {}),
        "projected": cycles.cycle_of(campaign, parts, running) if running else None,
        "rival": cycles.rival_of(parts),
        "milestone_form": MilestoneForm(),
    }
    return render(request, "office/campaigns/days.html", {**known, **forms})


def _say(request: HttpRequest, asked: Form, do: Callable[[dict[str, Any]], Any], done: str) -> bool:
    """Do it and say so, if the form is right."""
    if not asked.is_valid():
        return False
    do(asked.cleaned_data)
    messages.success(request, done)
    return True


@act(may_run_campaigns)
def add_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    asked = MilestoneForm(request.POST)
    if _say(request, asked, lambda given: services.set_milestone(by, found, **given), _("节点已设定。")):
        return redirect("office:campaign_days", pk=pk)
    return _days_page(request, found, milestone_form=asked)


@act(may_run_campaigns)
def drop_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    milestone = get_object_or_404(Milestone.objects.select_related("campaign"), pk=pk)
    services.drop_milestone(by_of(request), milestone)
    messages.success(request, _("节点已删除。"))
    return redirect("office:campaign_days", pk=milestone.campaign_id)


@form(may_manage_organisation)
def not_applicable(request: HttpRequest, pk: int) -> HttpResponse:
    """The decisions; a new one is made at the foot of the page by those who may."""
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    asked = NotApplicableForm(found, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        try:
            services.decide_not_applicable(by, found, **asked.cleaned_data)
        except services.UnknownIndicator:
            asked.add_error("indicator", _("这版标准里没有这个编号的指标；请从列出的里面选。"))
        else:
            ask_for_work(found.pk)
            messages.success(request, _("已认定不适用，得分几秒钟后重新算出。"))
            return redirect("office:not_applicable", pk=pk)
    rows = tree(found.edition)
    known = {"campaign": found, "form": asked, "rows": rows, "decisions": _named(found, rows)}
    return render(request, "office/campaigns/not_applicable.html", {**known, "may_run": may_run_campaigns(by)})


def _named(campaign: Campaign, rows: list[Any]) -> list[dict[str, Any]]:
    """Each decision with its indicator's name."""
    names = {row.code: row.name for row in rows}
    return [{"row": one, "name": names.get(one.indicator, "")} for one in queries.decisions(campaign)]


@act(may_run_campaigns)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(NotApplicable.objects.select_related("campaign", "unit"), pk=pk)
    services.take_back(by_of(request), decision)
    ask_for_work(decision.campaign_id)
    messages.success(request, _("已恢复适用，得分几秒钟后重新算出。"))
    return redirect("office:not_applicable", pk=decision.campaign_id)
