"""Marks that an outside assessment gave, beside one's own: where one sees oneself better than others do."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.lib import sheets
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.participation import feedback_queries as queries
from duibiao.participation.models import Feedback
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import feedback as services
from duibiao.scores.models import NodeRow
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.feedback.forms import MarksForm
from duibiao.web.office.feedback.pages import up_to

#: From so many percentage points on a difference is worth a look.
MUCH = 10


def own_rates(campaign: Campaign) -> dict[str, float]:
    """By indicator, what all units together have of its points, in per cent: one statement."""
    rows = NodeRow.objects.filter(campaign=campaign, applies=True, full__gt=0).values("node")
    found = {row["node"]: 100 * row["got"] / row["of"] for row in rows.annotate(got=Sum("worst"), of=Sum("full"))}
    nodes = standard_of(campaign.edition).nodes
    return {node.code: found[node.number] for node in nodes if node.number in found}


@page(may_manage_organisation)
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """Indicator by indicator: theirs, ours, the difference; the largest overestimate first."""
    found = queries.paper(by_of(request), pk)
    rows = queries.beside(found, own_rates(found.campaign))
    rows.sort(key=lambda one: -(one.gap if one.gap is not None else -1000))
    if request.GET.get("export") == "xlsx":
        return _export(found, rows)
    known: dict[str, Any] = {"paper": found, "rows": rows, "mean": queries.mean_gap(rows), "much": MUCH}
    known |= {"over": sum((one.gap or 0) >= MUCH for one in rows), "may": may_take_apart(by_of(request))}
    return render(request, "office/feedback/marks.html", known)


def _export(found: Feedback, rows: list[queries.Beside]) -> HttpResponse:
    heads = [
        _("指标"),
        _("名称"),
        _("外部得分"),
        _("满分"),
        _("外部得分率（%）"),
        _("自评得分率（%）"),
        _("差距（百分点）"),
    ]
    cells = ([one.code, one.name, one.mark.points, one.mark.out_of, one.outside, one.own, one.gap] for one in rows)
    name = _("%s内外对照") % found.title
    return download(sheets.workbook(name, heads, cells), f"{name}.xlsx", sheets.XLSX)


@form(may_take_apart)
def set_marks(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.paper(by_of(request), pk)
    held = "\n".join(f"{one.indicator} {one.points:g} {one.out_of:g}" for one in found.marks.all())
    return form_page(
        request, MarksForm(found, request.POST or None, initial={"text": held}),
        lambda given: services.set_marks(by, found, given["text"]), heading=_("登记外部测评成绩"), act=_("保存"),
        back=reverse("office:paper_marks", args=[pk]), where=up_to(found), done=_("已保存。"),
        sentence=_("只作对照，不进自己的得分。"),
    )  # fmt: skip
