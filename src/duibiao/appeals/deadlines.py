"""Until when one may appeal and until when it is decided, over the work calendar."""

from datetime import date, datetime

from django.utils import timezone

from duibiao.appeals.models import Rules
from duibiao.lib.spans import today
from duibiao.workdays.queries import calendar


def rules() -> Rules:
    """The county's; those that come with the program until somebody sets others."""
    return Rules.objects.first() or Rules()


def last_day(moment: datetime, held: Rules | None = None) -> date:
    """The last day on which a deduction may be appealed against that became known at a moment."""
    known = timezone.localtime(moment).date()
    return calendar().after(known, (held or rules()).appeal_workdays).day


def decided_by_day(held: Rules | None = None) -> date:
    """The day by which an appeal of today is decided."""
    return calendar().after(today(), (held or rules()).decide_workdays).day


def open_since(held: Rules | None = None) -> date:
    """What became known on this day or later may still be appealed against today: two statements for a whole list."""
    return calendar().before(today(), (held or rules()).appeal_workdays).day
