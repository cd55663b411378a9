"""Why a rank changed: the rank over time, and the change between two days taken apart by indicator.

Opened when somebody asks "we were third in June, why are we ninth now?". In ten seconds: from which place to which, which
indicator costs how many places, who went past.
"""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import sees_all
from duibiao.scores import queries
from duibiao.scores.attribution import Comparison, Overtaking, Part
from duibiao.scores.looking_back import score_on
from duibiao.scores.permissions import visible_scores
from duibiao.standards.queries import standard_of
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import pictures
from duibiao.web.base.scores.pages import around
from duibiao.web.base.scores.reading import english
from duibiao.web.base.scores.standings import group_name
from duibiao_engine.standard.model import Standard

#: How far back is looked when no day is asked.
BACK_DAYS = 28
#: Indicators that are drawn; the rest is counted.
MOST = 12


def moved(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """One unit between two days."""
    since, until = _days(request, campaign)
    known = around(door, campaign, None, unit=unit, since=since, until=until, moved_page=f"{door}:score_moved")
    now = queries.result_of(campaign) if until >= today() else score_on(campaign, until)
    if unit.code not in now.units:
        return render(request, "base/scores/not_yet.html", known)
    found = Comparison(standard_of(campaign.edition), score_on(campaign, since), now, unit.code)
    points = queries.trend(campaign, unit.code, campaign.since, until)
    known |= {
        "found": found,
        "group": group_name(found.standard, found.after.group),
        "rows": _rows(found),
        "more": max(len(found.parts) - MOST, 0),
        "overtaking": _seen(by_of(request), found),
        "ranks": pictures.ranks(points),
        "quick": _quick(campaign),
    }
    return render(request, "base/scores/moved.html", known)


def _days(request: HttpRequest, campaign: Campaign) -> tuple[date, date]:
    """The two days as asked, in order and inside the campaign; else four weeks back, and now."""
    until = min(_day(request, "to") or today(), today())
    since = _day(request, "from") or max(until - timedelta(days=BACK_DAYS), campaign.since)
    since = min(max(since, campaign.since), today())
    return min(since, until), max(since, until)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _quick(campaign: Campaign) -> list[date]:
    """The last days of the campaign's months so far, the latest first: what people compare with."""
    first = today().replace(day=1)
    found: list[date] = []
    while (last := first - timedelta(days=1)) >= campaign.since and len(found) < 6:
        found.append(last)
        first = last.replace(day=1)
    return found


def _rows(found: Comparison) -> list[dict[str, Any]]:
    """The largest changes, each with its bar from the middle line, the worst first."""
    largest = sorted(found.parts, key=lambda part: -abs(part.points))[:MOST]
    scale = max((abs(part.points) for part in largest), default=1.0)
    return [_row(found.standard, part, 48 * abs(part.points) / scale) for part in found.parts if part in largest]


def _row(standard: Standard, part: Part, width: float) -> dict[str, Any]:
    start = 50 - width if part.points < 0 else 50.0
    return {"part": part, "name": name_of(standard, part.code), "x": round(start, 2), "width": round(width, 2)}


def name_of(standard: Standard, code: str) -> str:
    indicator = standard.by_code[code].indicator
    return (indicator.name_en if english() else "") or indicator.name


def _seen(by: User, found: Comparison) -> dict[str, Any]:
    """Who went past and who was passed; by name where `by` sees the other's score, else only how many."""
    if not found.overtaking:
        return {"rows": [], "past_us": 0, "by_us": 0}
    codes = [one.score.unit for one in found.overtaking]
    seen = Unit.objects.filter(code__in=codes)
    names = {unit.code: unit for unit in (seen if sees_all(by) else seen.filter(visible_scores(by, "code__")))}
    rows = [_named(found.standard, one, names[one.score.unit]) for one in found.overtaking if one.score.unit in names]
    past_us = sum(not one.by_us for one in found.overtaking)
    return {"rows": rows, "past_us": past_us, "by_us": len(found.overtaking) - past_us}


def _named(standard: Standard, one: Overtaking, unit: Unit) -> dict[str, Any]:
    return {"one": one, "unit": unit, "parts": [(part, name_of(standard, part.code)) for part in one.parts]}
