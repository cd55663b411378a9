"""Everyday life: does what was closed stay closed, and does it look on an ordinary day as it does for inspectors.

Opened by the office and by leaders, once a week. In ten seconds: who relapses most, and whose ordinary days are worst.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.insight import everyday as counting
from duibiao.insight.models import Season
from duibiao.insight.permissions import may_draw
from duibiao.lib.sheets import XLSX, workbook
from duibiao.web.base.insight.maps import Where
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of

#: Sites that are named; an export has all of them.
MOST = 20


def everyday_page(request: HttpRequest, where: Where) -> HttpResponse:
    """Five statements of its own, whatever there is."""
    by = by_of(request)
    if (side := request.GET.get("export", "")) in (*counting.SIDES, "index"):
        return export(request, side)
    seasons = list(Season.objects.all())
    rows = counting.everyday(by, seasons)
    sides = {side: counting.relapses(by, side) for side in counting.SIDES}
    whole = counting.Relapse(
        0, "", sum(one.closures for one in sides["kind"]), sum(one.relapses for one in sides["kind"])
    )
    known = {"where": where, "seasons": seasons, "rows": rows, "all": counting.together(rows, _("全部"))}
    known |= {"kinds": sides["kind"], "units": sides["unit"], "whole": whole, "few": counting.FEW}
    known["sites"] = [one for one in sides["site"] if one.relapses][:MOST]
    known["may_draw"] = may_draw(by) and where.door == "office"
    return render(request, "base/insight/everyday.html", known)


def export(request: HttpRequest, side: str) -> HttpResponse:
    by = by_of(request)
    if side == "index":
        title = _("常态指数")
        heads = [_("单位"), _("平时到访"), _("平时问题"), _("迎检期到访"), _("迎检期问题"), _("常态指数")]
        rows = [
            [one.name, one.outside.visits, one.outside.faults, one.inside.visits, one.inside.faults, one.index]
            for one in counting.everyday(by, Season.objects.all())
        ]
    else:
        title = _("反弹率")
        heads = [_("名称"), _("销号次数"), _("反弹次数"), _("反弹率（%）")]
        rows = [
            [one.name, one.closures, one.relapses, round(one.rate_percent, 1)] for one in counting.relapses(by, side)
        ]
    return download(workbook(title, heads, rows), f"{title}.xlsx", XLSX)
