"""Whole pages of scores, the same behind every door. `door` is the namespace whose addresses the links use."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.facts.permissions import may_post_facts
from duibiao.lib import sheets
from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.organisation.models import Unit
from duibiao.scores import queries
from duibiao.scores.looking_back import known_on, score_on
from duibiao.standards.queries import standard_of
from duibiao.upkeep.permissions import may_keep
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import loss_views, pictures, standings, trees
from duibiao.web.base.scores.bars import of_reading
from duibiao.web.base.scores.reading import Reading, asked_day, read, sentence, standing_of
from duibiao.web.base.scores.standings import verdicts
from duibiao_engine.gap import Loss, losses
from duibiao_engine.standard.model import Standard


def around(door: str, campaign: Campaign, day: date | None, **known: Any) -> dict[str, Any]:
    """What every score page knows: whose door, which campaign, as of when, and the addresses behind this door."""
    names = ("scores", "score_card", "score_moved", "score_why", "losses", "unit_losses", "snapshots", "package")
    return {
        "door_name": door,
        "campaign": campaign,
        "day": day,
        "today": today(),
        "standing": standing_of(campaign),
        "on": f"?on={day}" if day else "",
        **{f"{name}_page": f"{door}:{name}" for name in names},
        **known,
    }


#: All units of a county are ranked on one page; beyond that it pages by key.
SIZE = 120


def ranked(request: HttpRequest, door: str, campaign: Campaign, files: tuple[str, str] | None = None) -> HttpResponse:
    """The standings: now as a list that filters, sorts and exports; on another day as it was then."""
    by, day, standard = by_of(request), asked_day(request, campaign), standard_of(campaign.edition)
    known = around(door, campaign, day, columns=standings.drawn_columns(standard))
    if day is not None:
        rows = standings.on_a_day(campaign, score_on(campaign, day), day, by)
        return render(request, "base/scores/standings_then.html", known | {"rows": rows, "heading": _("得分排名")})
    choices = standings.filters(standard, campaign.target_rate)
    seen = known.pop("columns") if request.GET.get("export") != "xlsx" else standings.columns(standard)
    table = Table(request.GET, standings.totals(by, campaign), seen, choices, order="place", size=SIZE)
    standings.draw(campaign, table.rows, standings.to_win(campaign) if table.rows else {})
    overall = standings.overall(by, campaign)
    known |= {"overall": overall, "gap": overall.gap(campaign.target_rate), "files": files}
    row, empty = "base/scores/standing_row.html", "base/scores/standings_empty.html"
    return list_page(request, "base/scores/standings.html", table, heading=_("得分排名"), row=row, empty=empty, **known)


def card(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """A unit's card: total, waterfall, tree, trend."""
    day = asked_day(request, campaign)
    reading = read(campaign, unit, day)
    known = around(door, campaign, day, unit=unit, reading=reading)
    if reading is None:
        return render(request, "base/scores/not_yet.html", known)
    since = _since(request, campaign, day)
    points = queries.trend(campaign, unit.code, since, day or today())
    known |= {
        "score": reading.score,
        "parts": of_reading(reading),
        "verdicts": verdicts(reading.standard, reading.score),
        "penalties": _penalties(reading),
        "waterfall": pictures.waterfall(reading),
        "tree": trees.tree(reading),
        "top_losses": [(loss, sentence(loss)) for loss in reading.losses if loss.to_win > 0][:5],
        "trend": pictures.trend(points, reading.score.full, campaign.target_rate),
        "since": since,
    }
    return render(request, "base/scores/card.html", known)


def _penalties(reading: Reading) -> list[tuple[str, float]]:
    names = {penalty.id: penalty.name for penalty in reading.standard.penalties}
    return [(names.get(one, one), points) for one, points in reading.score.penalties.items()]


def _since(request: HttpRequest, campaign: Campaign, day: date | None) -> date:
    """The first day of the trend: as asked, else ninety days back."""
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return max((day or today()) - timedelta(days=90), campaign.since)


def why(
    request: HttpRequest, door: str, campaign: Campaign, unit: Unit, code: str, appeals_open: str = ""
) -> HttpResponse:
    """An indicator of a unit, explained down to its facts. `appeals_open`: facts from this day on may be appealed against."""
    day = asked_day(request, campaign)
    reading = read(campaign, unit, day)
    if reading is None:
        return render(request, "base/scores/not_yet.html", around(door, campaign, day, unit=unit))
    known = around(door, campaign, day, unit=unit, may_correct=may_post_facts(by_of(request)))
    found = trees.why(reading, code, known_on(day) if day else None)
    if found is None:
        raise Http404
    return render(request, "base/scores/why.html", known | {"why": found, "appeals_open": appeals_open})


def unit_losses(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """What one unit lost."""
    day = asked_day(request, campaign)
    reading = read(campaign, unit, day)
    found = reading.losses if reading else []
    may_list = door == "office" and day is None and may_keep(by_of(request))
    return _losses(
        request, found, around(door, campaign, day, unit=unit, may_list=may_list), standard_of(campaign.edition)
    )


def losses_of_all(request: HttpRequest, door: str, campaign: Campaign) -> HttpResponse:
    """What the whole county lost."""
    day, standard = asked_day(request, campaign), standard_of(campaign.edition)
    if day is None:
        found = queries.counted_losses(campaign, standing_of(campaign))
    else:
        found = losses(score_on(campaign, day), standard)
    return _losses(request, found, around(door, campaign, day), standard)


def _losses(request: HttpRequest, found: list[Loss], known: dict[str, Any], standard: Standard) -> HttpResponse:
    if request.GET.get("export") == "xlsx":
        return _export(found)
    one_unit = "unit" in known
    by = loss_views.view_asked(request.GET.get("by", ""), one_unit=one_unit)
    known |= {
        "by": by,
        "views": loss_views.views(one_unit=one_unit),
        "groups": loss_views.rows(found, by, standard),
        "sums": loss_views.sums(found),
    }
    return render(request, "base/scores/losses.html", known)


def _export(found: list[Loss]) -> HttpResponse:
    """Every loss, a row each."""
    heads = [_("单位"), _("编号"), _("指标"), _("折合总分"), _("还能补回"), _("还未知"), _("计分说明")]
    rows = ((o.unit_name, o.indicator, o.name, o.points, o.to_win, o.unknown, sentence(o)) for o in found)
    return download(sheets.workbook(_("失分清单"), heads, rows), f"{_('失分清单')}.xlsx", sheets.XLSX)
