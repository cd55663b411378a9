"""A major matter (重大事项): headquarters consult, decide with a day, and somebody says what became of it. It closes no sooner."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.choices import LIVE, EventKind
from duibiao.problems.models import Consultation, Problem
from duibiao.problems.permissions import may_decide
from duibiao.problems.refusals import BadDay, NotNow
from duibiao.problems.writing import locked, move, need


@transaction.atomic
def consult(
    by: User, problem: Problem, *, held_on: date, present: str, decision: str, due_on: date, version: int | None = None
) -> Consultation:
    """Write down what headquarters decided (会商决定). The unit is told. A later decision stands above an earlier one."""
    require(may_decide(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("记会商决定"))
    if not held.major:
        raise NotNow(_("%s 没有列为重大事项；请先“列为重大事项”。") % held.number)
    if held_on > today():
        raise BadDay(_("会商还没有开，会后再记。"))
    if due_on < held_on:
        raise BadDay(_("落实期限不能早于会商日期。"))
    made = Consultation.objects.create(
        problem=held, held_on=held_on, present=present, decision=decision, due_on=due_on, by=by
    )
    move(
        by,
        held,
        EventKind.CONSULTED,
        words=_("%(decision)s（%(day)s 前落实）") % {"decision": decision, "day": day_text(due_on)},
    )
    telling.unit(held, "consulted")
    return made


@transaction.atomic
def follow(by: User, problem: Problem, *, done: bool, words: str, version: int | None = None) -> Consultation:
    """What became of the latest decision; `done` when it is carried out."""
    require(may_decide(by))
    held = locked(problem, version)
    last = held.consultations.select_for_update().first()
    if last is None or last.done_on is not None:
        raise NotNow(_("没有等落实的会商决定，请刷新页面。"))
    last.followed, last.followed_by, last.done_on = words[:500], by, today() if done else None
    last.save(update_fields=["followed", "followed_by", "done_on"])
    move(by, held, EventKind.FOLLOWED, words=(_("已落实：%s") if done else _("还没有落实：%s")) % words)
    return last


def undecided(problem: Problem) -> str:
    """What headquarters still owe a major matter, in words; empty: nothing."""
    if not problem.major:
        return ""
    last = problem.consultations.first()
    if last is None:
        return _("重大事项要先由指挥部会商、作出决定。")
    return "" if last.done_on is not None else _("会商决定还没有落实：%s") % last.decision[:60]
