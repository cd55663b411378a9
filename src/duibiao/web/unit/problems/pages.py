"""Problems of one's own unit. Opened on the phone, on the pavement.

In ten seconds: what do I owe, by when, how much time is left; sign, take a photo, done.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.lib.tables import Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems import queries, services
from duibiao.problems.choices import CheckOutcome
from duibiao.problems.models import Problem, SimilarCheck
from duibiao.problems.permissions import may_answer_for
from duibiao.problems.refusals import Refused
from duibiao.problems.rules import labels
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.problems import lists, pages
from duibiao.web.base.problems.acts import act_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter

DOOR = "unit"


def find(by: User, pk: int) -> Problem:
    """Another unit's and one that never was are refused alike."""
    try:
        return queries.problem(by, pk)
    except Http404:
        raise PermissionDenied(_("没有这个问题，或者它不是交给本单位的。")) from None


@page(may_enter)
def problems(request: HttpRequest) -> HttpResponse:
    by, titles = by_of(request), labels()
    found = queries.with_cards(queries.lit(queries.problems(by)))
    table = Table(request.GET, found, lists.columns(titles), lists.filters(titles, units=False), order="due")
    unit = by.unit
    return list_page(
        request,
        "unit/problems/list.html",
        table,
        heading=_("问题整改"),
        row="unit/problems/row.html",
        empty="unit/problems/empty.html",
        owed=list(queries.owed_by(unit)[:50]) if unit else [],
        helped=list(queries.helped_by(unit)[:20]) if unit else [],
        checks=queries.checks_of(unit).filter(outcome=CheckOutcome.WAITING).count() if unit else 0,
        cards=list(queries.cards_of(unit)[:20]) if unit else [],
        labels=titles,
        may=unit is not None and may_answer_for(by, unit),
    )


@page(may_enter)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.problem_page(request, DOOR, pk, find)


@form(may_enter)
def problem_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return act_page(request, DOOR, pk, name, find)


@page(may_enter)
def problem_photo(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        return pages.picture(queries.photo(by_of(request), pk))
    except Http404:
        raise PermissionDenied(_("没有这张照片，或者它不是本单位问题的。")) from None


@page(may_enter)
def problem_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper that went out to the unit."""
    try:
        return pages.paper(request, pk, signed=True)
    except Http404:
        raise PermissionDenied(_("没有这份文书，或者它不是发给本单位的。")) from None


@act(may_enter)
def sign_problems(request: HttpRequest) -> HttpResponse:
    """Sign everything that waits, in one go."""
    by = by_of(request)
    chosen = [int(pk) for pk in request.POST.getlist("problem") if pk.isdigit()]
    done = services.sign_many(by, problems=chosen)
    messages.success(request, _("已签收 %d 件。") % done) if done else messages.warning(request, _("没有待签收的。"))
    return redirect("unit:problems")


@page(may_enter)
def problem_checks(request: HttpRequest) -> HttpResponse:
    """Similar sites to look at for oneself."""
    unit = by_of(request).unit
    rows = list(queries.checks_of(unit)[:200]) if unit else []
    waiting = sum(1 for one in rows if one.outcome == CheckOutcome.WAITING)
    return render(request, "unit/problems/checks.html", {"rows": rows, "waiting": waiting, "unit": unit})


@act(may_enter)
def answer_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing there, or the same: then it is opened as found by oneself."""
    by = by_of(request)
    held = get_object_or_404(SimilarCheck.objects.select_related("unit"), pk=pk)
    require(may_answer_for(by, held.unit))
    clean = request.POST.get("clean") == "yes"
    try:
        services.answer_check(by, held, clean=clean, words=request.POST.get("words", "")[:300])
    except Refused as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, _("已报：没有同类问题。") if clean else _("已报，已按单位自查立案。"))
    return redirect("unit:problem_checks")
