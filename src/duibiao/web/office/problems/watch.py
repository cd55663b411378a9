"""What is watched: the looks back of a month's draw, rulings, and the similar sites of a problem."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation, require
from duibiao.problems import queries, services, similar, watching
from duibiao.problems.choices import LookOutcome
from duibiao.problems.models import Draw, Ruling
from duibiao.problems.permissions import may_manage
from duibiao.problems.refusals import Refused
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def look_columns() -> list[Column[Any]]:
    return [
        Column("number", _("编号"), lambda row: row.problem.number, sort="problem__number"),
        Column("words", _("问题"), lambda row: row.problem.words),
        Column("unit", _("责任单位"), lambda row: row.problem.unit.name if row.problem.unit else ""),
        Column("probability", _("入样概率"), lambda row: round(row.probability, 3), sort="probability", number=True),
        Column("due_on", _("最晚哪天看"), lambda row: row.due_on, sort="due_on"),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display(), sort="done"),
    ]


@page(may_manage_organisation)
def looks(request: HttpRequest) -> HttpResponse:
    found = queries.looks(by_of(request))
    outcome = Filter("outcome", _("结果"), lambda one: Q(outcome=one), LookOutcome.choices)
    return list_page(
        request,
        "office/problems/looks.html",
        Table(request.GET, found, look_columns(), [outcome], order="done"),
        heading=_("回头看"),
        row="office/problems/look_row.html",
        empty="office/problems/looks_empty.html",
        draws=Draw.objects.all()[:12],
        may_manage=may_manage(by_of(request)),
    )


@act(may_manage)
def draw_looks(request: HttpRequest) -> HttpResponse:
    """The month's draw, for whoever does not want to wait for the job."""
    made = watching.draw_looks()
    if made is None:
        messages.warning(request, _("这个月已经抽过了；种子和抽样框留在下面，谁都可以重算。"))
    else:
        messages.success(request, _("已抽取：%d 件要回头看。") % made.looks.count())
    return redirect("office:problem_looks")


@page(may_manage_organisation)
def rulings(request: HttpRequest) -> HttpResponse:
    """What was ruled jointly, and where it holds."""
    found = Ruling.objects.select_related("kind", "site", "unit", "problem", "rule", "by__person")
    columns: list[Column[Any]] = [
        Column("kind", _("类型"), lambda row: row.kind.name, sort="kind__order"),
        Column("site", _("范围"), lambda row: row.site.name if row.site else _("全县")),
        Column("unit", _("主管单位"), lambda row: row.unit.name, sort="unit__order"),
        Column("grounds", _("依据"), lambda row: row.grounds),
        Column("at", _("裁定时间"), lambda row: row.at.date(), sort="at"),
        Column("problem", _("由哪个问题"), lambda row: row.problem.number),
    ]
    table = Table(request.GET, found, columns, order="-at")
    return list_page(
        request, "office/problems/rulings.html", table, heading=_("联合裁定"), row="office/problems/ruling_row.html",
        empty="office/problems/rulings_empty.html",
    )  # fmt: skip


@form(may_manage)
def similar_sites(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the same may be: tick sites, their units look for themselves."""
    by = by_of(request)
    require(may_manage(by))
    held = queries.problem(by, pk)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("site") if one.isdigit()]
        try:
            made = services.ask_checks(by, held, sites=chosen)
        except Refused as refused:
            messages.warning(request, refused.words)
        else:
            messages.success(request, _("已请有关单位自查 %d 个同类点位。") % made)
            return redirect("office:problem", pk)
    return render(request, "office/problems/similar.html", {"problem": held, "sites": list(similar.proposed(held))})
