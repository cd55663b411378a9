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

from duibiao.campaigns.models import Campaign, Milestone
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib import sheets
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import deviation, sprint
from duibiao.scores.choices import Potential
from duibiao.scores.models import Outlook, StageTarget
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form, VersionedForm
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of

#: Lines of one page; the workbook has all.
MOST = 100


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


def _until(request: HttpRequest, days: list[Milestone]) -> Milestone | None:
    """The milestone that is chosen; the last one where nothing is; None: the end of the period."""
    chosen = request.GET.get("to", "")
    return None if chosen == "end" else next((one for one in days if str(one.pk) == chosen), days[-1] if days else None)


def _lines(request: HttpRequest, campaign: Campaign, until: date) -> list[sprint.Line]:
    """What the filters leave."""
    found = sprint.lines(campaign, until=until)
    if (kind := request.GET.get("potential", "")) in Potential.values:
        found = [one for one in found if one.potential == kind]
    if text := request.GET.get("q", "").strip():
        found = [one for one in found if text in one.unit_name or text in one.name or one.indicator.startswith(text)]
    return found


@page(may_manage_organisation)
def sprint_list(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    days = sprint.coming(campaign)
    to = _until(request, days)
    until = to.day if to else campaign.until
    found = _lines(request, campaign, until)
    if request.GET.get("export") == "xlsx":
        return _export(campaign, found)
    known: dict[str, Any] = {"campaign": campaign, "found": found[:MOST], "more": max(len(found) - MOST, 0)}
    known |= {"classes": _classes(found), "deadline": until, "days": days, "to": to, "potentials": Potential.choices}
    return render(request, "office/sprint/list.html", known)


def _classes(found: list[sprint.Line]) -> list[tuple[str, float]]:
    """The four classes with the points that are to be won in each."""
    return [
        (str(words), sum(one.points for one in found if one.potential == value)) for value, words in Potential.choices
    ]


def _export(campaign: Campaign, found: list[sprint.Line]) -> HttpResponse:
    heads = [_("单位"), _("编号"), _("指标"), _("归类"), _("还能争的分"), _("把握（%）"), _("要花几个工作日"), _("还剩几个工作日"), _("怎么争")]  # fmt: skip
    rows = (
        [one.unit_name, one.indicator, one.name, one.potential_words, round(one.points, 4), one.certainty, one.effort_workdays, one.workdays_left, one.strategy]
        for one in found
    )  # fmt: skip
    name = _("%s冲刺清单") % campaign.title
    return download(sheets.workbook(name, heads, rows), f"{name}.xlsx", sheets.XLSX)


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
