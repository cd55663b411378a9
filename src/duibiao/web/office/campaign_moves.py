"""Taking a campaign over to another edition, and back.

Opened by the campaign office when a new edition is in force. In ten seconds: what is carried along, what has no counterpart, what
the score would come to; nothing changes before the confirmation, and the move can be undone.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns import queries
from duibiao.campaigns.models import Campaign, Move
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.campaigns.services import NotOneToOne
from duibiao.lib.versions import Stale
from duibiao.scores import moving
from duibiao.standards.models import Edition
from duibiao.standards.queries import comparison, editions, standard_of
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of
from duibiao_engine.standard.model import Standard

#: Pairs at least so sure are folded away; the others are what a person looks at.
SURE = 0.9


@dataclass(frozen=True)
class Mapped:
    """A line of the mapping: the old indicator, what it became, how sure that is."""

    code: str
    name: str
    chosen: str
    new_name: str
    confidence_percent: int
    reason: str
    wrong: str = ""

    @property
    def is_sure(self) -> bool:
        return self.confidence_percent >= 100 * SURE and not self.wrong


def other_edition(request: HttpRequest, campaign: Campaign, held: list[Edition]) -> Edition | None:
    """The edition that was asked for; else the newest of the same standard."""
    asked = request.POST.get("new") or request.GET.get("new", "")
    if asked:
        return next((one for one in held if str(one.pk) == asked), None)
    return next((one for one in held if one.standard == campaign.edition.standard), None)


def mapping_of(request: HttpRequest, campaign: Campaign, new: Edition) -> list[Mapped]:
    """A line for each old indicator: as proposed, or as sent. What was sent is checked: known, and only once."""
    pairs = {pair.old: pair for pair in comparison(campaign.edition, new).mapping}
    old, other = standard_of(campaign.edition), standard_of(new)
    chosen = {code: _sent(request, code, pairs[code].new if code in pairs else "") for code in old.by_code}
    often: dict[str, int] = {}
    for one in chosen.values():
        often[one] = often.get(one, 0) + 1
    lines = []
    for code, node in old.by_code.items():
        pair, became = pairs.get(code), chosen[code]
        sure = round(100 * pair.confidence) if pair and pair.new == became else 0
        reason = pair.reason if pair and pair.new == became else ""
        wrong = _wrong(other, became, often)
        lines.append(Mapped(code, node.indicator.name, became, _name(other, became), sure, reason, wrong))
    return lines


def _sent(request: HttpRequest, code: str, proposed: str) -> str:
    """A code; the words that a browser's list puts behind it are left off."""
    said = request.POST.get(f"i-{code}")
    return proposed if said is None else (said.split() or [""])[0]


def _name(standard: Standard, code: str) -> str:
    return standard.by_code[code].indicator.name if code in standard.by_code else ""


def _wrong(standard: Standard, code: str, often: dict[str, int]) -> str:
    if code and code not in standard.by_code:
        return _("新版里没有这个编号")
    return _("新版的这一项被两项同时对上，只能对一项") if code and often[code] > 1 else ""


@form(may_run_campaigns)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and `preview` show what would happen; `confirm` does it."""
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    held = [one for one in editions(by).filter(state="published") if one.pk != found.edition_id]
    new = other_edition(request, found, held)
    known: dict[str, Any] = {"campaign": found, "held": held, "new": new, "version": found.version}
    if new is not None:
        known |= _previewed(request, found, new)
        if "confirm" in request.POST and not known["wrong"]:
            return _moved(request, found, new, known["indicators"])
    elif request.method == "POST":
        raise Http404
    return render(request, "office/campaigns/move.html", known)


def _previewed(request: HttpRequest, campaign: Campaign, new: Edition) -> dict[str, Any]:
    """What is carried, what has no counterpart, and (asked for, for it costs seconds) the scores before and after."""
    lines = mapping_of(request, campaign, new)
    wrong = [line for line in lines if line.wrong]
    indicators = {line.code: line.chosen for line in lines if line.chosen and not line.wrong}
    taken = set(indicators.values())
    known: dict[str, Any] = {
        "unsure": [line for line in lines if not line.is_sure],
        "sure": [line for line in lines if line.is_sure],
        "wrong": wrong,
        "indicators": indicators,
        "lost": [line for line in lines if not line.chosen],
        "fresh": [node for node in standard_of(new).nodes if node.code not in taken],
        "nodes": standard_of(new).nodes,
        "carried": queries.carried(campaign, new, indicators),
    }
    if "estimate" in request.POST and not wrong:
        known["estimates"] = moving.estimate(campaign, new, indicators)
    return known


def _moved(request: HttpRequest, campaign: Campaign, new: Edition, indicators: dict[str, str]) -> HttpResponse:
    version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else 0
    try:
        moving.move(by_of(request), campaign, version=version, edition=new, indicators=indicators)
    except (Stale, NotOneToOne):
        messages.warning(request, _("预览之后有人改动了这个活动，没有迁移。请重新看一遍预览再确认。"))
        return redirect("office:move_campaign", pk=campaign.pk)
    messages.success(request, _("已迁移到新版，得分几秒钟后重新算出。可以在活动页撤回。"))
    return redirect("office:campaign", pk=campaign.pk)


@act(may_run_campaigns)
def undo_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the edition before."""
    moved = get_object_or_404(Move.objects.select_related("campaign__edition", "old", "new"), pk=pk)
    try:
        moving.undo_move(by_of(request), moved, version=moved.campaign.version)
    except Stale:
        messages.warning(request, _("这次迁移已经撤回过，或者之后又迁移了。"))
    else:
        messages.success(request, _("已退回原来的标准，得分几秒钟后重新算出。"))
    return redirect("office:campaign", pk=moved.campaign_id)
