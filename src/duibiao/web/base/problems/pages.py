"""The page of one problem, the same at every door, its photos, and what is handed out of it.

Opened by whoever owes it, or asks what became of it. In ten seconds: what it looks like, whose it is, by when, and the one next act.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.papers import DOCX
from duibiao.organisation.models import User
from duibiao.problems import documents, queries, rectifying, rules
from duibiao.problems.choices import OWED, Class, Light, PaperKind, PaperState, Status, statuses_of
from duibiao.problems.hanging import hanging, proposed_card, standing_cards
from duibiao.problems.models import Photo, Problem
from duibiao.problems.permissions import is_over, may_manage
from duibiao.problems.rules import labels
from duibiao.web.base.lists import download
from duibiao.web.base.pictures import shown
from duibiao.web.base.problems.acts import open_acts, who_acts
from duibiao.web.base.requests import by_of


def problem_page(request: HttpRequest, door: str, pk: int, find: Callable[[User, int], Problem]) -> HttpResponse:
    by = by_of(request)
    problem = find(by, pk)
    hung = hanging(problem)
    events, titles = list(queries.events_of(problem)), labels()
    known: dict[str, Any] = {
        "problem": problem, "here": door, "acts": open_acts(by, problem), "who": who_acts(problem), "title": titles[problem.status],
        "rounds": queries.rounds_of(problem), "events": events, "clock": clock_of(problem), "over": is_over(problem),
        "labels": titles, "may_manage": may_manage(by), "lines": history_of(problem) if door == "office" else [],
        "standing": standing_cards(problem), "proposed": proposed_card(problem), "told": _told_of(problem, door), **vars(hung),
    }  # fmt: skip
    if door == "office":
        known["missing"] = rectifying.unmet(by, problem) if problem.status == Status.RECHECKED else []
    return render(request, "base/problems/problem.html", known)


def _told_of(problem: Problem, door: str) -> list[Any]:
    """The papers that this door shows: a unit those that were signed and went to it."""
    found: list[Any] = hanging(problem).papers
    if door != "unit":
        return found
    return [one for one in found if one.state == PaperState.SIGNED and one.kind != PaperKind.ACCOUNT]


def paper(request: HttpRequest, pk: int, *, signed: bool = False) -> HttpResponse:
    """A paper as docx. `signed`: only what went out to the unit."""
    held = queries.paper(by_of(request), pk, signed=signed)
    state = "" if held.state == PaperState.SIGNED else _("（草稿）")
    return download(documents.content(held), f"{held.get_kind_display()}{state} {held.problem.number}.docx", DOCX)


def clock_of(problem: Problem) -> dict[str, Any]:
    """How it stands with its time: the light, how much is used, whether it runs."""
    if problem.due_at is None or problem.assigned_at is None:
        return {"light": Light.NONE}
    now, due = timezone.localtime(), timezone.localtime(problem.due_at)
    terms = rules.terms()
    counting = rules.clock(terms)
    used = counting.used_percent(timezone.localtime(problem.assigned_at), due, now, problem.measured)
    if problem.status not in OWED:
        if problem.status in statuses_of(Class.FIXED):
            return {"light": Light.GREEN, "due": due}
        stopped = problem.left_minutes is not None and not is_over(problem)
        return {"light": Light.STOPPED if stopped else Light.NONE, "due": due, "left": _hours(problem.left_minutes)}
    amber = used >= terms.amber_percent
    light = Light.RED if now > due else Light.AMBER if amber else Light.GREEN
    left = counting.left(now, due, problem.measured)
    return {"light": light, "due": due, "used": used, "left": _hours(abs(left)), "late": now > due, "runs": True}


def _hours(minutes: int | None) -> str:
    return "" if minutes is None else f"{abs(minutes) / 60:.1f}".removesuffix(".0")


def picture(photo: Photo) -> HttpResponse:
    """A photo's bytes."""
    return shown(photo.blob)
