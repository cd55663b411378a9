"""The periods in which something comes again: a period is named by its first day."""

from datetime import date, timedelta

from duibiao.upkeep.choices import Often

MONTHS = {Often.MONTH: 1, Often.QUARTER: 3, Often.YEAR: 12}


def begin(often: str, day: date) -> date:
    """The first day of the period in which a day lies."""
    if often == Often.DAY:
        return day
    if often == Often.WEEK:
        return day - timedelta(days=day.weekday())
    n = MONTHS[Often(often)]
    return date(day.year, (day.month - 1) // n * n + 1, 1)


def after(often: str, first: date) -> date:
    """The first day of the next period."""
    if often == Often.DAY:
        return first + timedelta(days=1)
    if often == Often.WEEK:
        return first + timedelta(days=7)
    months = first.year * 12 + first.month - 1 + MONTHS[Often(often)]
    return date(months // 12, months % 12 + 1, 1)


def before(often: str, first: date) -> date:
    """The first day of the period before."""
    return begin(often, first - timedelta(days=1))


def last(often: str, first: date) -> date:
    """The last day of the period."""
    return after(often, first) - timedelta(days=1)
