"""Where the ledger reaches other parts: the work calendar, notices, asks. One small module, so that each is said once."""

from collections.abc import Iterable
from datetime import date, timedelta

from duibiao.lib.dates import is_workday
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User


def after_workdays(day: date, workdays: int) -> date:
    """The day so many workdays later."""
    while workdays > 0:
        day += timedelta(days=1)
        workdays -= is_workday(day)
    return day


def liaisons(unit: Unit) -> list[User]:
    """The accounts that speak for exactly this unit."""
    return list(User.objects.filter(is_active=True, grants__role=Role.UNIT, grants__unit=unit).distinct())


def tell(users: Iterable[User], *, kind: str, words: str, link: str = "", about: str = "") -> None:
    """A notice, in the caller's transaction."""


def subject_of(requirement: int) -> str:
    """By what a second ask for the same material is known."""
    return f"material:{requirement}"
