"""A leader's pages of scores, and of the fixed results that wait for a decision. Opened from the first page, to ask further.

In ten seconds: who stands where and why, down to the clause and the fact; of a fixed result, whose it is, and yes or no.
A leader sees every unit of the county.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns import queries as campaigns
from duibiao.organisation.models import User
from duibiao.scores import queries
from duibiao.scores.models import Snapshot
from duibiao.scores.snapshots import WrongStep, ask, decide
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import fixed, moves, pages
from duibiao.web.base.scores.reading import campaign_of, unit_of
from duibiao.web.leader.menu import may_enter

DOOR = "leader"


@page(may_enter)
def all_scores(request: HttpRequest) -> HttpResponse:
    """Every campaign and its mean rate."""
    by = by_of(request)
    rates = queries.mean_rates(by)
    rows = [(one, None if (rate := rates.get(one.pk)) is None else 100 * rate) for one in campaigns.campaigns(by)]
    return render(request, "leader/all_scores.html", {"rows": rows})


@page(may_enter)
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.ranked(request, DOOR, campaign_of(by_of(request), pk))


@page(may_enter)
def score_card(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.card(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def score_moved(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The unit's rank over time, and which indicator moved it."""
    campaign = campaign_of(by_of(request), pk)
    return moves.moved(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def score_why(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.why(request, DOOR, campaign, unit_of(by_of(request), campaign, unit), code)


@page(may_enter)
def losses(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.losses_of_all(request, DOOR, campaign_of(by_of(request), pk))


@page(may_enter)
def unit_losses(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.unit_losses(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def snapshots(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.listed(request, DOOR, pk)


@page(may_enter)
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.shown(request, DOOR, pk)


@page(may_enter)
def snapshot_again(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.again(request, DOOR, pk)


@page(may_enter)
def snapshot_compare(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.compared(request, DOOR, pk)


@page(may_enter)
def snapshot_json(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.as_json(request, pk)


@page(may_enter)
def snapshot_docx(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.as_docx(request, pk)


@act(may_enter)
def decide_snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a fixed result, return it with words, or ask first; then back to where it was decided."""
    by = by_of(request)
    found, act_asked = fixed.snapshot_of(by, pk), request.POST.get("approve", "")
    words = request.POST.get("words", "").strip()[:300]
    if act_asked != "yes" and not words:
        messages.error(request, _("退回或追问，请写明要说的话。"))
    else:
        try:
            messages.success(request, _decided(by, found, act_asked, words))
        except WrongStep:
            messages.error(request, _("这份成绩已经审批过了。"))
    return redirect("leader:home") if request.POST.get("back") == "home" else redirect("leader:snapshot", pk)


def _decided(by: User, snapshot: Snapshot, asked: str, words: str) -> str:
    """Do what was asked for, and say so. Whatever is neither yes nor a question is a no."""
    if asked == "ask":
        ask(by, snapshot, words=words)
        return _("已追问，创建办会看到。")
    decide(by, snapshot, approve=asked == "yes", words=words)
    return _("已同意公布。") if asked == "yes" else _("已退回创建办。")
