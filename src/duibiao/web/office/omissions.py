"""What is left out between indicator, task, material and site. Opened before duties are given out, and before the window closes.

In ten seconds: how many gaps in each direction; each with the link at which it is mended.
"""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.duties.coverage import campaign_of
from duibiao.insight.omissions import WAYS, Omission
from duibiao.insight.omissions import omissions as found_in
from duibiao.lib.tables import Column, Listed, Pick
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Omission]]:
    return [
        Column("way", _("方向"), lambda one: one.words, sort="way"),
        Column("what", _("漏了的"), lambda one: one.what, sort="what"),
        Column("says", _("缺什么"), lambda one: one.says),
        Column("mend", _("怎么补"), lambda one: one.mend),
    ]


@page(may_manage_organisation)
def omissions(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    campaign = campaign_of(by, pk)
    held = found_in(by, campaign)
    counts = Counter(one.way for one in held)
    picks: list[Pick[Omission]] = [
        Pick("way", _("方向"), lambda one, way: one.way == way, list(WAYS.items())),
        Pick("q", _("指标、任务、单位"), lambda one, text: text in one.what or text in one.says),
    ]
    table = Listed(request.GET, held, columns(), picks, lambda one: one.key)
    return list_page(
        request, "office/campaigns/omissions.html", table, heading=_("%s漏项") % campaign.title,
        row="office/campaigns/omission_row.html", empty="office/campaigns/omissions_empty.html", campaign=campaign, total=len(held),
        ways=[(way, words, counts[way]) for way, words in WAYS.items()],
    )  # fmt: skip
