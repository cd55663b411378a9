"""More time, asked for once; and the clock stopped for the season or for building work (挂账)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.choices import EventKind, Status
from duibiao.problems.deadlines import at_minute
from duibiao.problems.models import Extension, Problem
from duibiao.problems.permissions import may_answer, may_decide, may_manage
from duibiao.problems.refusals import BadDay, NotAnother, NotNow
from duibiao.problems.rules import clock
from duibiao.problems.writing import locked, move, need
from duibiao.workdays.queries import calendar


@transaction.atomic
def ask_extension(by: User, problem: Problem, *, until: date, reason: str, version: int | None = None) -> Extension:
    """The unit asks for more time: once in a round, before its time is over."""
    held = locked(problem, version)
    require(may_answer(by, held))
    need(held, Status.SIGNED, act=_("申请延期"))
    _require_later(held, until)
    try:
        with transaction.atomic():
            made = Extension.objects.create(problem=held, round=held.round, until=until, reason=reason, by=by)
    except IntegrityError:
        raise NotNow(
            _("%s 已经申请过一次延期，不能再申请；确受季节、工程限制的，请联系创建办挂账。") % held.number
        ) from None
    move(by, held, EventKind.EXTENSION_ASKED, words=f"{day_text(until)}：{reason}")
    telling.office(held, "extension")
    return made


def _require_later(held: Problem, until: date) -> None:
    assert held.due_at is not None
    if held.due_at < timezone.now():
        raise NotNow(_("%s 已经超期，不能再申请延期；请尽快整改，并说明原因。") % held.number)
    due = timezone.localtime(held.due_at).date()
    if until <= due:
        raise BadDay(_("延到的日期要晚于原时限 %s。") % day_text(due))
    if not calendar().is_workday(until):
        raise BadDay(_("%(day)s 不是工作日，请改成 %(next)s。") % {
            "day": day_text(until), "next": day_text(calendar().on_or_after(until).day)})  # fmt: skip


@transaction.atomic
def decide_extension(by: User, extension: Extension, *, granted: bool, answer: str = "") -> Extension:
    """Somebody else grants or refuses it. Deciding twice decides once."""
    require(may_decide(by))
    held = locked(extension.problem)
    asked = Extension.objects.select_for_update().get(pk=extension.pk)
    if asked.granted is not None:
        raise NotNow(_("这个申请已经有人审批过了，请刷新页面。"))
    if asked.by_id == by.pk:
        raise NotAnother(_("延期要由另一个人审批。"))
    asked.granted, asked.answer, asked.decided_by, asked.decided_at = granted, answer, by, timezone.now()
    asked.save(update_fields=["granted", "answer", "decided_by", "decided_at"])
    if not granted:
        move(by, held, EventKind.NOT_EXTENDED, words=answer)
        telling.unit(held, "not_extended")
        return asked
    need(held, Status.SIGNED, Status.SUSPENDED, act=_("同意延期"))
    _extend(by, held, asked, answer)
    return asked


def _extend(by: User, held: Problem, asked: Extension, answer: str) -> None:
    now = timezone.localtime()
    due = at_minute(now, asked.until, clock().hours.ends)
    provisional = calendar().is_provisional(now.date(), asked.until)
    if held.status == Status.SIGNED:
        move(by, held, EventKind.EXTENDED, words=answer, due_at=due, due_provisional=provisional)
    else:  # its clock stands still: what is left grows
        move(by, held, EventKind.EXTENDED, words=answer)
        Problem.objects.filter(pk=held.pk).update(left_minutes=clock().left(now, due, held.measured), due_at=due)
    telling.unit(held, "extended")
    telling.moved(held, held.assigned_by or by)


@transaction.atomic
def suspend(by: User, problem: Problem, *, why: str, until: date, words: str, version: int | None = None) -> Problem:
    """The clock stops with the work undone, for a reason of the list and until a day."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.ASSIGNED, Status.SIGNED, act=_("挂账"))
    if until <= today():
        raise BadDay(_("挂账的截止日期要在今天以后。"))
    move(by, held, EventKind.SUSPENDED, to=Status.SUSPENDED, words=words, suspended_for=why, suspended_until=until)
    telling.unit(held, "suspended")
    return held


@transaction.atomic
def resume(by: User | None, problem: Problem, *, words: str = "", version: int | None = None) -> Problem:
    """The clock goes on with what was left: by the office, or by the job when the day has come."""
    require(by is None or may_manage(by))
    held = locked(problem, version)
    need(held, Status.SUSPENDED, act=_("恢复办理"))
    to = Status.SIGNED if held.signed_at else Status.ASSIGNED
    move(by, held, EventKind.RESUMED, to=to, words=words, suspended_for="", suspended_until=None)
    telling.unit(held, "resumed")
    if held.assigned_by is not None:
        telling.moved(held, held.assigned_by)
    return held


def resume_due() -> int:
    """What was suspended until a day that has come goes on; how many."""
    due = Problem.objects.filter(status=Status.SUSPENDED, suspended_until__lte=today())
    rows = list(due.order_by("pk"))
    for one in rows:
        resume(None, one)
    return len(rows)
