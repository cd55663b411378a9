"""After a title: what would come along and what would lapse is looked at, then one act opens the period in which it is kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaign as campaign_of
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.upkeep import renewing, rolling, services
from duibiao.upkeep.models import Renewal
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.rolling import Terms
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import renewals as lists

#: Renewals and duties that are named in the preview; the rest is a number.
NAMED = 40


class RollForm(Form):
    title = forms.CharField(label=gettext_lazy("活动名称"), max_length=120)
    since = DateField(label=gettext_lazy("巩固期起"))
    until = DateField(label=gettext_lazy("巩固期止"))
    review_on = DateField(label=gettext_lazy("复审日期"))
    with_duties = forms.BooleanField(label=gettext_lazy("原来的任务带过去（先作草稿，核对后下达）"), required=False)


@form(may_keep)
def roll_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET looks (with other days, if asked); POST opens what was seen."""
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    there = renewing.consolidation_of(campaign)
    if there is not None and there.of_id == campaign.pk:
        return redirect("office:renewals", pk=there.campaign_id)
    start = vars(rolling.usual(campaign))
    sent = request.POST if request.method == "POST" else request.GET
    asked = RollForm(sent) if "title" in sent else RollForm(start)
    known: dict[str, Any] = {"campaign": campaign, "form": asked, "named": NAMED}
    if asked.is_valid():
        terms = Terms(**asked.cleaned_data)
        try:
            if request.method == "POST":
                return _opened(request, campaign, terms)
            known["preview"] = rolling.preview(by, campaign, terms)
        except Refused as refused:
            asked.add_error(refused.field or None, str(refused))
    return render(request, "office/upkeep/roll.html", known)


def _opened(request: HttpRequest, campaign: Campaign, terms: Terms) -> HttpResponse:
    made = services.roll(by_of(request), campaign, terms)
    messages.success(request, _("巩固期已开启。下面是到期要更新的，一项不漏。"))
    return redirect("office:renewals", pk=made.campaign_id)


@page(may_manage_organisation)
def renewals(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    kept = renewing.consolidation_of(campaign)
    return lists.listed(
        request, "office", renewing.of_campaign(by, campaign), campaign=campaign, kept=kept, may_keep=may_keep(by)
    )


@form(may_keep)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Renewal.objects.select_related("consolidation"), pk=pk)
    return lists.renew(request, "office", pk, lists.office_list(held.consolidation.campaign_id))
