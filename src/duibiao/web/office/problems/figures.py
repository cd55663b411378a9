"""Problems in figures: by unit, the three speeds, causes of old cases; and what of it goes into the journal of facts."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from duibiao.lib import sheets
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.problems import counting, figures, queries
from duibiao.problems.permissions import may_manage
from duibiao.scores.services import follow
from duibiao.standards.models import Measure
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of

NAMES = (
    "name", "all", "fixed", "fixed_percent", "live", "late_now", "late_percent", "reworked", "relapsed", "relapse_percent",
    "found_hours", "judged_hours", "solved_hours", "cards",
)  # fmt: skip


def heads() -> list[str]:
    return [
        _("单位"), _("件数"), _("已解决"), _("销号率（%）"), _("在办"), _("超期"), _("超期率（%）"), _("返工"), _("反弹"),
        _("反弹率（%）"), _("发现时效（小时）"), _("研判时效（小时）"), _("解决时效（小时）"), _("亮牌"),
    ]  # fmt: skip


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:  # a 31st of February
        return None


@page(may_manage_organisation)
def problem_figures(request: HttpRequest) -> HttpResponse:
    """By unit: closed, late, reworked, relapsed, how fast; of what was found in a span, or ever."""
    since, until = _day(request, "since"), _day(request, "until")
    found = figures.within(queries.problems(by_of(request)), since, until)
    rows = figures.by_unit(found)
    if request.GET.get("export") == "xlsx":
        content = sheets.workbook(_("整改统计"), heads(), [[row[name] for name in NAMES] for row in rows])
        return download(content, f"{_('整改统计')}.xlsx", sheets.XLSX)
    measures = list(Measure.objects.filter(kind__in=("ratio", "count")).order_by("name"))
    known = {
        "rows": rows,
        "heading": _("整改统计"),
        "may_manage": may_manage(by_of(request)),
        "since": since,
        "until": until,
    }
    known |= {
        "measures": [one for one in measures if one.kind == "ratio"],
        "counts": [one for one in measures if one.kind == "count"],
    }
    known |= {"causes": figures.causes(found), "month": f"{last_month():%Y-%m}", "whole": figures.whole(rows)}
    return render(request, "office/problems/figures.html", known)


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


@act(may_manage)
def post_problem_facts(request: HttpRequest) -> HttpResponse:
    """Last month's rate goes into the journal, under the measure that the standard scores."""
    measure = Measure.objects.filter(pk=request.POST.get("measure", ""), kind="ratio").first()
    if measure is None:
        messages.warning(request, _("请先选一个比率的计量项。"))
    else:
        with transaction.atomic():
            made = counting.post_month(by_of(request), measure=measure, month=last_month())
            follow(made)
        messages.success(request, _("已记入 %d 条按期整改率，得分随后更新。") % len(made))
    return redirect("office:problem_figures")


@act(may_manage)
def post_card_facts(request: HttpRequest) -> HttpResponse:
    """Last month's cards go into the journal, only where the standard has a measure for them."""
    measure = Measure.objects.filter(pk=request.POST.get("measure", ""), kind="count").first()
    if measure is None:
        messages.warning(request, _("请先选一个件数的计量项；标准里没有亮牌的计量项，亮牌就不计分。"))
    else:
        with transaction.atomic():
            made = counting.post_cards(by_of(request), measure=measure, month=last_month())
            follow(made)
        messages.success(request, _("已记入 %d 条亮牌件数，得分随后更新。") % len(made))
    return redirect("office:problem_figures")
