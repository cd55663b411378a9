"""The pages of a unit's package, the same behind every door. `door` is the namespace whose addresses the links use."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns import plans
from duibiao.campaigns.models import Campaign
from duibiao.lib.papers import DOCX
from duibiao.lib.sheets import XLSX
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.web.base.lists import download
from duibiao.web.base.packages import papers
from duibiao.web.base.packages.reading import Package, package
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.pages import around


def shown(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """Everything that the campaign asks of the unit, and the unit's own plan."""
    names = ("package", "package_file", "hand_in_plan", "plan_file", "standard")
    known = around(door, campaign, None, unit=unit, **{f"{name}_page": f"{door}:{name}" for name in names})
    found = package(campaign, unit)
    if found is None:
        return render(request, "base/scores/not_yet.html", known)
    by = by_of(request)
    handed_in = list(plans.plans_of(campaign, unit)[:10])
    known |= {"package": found, "plans": handed_in, "may_hand_in": plans.may_hand_in(by, unit), **_next(found)}
    return render(request, "base/packages/package.html", known)


def _next(found: Package) -> dict[str, Any]:
    """What comes next, and how many days are left until then."""
    coming = next((one for one in found.milestones if one.day >= today()), None)
    return {"coming": coming, "left": (coming.day - today()).days if coming else None}


def as_file(request: HttpRequest, campaign: Campaign, unit: Unit, kind: str) -> HttpResponse:
    """The package to keep: kind is xlsx or docx. Before anything is worked out there is nothing to keep."""
    if kind not in ("xlsx", "docx"):
        raise Http404
    found = package(campaign, unit)
    if found is None:
        messages.warning(request, _("得分还没有算出来，过几秒钟再下载。"))
        return redirect(request.headers.get("Referer") or "home")
    name = _("%(unit)s指标包（%(campaign)s）") % {"unit": unit, "campaign": campaign}
    content = papers.workbook(found) if kind == "xlsx" else papers.paper(found)
    return download(content, f"{name}.{kind}", XLSX if kind == "xlsx" else DOCX)


class PlanForm(forms.Form):
    file = forms.FileField()
    words = forms.CharField(max_length=300, required=False)


def hand_in(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """Keep the plan that was chosen, or say what is wrong with it."""
    require(plans.may_hand_in(by_of(request), unit))
    asked = PlanForm(request.POST, request.FILES)
    if not asked.is_valid():
        messages.error(request, _("请选一个文件；说明不超过 300 个字。"))
        return redirect(f"{door}:package", campaign.pk, unit.pk)
    file = asked.cleaned_data["file"]
    why = _keep(request, campaign, unit, file.name, file.read() if file.size <= plans.MOST_BYTES else None)
    messages.error(request, why) if why else messages.success(request, _("工作方案已交，创建办看得到。"))
    return redirect(f"{door}:package", campaign.pk, unit.pk)


def _keep(request: HttpRequest, campaign: Campaign, unit: Unit, name: str, content: bytes | None) -> str:
    """Empty, or what is wrong in words."""
    wrong = {
        "empty": _("这个文件是空的，请重新选。"),
        "large": _("文件超过 20 MB，请压缩图片后再传。"),
        "kind": _("请传 Word、WPS、PDF、OFD 或表格文件（%s）。") % "、".join(plans.KINDS),
    }
    if content is None:
        return wrong["large"]
    try:
        plans.hand_in(by_of(request), campaign, unit, name=name, content=content, words=request.POST.get("words", ""))
    except plans.NotAPlan as refused:
        return wrong[refused.why]
    return ""


def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan as it came."""
    found = plans.plan(by_of(request), pk)
    return download(bytes(found.content), found.name, "application/octet-stream")
