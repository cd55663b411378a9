"""The meeting room's screen of one campaign. Nobody touches it; it is read from six metres and asks anew every minute.

In ten seconds: the rate against its target, how many days are left, who leads and who lags in each group, what costs most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.campaigns.models import Campaign
from duibiao.scores import deviation
from duibiao.scores.models import Total
from duibiao.scores.queries import totals
from duibiao.standards.queries import standard_of
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, standing_of
from duibiao.web.base.scores.standings import group_name
from duibiao.web.leader.menu import may_enter
from duibiao.web.leader.now import nows

#: Rows that the screen has room for: units in all groups together, and costly indicators.
ROWS, FALLS = 16, 5


@dataclass(frozen=True)
class Light:
    """A unit on the wall: its rank, its bar, and its state as shape and colour."""

    total: Total
    percent: float
    state: str
    shape: str
    gap: bool = False


@dataclass(frozen=True)
class Group:
    """The units that are ranked together: the first, and behind a gap the last."""

    name: str
    lights: list[Light]
    count: int


@page(may_enter)
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    campaign = campaign_of(by, pk)
    known = {
        "now": nows([campaign], [], most=FALLS)[0],
        "groups": groups(campaign, list(totals(by, campaign).filter(has_data=True, rank__isnull=False))),
        "standing": standing_of(campaign),
        "stage": deviation.next_stage(deviation.stages(campaign)),
    }
    return render(request, "leader/wall.html", known)


def groups(campaign: Campaign, rows: Sequence[Total]) -> list[Group]:
    """Each group's first and last units, as many as the screen has room for. `rows` come by group and rank."""
    by_group: dict[str, list[Total]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    room = max(2, ROWS // max(len(by_group), 1))
    standard = standard_of(campaign.edition)
    return [
        Group(group_name(standard, name), _ends(campaign, members, room), len(members))
        for name, members in by_group.items()
    ]


def _ends(campaign: Campaign, members: Sequence[Total], room: int) -> list[Light]:
    if len(members) <= room:
        return [_light(campaign, row) for row in members]
    first, last = members[: (room + 1) // 2], members[-(room // 2) :]
    lights = [_light(campaign, row) for row in first]
    return lights + [_light(campaign, row, gap=row is last[0]) for row in last]


def _light(campaign: Campaign, row: Total, *, gap: bool = False) -> Light:
    percent = 100 * (row.rate or 0.0)
    if row.vetoes:
        state, shape = "bad", "■"
    elif campaign.target_rate is None:
        state, shape = "info", "◆"
    elif percent >= campaign.target_rate:
        state, shape = "good", "●"
    else:
        state, shape = "soon", "▲"
    return Light(row, round(percent, 2), state, shape, gap)
