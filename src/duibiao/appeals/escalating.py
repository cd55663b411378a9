"""Appeals that wait too long: who may decide is reminded, the leaders hear of what is late, the appellant that it was passed on.

Its one trick: each morning says one sentence to each person, named by the day; a second run the same day says nothing.
"""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.appeals.choices import State
from duibiao.appeals.models import Appeal
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.queries import liaison_users_of
from duibiao.workdays.queries import calendar

CHINESE = "zh-hans"
#: From so many workdays before its time is over, who may decide hears of it each workday.
SOON = 1


@override(CHINESE)
@transaction.atomic
def sweep(on: date | None = None) -> int:
    """Tell whoever may decide, and the leaders of what is late; how many appeals that was. On a day off nobody is bothered."""
    day = on or today()
    if not calendar().is_workday(day):
        return 0
    until = calendar().after(day, SOON).day
    rows = list(
        Appeal.objects.filter(state=State.WAITING, due_on__lte=until)
        .select_related("unit", "by")
        .order_by("due_on", "pk")
    )
    late = [one for one in rows if one.due_on < day]
    office, leaders = _with_role(Role.OFFICE), _with_role(Role.LEADER)
    mine: dict[User, list[Appeal]] = defaultdict(list)
    for one in rows:
        deciders = [user for user in office if user.pk not in _own(one)]
        above = [user for user in leaders if user.pk not in _own(one)]
        for user in {*deciders, *(above if one in late or not deciders else ())}:
            mine[user].append(one)
    for user, held in mine.items():
        _digest(user, held, day)
    for one in late:
        _pass_on(one)
    return len(rows)


def _own(appeal: Appeal) -> tuple[int | None, ...]:
    """Whoever may not decide about it."""
    return (appeal.recorded_by_id, appeal.seen_by_id, appeal.by_id)


def _with_role(role: str) -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role=role).distinct())


def _digest(user: User, appeals: list[Appeal], day: date) -> None:
    late = sum(1 for one in appeals if one.due_on < day)
    known: dict[str, object] = {
        "n": len(appeals),
        "late": late,
        "first": appeals[0].matter[:60],
        "day": day_text(appeals[0].due_on),
    }
    words = _("有 %(n)d 件申诉等裁定，其中 %(late)d 件已超裁定时限。最早的是“%(first)s”，应在 %(day)s 前裁定。") % known
    door = "office" if Role.OFFICE in user.roles else "leader"
    tell(
        users=[user],
        kind="appeal.digest",
        words=words,
        link=f"/{door}/appeals/?state=waiting",
        about=f"appeals:{day}",
        urgent=late > 0,
    )


def _pass_on(appeal: Appeal) -> None:
    """The appellant hears, once, that its time is over and that the leaders know."""
    words = _("本单位的申诉“%(matter)s”超过裁定时限（%(day)s）还没有结果，已报告领导。")
    said = words % {"matter": appeal.matter, "day": day_text(appeal.due_on)}
    users = [*liaison_users_of([appeal.unit]), appeal.by]
    tell(
        users=users,
        kind="appeal.late",
        words=said,
        link=f"/unit/appeals/{appeal.pk}/",
        about=f"appeal:{appeal.pk}:late",
    )
