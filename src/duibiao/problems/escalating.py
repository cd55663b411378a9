"""Who hears of what is late: the unit, its head, the leader in charge, the headquarters, by rules that the office edits.

Its one trick: each level of each problem is a row with a unique constraint, written before anybody is told; and a person is told
once a day, of all at once. Running twice tells nobody twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.lib.spans import current, today
from duibiao.notices.services import tell
from duibiao.organisation.choices import PostKind, Role
from duibiao.organisation.models import User
from duibiao.problems import cards
from duibiao.problems.choices import LIVE, OWED, Basis, Level, Severity
from duibiao.problems.models import Escalation, EscalationRule, Problem
from duibiao.problems.rules import CHINESE, terms
from duibiao.workdays.queries import calendar


@override(CHINESE)
@transaction.atomic
def sweep(now: datetime | None = None) -> int:
    """Tell whoever the rules name of what is due or late; how many levels were reached anew."""
    moment = now or timezone.now()
    day = timezone.localtime(moment).date()
    Problem.objects.filter(status__in=OWED, late=False, due_at__lt=moment).update(late=True)
    owed = list(_owed())
    rows = _reached(owed, list(EscalationRule.objects.filter(is_active=True)), moment, day)
    late = {one: workdays_past(one.due_at, moment) for one in owed if one.due_at is not None and one.due_at < moment}
    cards.drop_idle()
    cards.propose_all(late, Basis.OVERDUE)
    cards.remind(moment)
    known = Escalation.objects.filter(day=day)
    before = known.count()
    Escalation.objects.bulk_create(rows, ignore_conflicts=True)
    tell_of(day)
    return known.count() - before


def _owed() -> QuerySet[Problem]:
    return Problem.objects.filter(status__in=OWED).select_related("unit", "leader__user").order_by("pk")


def _reached(problems: Iterable[Problem], lines: list[EscalationRule], now: datetime, day: date) -> list[Escalation]:
    """The levels that each problem has come to, as rows to be written once."""
    found: list[Escalation] = []
    for one in problems:
        assert one.due_at is not None
        past = workdays_past(one.due_at, now)
        come_to = [line for line in lines if line.workdays <= past and line.severity in ("", one.severity)]
        fields = {"problem": one, "due_at": one.due_at, "day": day}
        found += [Escalation(level=line.level, workdays=line.workdays, **fields) for line in come_to]
    return found


def workdays_past(due_at: datetime, now: datetime) -> int:
    """Workdays since a deadline; 0 on the day itself once the hour is past, negative before."""
    due, moment = timezone.localtime(due_at), timezone.localtime(now)
    days = calendar().between(due.date(), moment.date())
    return days if moment >= due else min(days, -1)


def tell_of(day: date) -> int:
    """One notice for each person, of everything that reached them on a day; how many people."""
    rows = Escalation.objects.filter(day=day).select_related("problem__unit", "problem__leader__user")
    held = [one for one in rows if one.problem.status in OWED]
    mine: dict[User, dict[int, Problem]] = defaultdict(dict)
    heads = _heads({one.problem.unit_id for one in held if one.problem.unit_id})
    office, leaders, speakers = (
        _office(),
        _with_role(Role.LEADER),
        _speakers({one.problem.unit_id or 0 for one in held}),
    )
    for one in held:
        to = {
            Level.UNIT: speakers.get(one.problem.unit_id or 0, []),
            Level.HEAD: heads.get(one.problem.unit_id or 0, []) or speakers.get(one.problem.unit_id or 0, []),
            Level.LEADER: _in_charge(one.problem) or leaders,
            Level.HEADQUARTERS: office,
        }[Level(one.level)]
        for user in to:
            mine[user][one.problem_id] = one.problem
    for user, problems in mine.items():
        _digest(user, list(problems.values()), day)
    return len(mine)


def _in_charge(problem: Problem) -> list[User]:
    user = getattr(problem.leader, "user", None) if problem.leader is not None else None
    return [user] if user is not None and user.is_active else []


def _office() -> list[User]:
    return _with_role(Role.OFFICE)


def _with_role(role: str) -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role=role).distinct())


def _speakers(units: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    held = User.objects.filter(is_active=True, grants__role=Role.UNIT, grants__unit__in=units)
    for user in held.prefetch_related("grants").distinct():
        for grant in user.grants.all():
            if grant.unit_id in units:
                found[grant.unit_id].append(user)
    return found


def _heads(units: set[int]) -> dict[int, list[User]]:
    """The accounts of the heads of units today."""
    found: dict[int, list[User]] = defaultdict(list)
    posted = User.objects.filter(is_active=True, person__posts__unit__in=units, person__posts__kind=PostKind.HEAD)
    for user in posted.filter(current(prefix="person__posts__")).prefetch_related("person__posts").distinct():
        assert user.person is not None
        for post in user.person.posts.all():
            if post.kind == PostKind.HEAD and post.unit_id in units:
                found[post.unit_id].append(user)
    return found


def _digest(user: User, problems: list[Problem], day: date) -> None:
    """One sentence for the day; a second run on the same day says nothing new."""
    now = timezone.now()
    late = sum(1 for one in problems if one.due_at is not None and one.due_at < now)
    known: dict[str, object] = {"n": len(problems), "late": late, "soon": len(problems) - late}
    known |= {"numbers": "、".join(one.number for one in problems[:3])}
    words = _("有 %(n)d 个问题要盯：%(late)d 个已超期，%(soon)d 个快到时限（%(numbers)s 等）。") % known
    roles = {grant.role for grant in user.grants.all()}
    link = "/office/problems/?light=bad" if Role.OFFICE in roles else "/leader/problems/" if Role.LEADER in roles else "/unit/problems/"  # fmt: skip
    urgent = any(one.severity == Severity.URGENT for one in problems)
    tell(users=[user], kind="problem.digest", words=words, link=link, about=f"problems:{day}", urgent=urgent)


def mark_old(on: date | None = None) -> int:
    """What has been open longer than the county's number of workdays is an old case; how many are new."""
    day = on or today()
    since = calendar().before(day, terms().old_workdays).day
    return Problem.objects.filter(status__in=LIVE, old_since=None, found_at__date__lte=since).update(old_since=day)
