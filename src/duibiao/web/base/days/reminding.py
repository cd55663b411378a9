"""Reminders so many workdays before a day, and after it. They are messages, and reach people in the day's digest."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.models import Rules, Wish
from duibiao.notices.services import rules, tell
from duibiao.organisation.models import User
from duibiao.web.base.days.entries import Entry, entries
from duibiao.workdays.queries import calendar
from duibiao_engine.workdays import WorkCalendar

#: How far one looks: longer than anybody wants to be reminded before, and after.
AHEAD_DAYS, BACK_DAYS = 60, 45


def remind_all(on: date | None = None) -> int:
    """Remind everybody who has an open account; on a day off nobody. Done twice, nobody is told twice. Returns how many were looked at."""
    day, days = on or today(), calendar()
    if not days.is_workday(day):
        return 0
    held, wishes = rules(), Wish.objects.in_bulk()
    users = list(User.objects.filter(is_active=True, grants__isnull=False).distinct().prefetch_related("grants__unit"))
    for user in users:
        user.grants_held = list(user.grants.all())
        remind(user, wishes.get(user.pk), held, day, days)
    return len(users)


def remind(user: User, wish: Wish | None, held: Rules, day: date, days: WorkCalendar) -> None:
    own = wish.days_before if wish is not None else None
    before = set(held.days_before if own is None else own)
    for one in entries(user, day - timedelta(days=BACK_DAYS), day + timedelta(days=AHEAD_DAYS)):
        left = days.between(day, one.day)
        if words := words_of(one, left, day, before, set(held.days_after)):
            tell(users=[user], kind="reminder", words=words, link=one.link, about=f"{one.uid}:{one.day}:{left}")


def words_of(one: Entry, left: int, day: date, before: set[int], after: set[int]) -> str:
    """The sentence, or nothing if this is not a day to remind of it."""
    said = {"title": one.title, "day": day_text(one.day, on=day), "n": abs(left)}
    if one.day > day and left in before:
        return (
            ngettext("“%(title)s”还有 %(n)d 个工作日：%(day)s。", "“%(title)s”还有 %(n)d 个工作日：%(day)s。", left)
            % said
        )
    if one.day == day and 0 in before:
        return _("“%(title)s”就是今天：%(day)s。") % said
    if one.is_owed and one.day < day and -left in after:
        words = ngettext(
            "“%(title)s”已超期 %(n)d 个工作日：%(day)s。", "“%(title)s”已超期 %(n)d 个工作日：%(day)s。", -left
        )
        return words % said
    return ""
