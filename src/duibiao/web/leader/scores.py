"""A leader's pages of fixed results. Opened when one waits for a decision.

In ten seconds: whose result it is, who stands where in it, and yes or no.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duibiao.scores.snapshots import WrongStep, decide
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import fixed
from duibiao.web.leader.menu import may_enter

DOOR = "leader"


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
    """Approve a fixed result, or return it with words."""
    found = fixed.snapshot_of(by_of(request), pk)
    approve, words = request.POST.get("approve") == "yes", request.POST.get("words", "").strip()[:300]
    if not approve and not words:
        messages.error(request, _("退回请写明原因，创建办好改。"))
        return redirect("leader:snapshot", pk)
    try:
        decide(by_of(request), found, approve=approve, words=words)
        messages.success(request, _("已同意公布。") if approve else _("已退回创建办。"))
    except WrongStep:
        messages.error(request, _("这份成绩已经审批过了。"))
    return redirect("leader:snapshot", pk)
