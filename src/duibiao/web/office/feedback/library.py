"""The library of what higher levels have said (反馈意见库): of all papers and years, to be searched, each on its way to a problem.

Opened before an assessment (“what did they fault here before?”) and when an item is still nobody's. In ten seconds: was this said
before, how often, and what became of it.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.participation import feedback_queries as queries
from duibiao.participation.choices import Aspect
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import feedback as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.feedback import stages, unit_of
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Any]]:
    return [
        Column("words", _("反馈的问题"), lambda row: row.words),
        Column("paper", _("哪次反馈"), lambda row: f"{row.feedback.title} {row.came_on}", sort="came_on"),
        Column("aspect", _("方面"), lambda row: row.get_aspect_display(), sort="aspect"),
        Column("indicator", _("指标"), lambda row: row.indicator, sort="indicator"),
        Column("again", _("还提过"), lambda row: row.again, sort="again", number=True),
        Column("unit", _("责任单位"), lambda row: str(unit_of(row) or "")),
        Column("stage", _("进展"), lambda row: stages()[row.stage]),
        Column("problem", _("问题编号"), lambda row: row.problem.number if row.problem else ""),
    ]


def filters(held: list[tuple[str, str]]) -> list[Filter]:
    return [
        Filter("q", _("问题、单位、哪次反馈"), _said),
        Filter("campaign", _("创建活动"), lambda pk: Q(feedback__campaign=pk), held),
        Filter("aspect", _("方面"), lambda aspect: Q(aspect=aspect), Aspect.choices),
        Filter("stage", _("进展"), lambda stage: queries.STAGES[stage], list(stages().items())),
        Filter("indicator", _("指标"), lambda code: Q(indicator__startswith=code)),
        Filter("again", _("反复"), lambda _on: Q(again__gt=0), [("yes", _("不止一次被指出的"))]),
    ]


def _said(text: str) -> Q:
    """Every word must be found somewhere, in any order."""
    found = Q()
    for word in text.split():
        found &= (
            Q(words__icontains=word) | Q(unit__name__icontains=word)
            | Q(feedback__title__icontains=word) | Q(feedback__sender__icontains=word)
        )  # fmt: skip
    return found


@page(may_manage_organisation)
def opinions(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    held = [(str(one.pk), one.title) for one in campaigns(by)]
    table = Table(request.GET, queries.opinions(by), columns(), filters(held), order="-came_on")
    return list_page(
        request, "office/feedback/opinions.html", table, heading=_("反馈意见库"), row="office/feedback/opinion_row.html",
        empty="office/feedback/opinions_empty.html", may=may_take_apart(by),
    )  # fmt: skip


@act(may_take_apart)
def assign_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """One item of the library becomes a problem; what it lacks is filled in first."""
    found = queries.item(by_of(request), pk)
    try:
        made = services.assign_item(by_of(request), found)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("office:change_feedback_item", pk=pk)
    assert made.problem is not None
    messages.success(request, _("已转为问题 %s，交给了责任单位。") % made.problem.number)
    return redirect("office:opinions")
