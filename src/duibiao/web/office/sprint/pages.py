"""The sprint list and the targets of a campaign. Opened when few weeks are left.

In ten seconds: what brings most for the least work, whose it is; how far the stage target is, and what would reach it.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Listed, Pick
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import deviation, sprint
from duibiao.scores.choices import Potential
from duibiao.scores.models import Outlook, StageTarget
from duibiao.standards.queries import standard_of
from duibiao.web.base import sprint_lists as lists
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form, VersionedForm
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of


class OutlookForm(VersionedForm):
    certainty = forms.IntegerField(label=gettext_lazy("把握（%）"), min_value=0, max_value=100)
    effort_workdays = forms.IntegerField(label=gettext_lazy("要花几个工作日"), min_value=1, max_value=250)
    potential = forms.ChoiceField(
        label=gettext_lazy("归类"),
        required=False,
        choices=[("", gettext_lazy("按把握和工作日自动归类")), *Potential.choices],
    )
    strategy = forms.CharField(
        label=gettext_lazy("怎么争"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class StageForm(Form):
    name = forms.CharField(label=gettext_lazy("阶段"), max_length=60)
    day = DateField(label=gettext_lazy("到哪天"))
    rate = forms.FloatField(label=gettext_lazy("目标得分率（%）"), min_value=0, max_value=120)


def _days(campaign: Campaign) -> tuple[Pick[sprint.Line], dict[str, date]]:
    """Until which milestone one counts: the last one where nothing is chosen, or the end of the period."""
    days = sprint.coming(campaign)
    until = {str(one.pk): one.day for one in days[:-1]} | {"end": campaign.until}
    words = [(str(one.pk), f"{one.name}（{day_text(one.day)}）") for one in days[:-1]]
    last = f"{days[-1].name}（{day_text(days[-1].day)}）" if days else _("考核期结束")
    choices = [*words, ("end", _("考核期结束"))] if days else []
    return Pick("to", _("算到"), lambda line, day: True, choices, nothing=last), until


@page(may_manage_organisation)
def sprint_list(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    to, days = _days(campaign)
    until = days.get(request.GET.get("to", "")) or sprint.deadline(campaign)
    found = sprint.lines(campaign, until=until)
    table = Listed(request.GET, found, lists.columns(own=False), [*lists.filters(), to], lists.key)
    return list_page(
        request, "office/sprint/list.html", table, heading=_("%s冲刺清单") % campaign.title, row="office/sprint/row.html",
        empty="base/sprint_empty.html", campaign=campaign, classes=_classes(table.everything()), deadline=until,
    )  # fmt: skip


def _classes(found: list[sprint.Line]) -> list[tuple[str, float]]:
    """The four classes with the points that are to be won in each."""
    return [
        (str(words), sum(one.points for one in found if one.potential == value)) for value, words in Potential.choices
    ]


@form(may_run_campaigns)
def outlook(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    node = standard_of(campaign.edition).by_code.get(code)
    if node is None:
        raise Http404
    held = Outlook.objects.filter(campaign=campaign, edition=campaign.edition_id, indicator=code).first() or Outlook()
    start = {name: getattr(held, name) for name in OutlookForm.base_fields}
    back = reverse("office:sprint", args=[pk])
    return form_page(
        request, OutlookForm(request.POST or None, initial=start),
        lambda given: sprint.set_outlook(by, campaign, indicator=code, **given),
        heading=f"{code} {node.indicator.name}", act=_("保存"), back=back, where=((_("冲刺清单"), back),),
        done=_("已保存，清单按新的把握和工作日排。"),
    )  # fmt: skip


@page(may_manage_organisation)
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The staged targets with what was reached; the target rate and the target rank taken apart."""
    campaign = campaign_of(by_of(request), pk)
    held = deviation.stages(campaign)
    nearest = deviation.next_stage(held)
    rate = nearest.target.rate if nearest else campaign.target_rate
    known: dict[str, Any] = {"campaign": campaign, "stages": held, "nearest": nearest, "stage_form": StageForm()}
    if rate is not None:
        apart = sprint.take_apart(campaign, sprint.lines(campaign), rate)
        known |= {"apart": apart, "rate": rate}
        known |= {"by_unit": apart.by_unit()[:12], "by_indicator": apart.by_indicator()[:12]} if apart else {}
    if campaign.target_rank:
        known["behind"] = sprint.to_rank(campaign, campaign.target_rank)[:12]
    return render(request, "office/sprint/targets.html", {**known, "may_run": may_run_campaigns(by_of(request))})


@act(may_run_campaigns)
def set_stage(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, asked = campaign_of(by_of(request), pk), StageForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有保存：请填阶段、日期和 0 到 120 之间的得分率。"))
        return redirect("office:targets", pk=pk)
    try:
        deviation.set_stage(by_of(request), campaign, **asked.cleaned_data)
    except deviation.OutsidePeriod as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("阶段目标已定。"))
    return redirect("office:targets", pk=pk)


@act(may_run_campaigns)
def drop_stage(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(StageTarget.objects.select_related("campaign"), pk=pk)
    deviation.drop_stage(by_of(request), found)
    messages.success(request, _("阶段目标已删除。"))
    return redirect("office:targets", pk=found.campaign_id)
