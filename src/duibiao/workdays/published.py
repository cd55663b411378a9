"""The published calendar that comes with the program (chinesecalendar): the first source, year by year."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from chinese_calendar import constants

from duibiao.workdays.choices import DayKind


@dataclass(frozen=True)
class Exceptional:
    """A day that is off though its weekday is worked, or worked though it is a weekend; and the holiday that moved it."""

    day: date
    kind: str
    name: str = ""


_NAMES = {holiday.value: holiday.chinese for holiday in constants.Holiday}


@cache
def of_year(year: int) -> tuple[Exceptional, ...]:
    """What the published notice of a year says; nothing where none is known."""
    off = [Exceptional(day, DayKind.OFF, _NAMES.get(name, "")) for day, name in constants.holidays.items()]
    worked = [Exceptional(day, DayKind.WORKED, _NAMES.get(name, "")) for day, name in constants.workdays.items()]
    return tuple(sorted((one for one in (*off, *worked) if one.day.year == year), key=lambda one: one.day))


@cache
def years() -> frozenset[int]:
    """The years whose notice came with the program."""
    return frozenset(day.year for day in constants.holidays)
