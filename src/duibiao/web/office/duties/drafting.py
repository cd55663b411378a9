"""Drafting: one duty by a form, many from last cycle's campaign; the county's own rule of six parts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.duties import carrying, services
from duibiao.duties.parts import Proposing, template
from duibiao.duties.permissions import may_assign, may_set_template
from duibiao.duties.refusals import Refused
from duibiao.lib.spans import today
from duibiao.standards.queries import standard_of
from duibiao.web.base.duties.forms import DraftForm, TemplateForm
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of


def _asked(request: HttpRequest, held: list[Campaign]) -> Campaign | None:
    asked = request.POST.get("campaign") or request.GET.get("campaign", "")
    return next((one for one in held if str(one.pk) == asked), held[0] if held else None)


@form(may_assign)
def draft_duty(request: HttpRequest) -> HttpResponse:
    """One duty for one unit, beside the matrix: what a meeting resolved, what a list of a working group holds."""
    by = by_of(request)
    held = list(campaigns(by))
    campaign = _asked(request, held)
    if campaign is None:
        messages.warning(request, _("还没有创建活动，请先建立。"))
        return redirect("office:campaigns")
    asked = DraftForm(request.POST or None, initial=_start(campaign, request.GET.get("indicator", "")))
    if request.method == "POST" and asked.is_valid():
        try:
            duty = services.draft(by, campaign, **asked.cleaned_data)
        except Refused as refused:
            asked.add_error(refused.field if refused.field in asked.fields else None, refused.words)
        else:
            messages.success(request, _("已起草，核对后下达。"))
            return redirect("office:duty", pk=duty.pk)
    nodes = standard_of(campaign.edition).leaves
    return render(
        request, "office/duties/draft.html", {"form": asked, "campaign": campaign, "held": held, "nodes": nodes}
    )


def _start(campaign: Campaign, indicator: str) -> dict[str, Any]:
    proposing = Proposing.of(campaign)
    parts = proposing.parts(indicator)
    if not indicator:
        parts |= {"title": "", "standard": ""}
    starts_on = min(today(), parts["due_on"])
    steps = "\n".join(
        f"{day} {words} {percent}%" for day, words, percent in proposing.steps(starts_on, parts["due_on"])
    )
    return {**parts, "indicator": indicator, "starts_on": starts_on, "steps": steps, "role": "lead"}


@form(may_set_template)
def duty_template(request: HttpRequest) -> HttpResponse:
    by, held = by_of(request), template()
    start = {name: getattr(held, name) for name in TemplateForm.base_fields}
    return form_page(
        request,
        TemplateForm(request.POST or None, initial=start),
        lambda given: services.set_template(by, **given),
        heading=_("六定要求"),
        act=_("保存"),
        back=reverse("office:duties"),
        done=_("已保存，以后下达按新的要求。"),
        where=((_("任务"), reverse("office:duties")),),
        sentence=_("下达以前必须写明哪几项，几个工作日内签收；完成时限总要有。"),
    )


@form(may_assign)
def carry_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Last cycle's duties, held against this edition: seen first, taken over then."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    held = [one for one in campaigns(by) if one.pk != found.pk]
    old = next((one for one in held if str(one.pk) == (request.POST.get("old") or request.GET.get("old", ""))), None)
    lines = carrying.preview(old, found) if old else []
    if request.method == "POST" and old is not None:
        picked = set(request.POST.getlist("duty"))
        chosen = {one.duty.pk: one.code for one in lines if str(one.duty.pk) in picked and one.code and not one.wrong}
        outcome = carrying.carry(by, found, old=old, chosen=chosen)
        messages.success(
            request,
            _("已照上一轮起草 %(n)d 项，%(there)d 项原来就有。请核对后下达。")
            % {"n": len(outcome.made), "there": outcome.there},
        )
        return redirect("office:coverage", pk=pk)
    known = {"campaign": found, "held": held, "old": old, "lines": lines, "fit": sum(not one.wrong for one in lines)}
    return render(request, "office/duties/carry.html", known | {"behind": carrying.left_behind(found)})


@act(may_assign)
def follow_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Duties take the codes of the edition that the campaign has moved to."""
    done, rest = carrying.follow_move(by_of(request), campaign_of(by_of(request), pk))
    messages.success(
        request, _("%(done)d 项任务已转到新版编号，%(rest)d 项没有对应，仍挂在旧版上。") % {"done": done, "rest": rest}
    )
    return redirect("office:coverage", pk=pk)
