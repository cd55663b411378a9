"""The schedule of a campaign. Opened before a dispatch meeting, and printed for the wall.

In ten seconds: what is behind, whose it is, how many days are left to the next milestone.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign, Milestone
from duibiao.duties import backwards, timeline
from duibiao.duties.choices import Role
from duibiao.duties.permissions import may_assign
from duibiao.duties.refusals import BadDay
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.office.schedule.drawing import chart, sheets

#: What fits on A3 landscape beside the names.
SHEET_ROWS, SHEET_WIDE = 32, 1080
#: The usual stages of a duty, as a first proposal.
STAGES = "制定方案 5\n组织实施 30\n自查自评 5\n补齐短板 10\n材料定稿 5"


class BackForm(Form):
    """From which milestone, through which stages."""

    milestone = forms.ModelChoiceField(Milestone.objects.none(), label=gettext_lazy("从哪个节点倒排"))
    reserve = forms.IntegerField(
        label=gettext_lazy("留几个工作日余地"), min_value=0, max_value=60, initial=3,
        help_text=gettext_lazy("全部做完到节点之间空出的工作日。"),
    )  # fmt: skip
    stages = forms.CharField(
        label=gettext_lazy("阶段和工作日"), widget=forms.Textarea({"rows": 6}), initial=STAGES,
        help_text=gettext_lazy("一行一个阶段，后面空一格写要几个工作日。按法定节假日和调休推算。"),
    )  # fmt: skip

    def __init__(self, campaign: Campaign, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        days = campaign.milestones.order_by("day")
        self.fields["milestone"].queryset = days  # type: ignore[attr-defined]
        self.fields["milestone"].initial = days.filter(day__gte=today()).last()


def _bars(request: HttpRequest, campaign: Campaign) -> list[timeline.Bar]:
    """What the filters leave: a unit, a kind of unit, only what is behind; by indicator, or the most pressing first."""
    found = timeline.on_calendar(by_of(request), campaign).order_by("indicator", "role", "id")
    if (unit := request.GET.get("unit", "")).isdigit():
        found = found.filter(unit=int(unit))
    if (kind := request.GET.get("kind", "")) in UnitKind.values:
        found = found.filter(unit__kind=kind)
    bars = timeline.bars(found)
    return timeline.behind(bars) if request.GET.get("only") == "behind" else bars


def _known(campaign: Campaign, bars: list[timeline.Bar]) -> dict[str, Any]:
    days = list(campaign.milestones.order_by("day"))
    nearest = next((one for one in days if one.day >= today()), None)
    known = {"campaign": campaign, "milestones": days, "behind": timeline.behind(bars), "day": today()}
    return {**known, "next": nearest, "total": len(bars), "provisional": any(bar.provisional for bar in bars)}


@page(may_manage_organisation)
def gantt(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    bars = _bars(request, campaign)
    known = {"kinds": UnitKind.choices, "may_assign": may_assign(by), **_known(campaign, bars)}
    return render(request, "office/schedule/gantt.html", {**known, "chart": chart(bars, known["milestones"], today())})


@page(may_manage_organisation)
def wall_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on A3 landscape, sheet by sheet; of the duties that lead, or of all."""
    campaign, everything = campaign_of(by_of(request), pk), request.GET.get("all") == "1"
    bars = [bar for bar in _bars(request, campaign) if everything or bar.duty.role == Role.LEAD]
    known = _known(campaign, bars)
    drawn = sheets(bars, known["milestones"], today(), SHEET_ROWS, SHEET_WIDE)
    return render(request, "office/schedule/wall.html", {**known, "sheets": drawn, "all": everything})


@form(may_assign)
def plan_back(request: HttpRequest, pk: int) -> HttpResponse:
    """First shown, then written: the same form, the second time with `write`."""
    campaign = campaign_of(by_of(request), pk)
    drafts = backwards.drafts_of(campaign).count()
    asked = BackForm(campaign, request.POST or None)
    known: dict[str, Any] = {"campaign": campaign, "form": asked, "drafts": drafts}
    if request.method == "POST" and asked.is_valid():
        given = asked.cleaned_data
        try:
            stages = backwards.stages_of(given["stages"])
            known["plan"] = backwards.planned_for(campaign, given["milestone"], stages, given["reserve"])
            if "write" in request.POST:
                done = backwards.plan_back(
                    by_of(request), campaign, milestone=given["milestone"], stages=stages, reserve=given["reserve"]
                )
                messages.success(request, _("%d 项起草中的任务已排好开始、阶段和时限。") % done)
                return redirect("office:gantt", pk=pk)
        except BadDay as refused:
            asked.add_error("stages", str(refused))
    return render(request, "office/schedule/back.html", known)
