"""When something is due: working hours, working days, or hours that run through the night; and what is left of it.

Its one trick: all is counted in worked minutes of one calendar, with whole days in between taken from the calendar's own
arithmetic, so that five years are as cheap as five hours. Nothing here knows the database or the time of day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duibiao.problems.choices import Measured
from duibiao_engine.workdays import WorkCalendar

MINUTE = timedelta(minutes=1)
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """The hours of work, in minutes of the day; the same on each workday. 8:00–12:00 and 14:00–18:00."""

    morning: tuple[int, int] = (480, 720)
    afternoon: tuple[int, int] = (840, 1080)

    @property
    def a_day(self) -> int:
        """Worked minutes of a workday."""
        return sum(until - since for since, until in (self.morning, self.afternoon))

    @property
    def ends(self) -> int:
        return self.afternoon[1]

    def worked_by(self, minute: int) -> int:
        """Worked minutes of a workday up to a minute of it."""
        return sum(max(0, min(minute, until) - since) for since, until in (self.morning, self.afternoon))

    def minute_after(self, worked: int) -> int:
        """The minute of a workday at which so many (1 … `a_day`) are worked."""
        first = self.morning[1] - self.morning[0]
        return self.morning[0] + worked if worked <= first else self.afternoon[0] + worked - first


@dataclass(frozen=True)
class Due:
    """A moment. `provisional`: a year on the way has no holiday notice yet."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Clock:
    """A calendar with its hours. Moments are in local time; the zone has no summer time."""

    calendar: WorkCalendar
    hours: Hours = Hours()

    def due(self, start: datetime, amount: int, measured: str) -> Due:
        """So much after a moment. Workdays end when work ends; the day of the start does not count."""
        if measured == Measured.HOURS:
            return Due(start + timedelta(hours=amount))
        if measured == Measured.WORKDAYS:
            counted = self.calendar.after(start.date(), amount)
            return Due(at_minute(start, counted.day, self.hours.ends), counted.provisional)
        return self.later(start, amount * 60)

    def later(self, start: datetime, minutes: int) -> Due:
        """So many worked minutes (1 or more) after a moment."""
        before = self._worked_on(start)
        days, rest = divmod(before + minutes - 1, self.hours.a_day)
        first = self.calendar.is_workday(start.date())
        counted = self.calendar.after(start.date(), days if first else days + 1)
        return Due(at_minute(start, counted.day, self.hours.minute_after(rest + 1)), counted.provisional)

    def worked(self, start: datetime, end: datetime) -> int:
        """Worked minutes between two moments; negative when the end lies before the start."""
        if end < start:
            return -self.worked(end, start)
        days = self.calendar.between(start.date(), end.date())
        missing = 0 if not self.calendar.is_workday(end.date()) else self.hours.a_day - self._worked_on(end)
        done = self._worked_on(start)
        whole = days * self.hours.a_day
        if self.calendar.is_workday(start.date()):
            whole += self.hours.a_day
        return whole - done - missing

    def left(self, now: datetime, due: datetime, measured: str) -> int:
        """Minutes that are left, as its measure counts them; negative when it is overdue."""
        if measured == Measured.HOURS:
            return int((due - now) / MINUTE)
        return self.worked(now, due) if now <= due else min(-1, self.worked(now, due))

    def resumed(self, now: datetime, minutes: int, measured: str) -> Due:
        """When something is due that had so many minutes left when its clock stopped. Workdays end when work ends."""
        if measured == Measured.HOURS:
            return Due(now + timedelta(minutes=minutes))
        found = self.later(now, max(1, minutes))
        return (
            Due(at_minute(now, found.at.date(), self.hours.ends), found.provisional)
            if measured == Measured.WORKDAYS
            else found
        )

    def used_percent(self, start: datetime, due: datetime, now: datetime, measured: str) -> int:
        """How much of the time is used, 0 to 100."""
        if measured == Measured.HOURS:
            whole, used = (due - start) / MINUTE, (now - start) / MINUTE
        else:
            whole, used = self.worked(start, due), self.worked(start, now)
        return 100 if whole <= 0 else max(0, min(100, int(100 * used / whole)))

    def _worked_on(self, moment: datetime) -> int:
        """Worked minutes of its own day before a moment; none on a day off."""
        if not self.calendar.is_workday(moment.date()):
            return 0
        return self.hours.worked_by(moment.hour * 60 + moment.minute)


def at_minute(like: datetime, day: date, minute: int) -> datetime:
    """That minute of a day, in the zone of `like`; minute 1440 is the midnight after."""
    midnight = datetime.combine(day, time(), tzinfo=like.tzinfo)
    return midnight + timedelta(minutes=minute)
