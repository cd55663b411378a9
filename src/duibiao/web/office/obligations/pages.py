"""What every unit must do (规定动作). Opened before the period ends, to see who has not, and to look at what was handed in.

In ten seconds: how many have done everything, who lacks what, how many wait for me to look.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.campaigns.queries import campaigns
from duibiao.lib.tables import Listed, Table
from duibiao.obligations import queries, services
from duibiao.obligations.choices import State
from duibiao.obligations.models import Obligation
from duibiao.obligations.permissions import may_set
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores.services import follow
from duibiao.standards.models import Measure
from duibiao.web.base import obligation_lists as lists
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of


class ObligationForm(Form):
    name = forms.CharField(
        label=gettext_lazy("规定动作"), max_length=120, help_text=gettext_lazy("一句话，如：党委会专题研究法治工作。")
    )
    grounds = forms.CharField(label=gettext_lazy("依据"), max_length=300, help_text=gettext_lazy("哪份文件、哪一条。"))
    times = forms.IntegerField(label=gettext_lazy("要做几次"), min_value=1, max_value=60, initial=1)
    since = DateField(label=gettext_lazy("从哪天起"))
    due_on = DateField(label=gettext_lazy("完成时限"))
    kind = forms.ChoiceField(
        label=gettext_lazy("哪类单位"), required=False,
        choices=[("", gettext_lazy("参加活动的所有单位")), *(one for one in UnitKind.choices if one[0] != "county")],
    )  # fmt: skip
    evidence = forms.CharField(
        label=gettext_lazy("要什么佐证"), max_length=200, required=False, help_text=gettext_lazy("如：会议纪要文号。")
    )
    measure = forms.ModelChoiceField(
        Measure.objects.filter(kind="count").order_by("name"), label=gettext_lazy("核对后记入的计量项"), required=False,
        help_text=gettext_lazy("选了就自动计分：核对一次，记一次。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("due_on") and given["due_on"] < given["since"]:
            self.add_error("due_on", _("完成时限早于开始的日子，请改其中一个。"))
        return given


class ChangeObligationForm(ObligationForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("退回理由"), max_length=300)


@page(may_manage_organisation)
def obligations(request: HttpRequest, pk: int) -> HttpResponse:
    """Units × obligations, each with how often it was done; the export is what is seen."""
    campaign = campaign_of(by_of(request), pk)
    asked, lines = queries.table(campaign)
    table = Listed(request.GET, lines, lists.line_columns(asked), lists.line_filters(), lambda line: line.unit.code)
    cells = [cell for line in lines for cell in line.cells if cell is not None]
    known: dict[str, Any] = {
        "campaign": campaign,
        "asked": asked,
        "all": len(lines),
        "may_set": may_set(by_of(request)),
    }
    known |= {"waiting": sum(cell.waiting for cell in cells), "late": sum(cell.state == "bad" for cell in cells)}
    known |= {"all_done": sum(lists.line_stands_so(line, "done") for line in lines)}
    return list_page(
        request, "office/obligations/table.html", table, heading=_("规定动作"), row="office/obligations/line.html",
        empty="office/obligations/table_empty.html", **known,
    )  # fmt: skip


@form(may_set)
def lay_down(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    asked = ObligationForm(request.POST or None, initial={"since": campaign.since, "due_on": campaign.until})
    back = reverse("office:obligations", args=[pk])
    return form_page(
        request, asked, lambda given: services.lay_down(by, campaign, **given), heading=_("下达规定动作"),
        act=_("下达"), back=back, where=((_("规定动作"), back),), done=_("已下达；各单位在自己的页面上看得到。"),
        refusals=(services.Refused,),
    )  # fmt: skip


@form(may_set)
def change_obligation(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), get_object_or_404(Obligation, pk=pk)
    start = {name: getattr(found, name) for name in ChangeObligationForm.base_fields}
    back = reverse("office:obligations", args=[found.campaign_id])
    return form_page(
        request, ChangeObligationForm(request.POST or None, initial={**start, "measure": found.measure_id}),
        lambda given: services.change(by, found, **given), heading=_("修改：%s") % found, act=_("保存"), back=back,
        where=((_("规定动作"), back),), done=_("已保存。"), refusals=(services.Refused,),
    )  # fmt: skip


@act(may_set)
def end_obligation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Obligation, pk=pk)
    services.end(by_of(request), found)
    messages.success(request, _("已停止；报过的都留着。"))
    return redirect("office:obligations", pk=found.campaign_id)


@page(may_manage_organisation)
def fulfilments(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(
        request.GET, queries.fulfilments(by), lists.columns(), lists.filters(list(campaigns(by))), order="-done_on"
    )
    return list_page(
        request, "office/obligations/list.html", table, heading=_("各单位报的规定动作"), row="office/obligations/row.html",
        empty="office/obligations/empty.html", may_set=may_set(by),
    )  # fmt: skip


@page(may_manage_organisation)
def fulfilment(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.fulfilment(by_of(request), pk)
    known = {"one": found, "reason": ReasonForm(), "may_set": may_set(by_of(request))}
    return render(request, "office/obligations/fulfilment.html", {**known, "lines": history_of(found.obligation)})


@act(may_set)
def accept_fulfilment(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepted: it is counted, and the score moves with it."""
    found = queries.fulfilment(by_of(request), pk)
    follow(services.accept(by_of(request), found))
    messages.success(request, _("已核对，记一次。"))
    return _next(request)


@act(may_set)
def return_fulfilment(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.fulfilment(by_of(request), pk)
    asked = ReasonForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有退回：请写明理由。"))
        return redirect("office:fulfilment", pk=pk)
    services.give_back(by_of(request), found, **asked.cleaned_data)
    messages.success(request, _("已退回，单位会收到理由。"))
    return _next(request)


def _next(request: HttpRequest) -> HttpResponse:
    """On to the next one that waits; none: the list."""
    waiting = queries.fulfilments(by_of(request)).filter(state=State.CLAIMED).order_by("id").first()
    return redirect("office:fulfilment", pk=waiting.pk) if waiting else redirect("office:fulfilments")
