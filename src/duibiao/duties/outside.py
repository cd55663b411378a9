"""What duties use of other parts: the work calendar, messages to people, and the row of every ask of a unit. One place, so that
nothing else here needs to know them."""

from collections.abc import Sequence
from datetime import date

from duibiao.duties.models import Duty
from duibiao.duties.tasks import bring_asks_into_line
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.queries import liaison_users as liaisons
from duibiao.workdays.queries import calendar

__all__ = ["calendar", "issued", "liaisons", "link", "passed_on", "settled", "signed", "tell"]


def link(duty: Duty) -> str:
    """The page of a duty, as the unit opens it."""
    return f"/unit/duties/{duty.pk}/"


def _later(duties: Sequence[Duty]) -> None:
    if duties:
        bring_asks_into_line.defer(duties=[duty.pk for duty in duties])


def issued(by: User, duties: Sequence[Duty], sign_until: date) -> None:
    """Each duty is an ask of its unit."""
    _later(duties)


def signed(duties: Sequence[Duty], by: User) -> None:
    """A signature changes nothing in what is asked: the duty is still owed."""


def passed_on(duty: Duty, old: Unit, by: User) -> None:
    """Asked of the new unit, and no longer of the old one."""
    _later([duty])


def settled(duties: Sequence[Duty], by: User) -> None:
    """Nothing is asked any longer about these duties: done or taken back."""
    _later(duties)
