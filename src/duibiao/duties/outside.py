"""What duties use of other parts: the work calendar, messages to people, and the row of every ask of a unit. One place, so that
nothing else here needs to know them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from duibiao.duties.models import Duty
from duibiao.lib.dates import KNOWN_YEARS
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao_engine.workdays import WorkCalendar


@cache
def _published() -> WorkCalendar:
    first, last = date(min(KNOWN_YEARS), 1, 1), date(max(KNOWN_YEARS), 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = {day for day in days if chinese_calendar.is_workday(day)}
    off = [day for day in days if day not in worked and day.weekday() < 5]
    return WorkCalendar.of(off, [day for day in worked if day.weekday() >= 5], KNOWN_YEARS)


def calendar() -> WorkCalendar:
    """The county's work calendar."""
    return _published()


def liaisons(unit: Unit) -> list[User]:
    """The accounts that speak for a unit."""
    return list(User.objects.filter(is_active=True, grants__role=Role.UNIT, grants__unit=unit).distinct())


def link(duty: Duty) -> str:
    """The page of a duty, as the unit opens it."""
    return f"/unit/duties/{duty.pk}/"


def tell(
    *, users: Iterable[User], kind: str, words: str, link: str = "", about: str = "", urgent: bool = False
) -> None:
    """Leave a message, in the caller's transaction."""


def issued(by: User, duties: Sequence[Duty], sign_until: date) -> None:
    """Each duty is an ask of its unit, and so is its signature."""


def signed(duties: Sequence[Duty], by: User) -> None:
    """The asked-for signatures are there."""


def passed_on(duty: Duty, old: Unit, by: User) -> None:
    """Nothing is asked any longer of the unit that had the duty."""


def settled(duties: Sequence[Duty], by: User) -> None:
    """Nothing is asked any longer about these duties: done or taken back."""
