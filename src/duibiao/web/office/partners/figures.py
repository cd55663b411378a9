"""How the partner's places count for it: the rule of a campaign, last month by it, and the button that records it as facts.

In ten seconds: is there a rule, what would last month be for each unit.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.lib.sheets import XLSX, workbook
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.partners import counting, services
from duibiao.partners.choices import Basis
from duibiao.partners.models import Rule
from duibiao.partners.permissions import may_keep
from duibiao.scores.services import follow
from duibiao.standards.models import Measure
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of


class RuleForm(Form):
    basis = forms.ChoiceField(label=gettext_lazy("按什么算"), choices=Basis.choices, widget=forms.RadioSelect)
    measure = forms.ModelChoiceField(
        Measure.objects.none(), label=gettext_lazy("记入的计量项"),
        help_text=gettext_lazy("标准里给包联成效留的那一项，要是比率。怎样得分由标准的计分办法定。"),
    )  # fmt: skip
    grounds = forms.CharField(label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("哪份文件、哪一条。"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, campaign: Campaign, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        ratios = Measure.objects.filter(kind="ratio", bindings__edition=campaign.edition_id).distinct().order_by("name")
        self.fields["measure"].queryset = ratios  # type: ignore[attr-defined]


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


def address(campaign: Campaign) -> str:
    return f"{reverse('office:partner_figures')}?campaign={campaign.pk}"


@page(may_manage_organisation)
def partner_figures(request: HttpRequest) -> HttpResponse:
    """One campaign's; the first with a rule, else the newest, unless another is asked for."""
    by = by_of(request)
    every = list(campaigns(by).order_by("partner_rule__pk", "-since", "-pk"))
    asked = request.GET.get("campaign", "")
    chosen = next((one for one in every if str(one.pk) == asked), every[0] if every else None)
    rule = Rule.objects.filter(campaign=chosen).select_related("measure", "campaign").first() if chosen else None
    lines = counting.shares(rule, last_month()) if rule else []
    if request.GET.get("export") == "xlsx":
        rows = [[one.unit.name, one.good, one.out_of, round(one.percent, 1)] for one in lines]
        heads = [_("包联单位"), _("合格（按期）"), _("总数"), _("比率（%）")]
        return download(workbook(_("包联成效"), heads, rows), f"{_('包联成效')}.xlsx", XLSX)
    known: dict[str, Any] = {
        "campaign": chosen,
        "campaigns": every,
        "rule": rule,
        "shares": lines,
        "month": last_month(),
    }
    known |= {"may_keep": may_keep(by), "lines": history_of(rule) if rule else []}
    return render(request, "office/partners/figures.html", known)


@form(may_keep)
def set_partner_rule(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    held = Rule.objects.filter(campaign=campaign).first()
    start = {"basis": held.basis if held else Basis.GOOD, "version": held.version if held else 0}
    start |= {"measure": held.measure_id, "grounds": held.grounds} if held else {}
    return form_page(
        request, RuleForm(campaign, request.POST or None, initial=start),
        lambda given: services.set_rule(by, campaign, **given), heading=_("包联成效怎样计分"), act=_("保存"),
        back=address(campaign), where=((_("包联成效"), address(campaign)),), done=_("已保存；已经记入的不变。"),
        refusals=(services.Refused,),
    )  # fmt: skip


@act(may_keep)
def post_partner_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Last month becomes facts; a month that has changed since supersedes what was recorded."""
    campaign = campaign_of(by_of(request), pk)
    rule = get_object_or_404(Rule.objects.select_related("measure", "campaign"), campaign=campaign)
    with transaction.atomic():
        made = counting.post_month(by_of(request), rule, month=last_month())
        follow(made)
    messages.success(request, _("已记入 %d 条包联成效，得分随后更新。") % len(made))
    return redirect(address(campaign))
