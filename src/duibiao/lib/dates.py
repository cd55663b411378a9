"""Days and deadlines as people read them: 11月22日（周日）, 还有 3 个工作日 · 11月26日.

Workdays come from the State Council's published calendar as chinesecalendar carries it, until an upper app names a better
source (`use`): the county's own. A year without a notice counts Monday to Friday and is called provisional: the words say so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar
from django.utils.translation import get_language, gettext, ngettext, pgettext

from duibiao.lib.spans import today
from duibiao_engine.workdays import WorkCalendar

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@cache
def published() -> WorkCalendar:
    """The calendar that comes with the program."""
    off, worked = chinese_calendar.holidays, chinese_calendar.workdays
    return WorkCalendar.of(off, worked, {day.year for day in off})


_source: Callable[[], WorkCalendar] = published


def use(source: Callable[[], WorkCalendar]) -> None:
    """From now on workdays are counted by this calendar."""
    global _source
    _source = source


def is_provisional(day: date) -> bool:
    """Whether nobody has published the holidays of that year yet."""
    return _source().is_provisional(day, day)


def is_workday(day: date) -> bool:
    """A day on which offices work, made-up weekends included."""
    return _source().is_workday(day)


def workdays_between(start: date, end: date) -> int:
    """Workdays after `start` up to and including `end`; negative when `end` is past."""
    return _source().between(start, end)


def day_text(day: date, *, on: date | None = None) -> str:
    """11月22日（周日）; with the year if it is another than that of `on` (today)."""
    if get_language() == "en":
        return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == (on or today()).year else f" {day.year}")
    year = "" if day.year == (on or today()).year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@dataclass(frozen=True)
class Deadline:
    """A deadline in words, and its state: `overdue`, `soon` (three workdays or fewer) or `calm`."""

    text: str
    state: str

    @property
    def kind(self) -> str:
        """The state as the state tag draws it."""
        return {"overdue": "bad", "soon": "soon", "calm": "info"}[self.state]


def deadline(day: date, *, on: date | None = None) -> Deadline:
    """How a deadline stands, seen from a day (today)."""
    now, calendar = on or today(), _source()
    left = calendar.between(now, day)
    state = "overdue" if day < now else "soon" if left <= 3 else "calm"
    parts = [_left(left, day, now), day_text(day, on=now)]
    if calendar.is_provisional(day, day):
        parts.append(pgettext("calendar", "节假日安排未公布，暂按周一至周五计"))
    return Deadline(" · ".join(parts), state)


def _left(left: int, day: date, now: date) -> str:
    if day == now:
        return gettext("今天到期")
    if day < now and not left:
        return gettext("已过期，中间没有工作日")
    if day < now:
        return ngettext("已超期 %d 个工作日", "已超期 %d 个工作日", -left) % -left
    return ngettext("还有 %d 个工作日", "还有 %d 个工作日", left) % left
