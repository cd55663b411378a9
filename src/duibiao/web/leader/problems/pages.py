"""Problems, as a leader needs them. Opened for a minute: which old cases are mine, what has come up to me, how fast we are."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.lib.spans import today
from duibiao.problems import figures, queries
from duibiao.problems.choices import OWED
from duibiao.problems.rules import labels
from duibiao.web.base.guards import form, page
from duibiao.web.base.problems import pages
from duibiao.web.base.problems.acts import act_page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter

DOOR = "leader"
#: The three speeds are of what was opened within so many days, and compared with as many before.
DAYS = 30


@page(may_enter)
def problems(request: HttpRequest) -> HttpResponse:
    by, day = by_of(request), today()
    found = queries.problems(by)
    old = list(queries.old_cases(by).order_by("found_at")[:60])
    waiting: list[Any] = list(queries.weighing(by)[:200])
    now, before = figures.speeds_of(
        (day - timedelta(days=DAYS), day + timedelta(days=1)),
        (day - timedelta(days=2 * DAYS), day - timedelta(days=DAYS)),
    )
    late = found.filter(status__in=OWED, due_at__lt=timezone.now()).order_by("due_at")
    known: dict[str, Any] = {
        "counts": queries.counts(found), "old": old, "mine": [one for one in old if one.leader_id and one.leader_id == by.person_id],
        "late": list(late[:20]), "major": [one for one in waiting if one.major][:20], "labels": labels(), "heading": _("问题整改"),
        "asked": [one for one in waiting if queries.asks(one)][:20], "weighing": [one for one in waiting if queries.weighs(one)][:20],
        "speeds": now, "before": before,
    }  # fmt: skip
    return render(request, "leader/problems/list.html", known)


@page(may_enter)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.problem_page(request, DOOR, pk, queries.problem)


@form(may_enter)
def problem_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    return act_page(request, DOOR, pk, name, queries.problem)


@page(may_enter)
def problem_photo(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.picture(queries.photo(by_of(request), pk))


@page(may_enter)
def problem_paper(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.paper(request, pk)
