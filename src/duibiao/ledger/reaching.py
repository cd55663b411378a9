"""Where the ledger reaches other parts: the work calendar, notices, asks. One small module, so that each is said once."""

from datetime import date

from duibiao.asks import services as asks
from duibiao.asks.choices import LIVE, AskKind
from duibiao.asks.models import Ask
from duibiao.ledger.models import Requirement
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.queries import liaison_users
from duibiao.workdays.queries import calendar

__all__ = ["after_workdays", "ask_for", "liaison_users", "settle", "subject_of", "tell"]


def after_workdays(day: date, workdays: int) -> date:
    """The day so many workdays later."""
    return calendar().after(day, workdays).day


def subject_of(requirement: int) -> str:
    """The matter that a unit is asked for once; a second ask is stopped with the link to the first."""
    return f"material:{requirement}"


def ask_for(
    by: User, unit: Unit, line: Requirement, *, title: str, due_on: date | None, link: str, urgent: str
) -> bool:
    """Ask a unit for a line's materials; False when it was asked already. Raises `asks.services.TooSoon`."""
    due = due_on or after_workdays(today(), 5)
    subject = subject_of(line.pk)
    if Ask.objects.filter(unit=unit, subject=subject, state__in=LIVE).exists():
        return False
    try:
        asks.ask(
            by, unit=unit, kind=AskKind.MATERIAL, title=title[:200], grounds=line.campaign.title, due_on=due,
            reference=f"requirement:{line.pk}:{due}", subject=subject, link=link, urgent_reason=urgent,
        )  # fmt: skip
    except asks.AskedAlready:
        return False
    return True


def settle(by: User, line: Requirement, unit: Unit) -> int:
    """What was asked for has come."""
    held = Ask.objects.filter(unit=unit, subject=subject_of(line.pk), state__in=LIVE).values_list(
        "reference", flat=True
    )
    return sum(asks.settle(by, reference=reference, unit=unit) for reference in list(held))
