"""The page of one problem, the same at every door, its photos, and what is handed out of it.

Opened by whoever owes it, or asks what became of it. In ten seconds: what it looks like, whose it is, by when, and the one next act.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from duibiao.audit.queries import history_of
from duibiao.organisation.models import User
from duibiao.problems import queries, rules
from duibiao.problems.choices import OWED, Class, Light, statuses_of
from duibiao.problems.models import Photo, Problem
from duibiao.problems.permissions import is_over, may_manage
from duibiao.problems.rules import labels
from duibiao.web.base.pictures import shown
from duibiao.web.base.problems.acts import open_acts, who_acts
from duibiao.web.base.requests import by_of


def problem_page(request: HttpRequest, door: str, pk: int, find: Callable[[User, int], Problem]) -> HttpResponse:
    by = by_of(request)
    problem = find(by, pk)
    events, titles = list(queries.events_of(problem)), labels()
    known: dict[str, Any] = {
        "problem": problem, "here": door, "acts": open_acts(by, problem), "who": who_acts(problem), "title": titles[problem.status],
        "rounds": queries.rounds_of(problem), "events": events, "clock": clock_of(problem), "over": is_over(problem),
        "labels": titles, "may_manage": may_manage(by), "lines": history_of(problem) if door == "office" else [],
        **queries.linked(problem),
    }  # fmt: skip
    if door == "office":
        known["same"] = list(queries.nearby_same(problem)) if not is_over(problem) else []
    return render(request, "base/problems/problem.html", known)


def clock_of(problem: Problem) -> dict[str, Any]:
    """How it stands with its time: the light, how much is used, whether it runs."""
    if problem.due_at is None or problem.assigned_at is None:
        return {"light": Light.NONE}
    now, due = timezone.localtime(), timezone.localtime(problem.due_at)
    counting = rules.clock()
    used = counting.used_percent(timezone.localtime(problem.assigned_at), due, now, problem.measured)
    if problem.status not in OWED:
        if problem.status in statuses_of(Class.FIXED):
            return {"light": Light.GREEN, "due": due}
        stopped = problem.left_minutes is not None and not is_over(problem)
        return {"light": Light.STOPPED if stopped else Light.NONE, "due": due, "left": _hours(problem.left_minutes)}
    amber = used >= rules.terms().amber_percent
    light = Light.RED if now > due else Light.AMBER if amber else Light.GREEN
    left = counting.left(now, due, problem.measured)
    return {"light": light, "due": due, "used": used, "left": _hours(abs(left)), "late": now > due, "runs": True}


def _hours(minutes: int | None) -> str:
    return "" if minutes is None else f"{abs(minutes) / 60:.1f}".removesuffix(".0")


def picture(photo: Photo) -> HttpResponse:
    """A photo's bytes."""
    return shown(photo.blob)
