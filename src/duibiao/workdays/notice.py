"""Reading the State Council's yearly notice as it is published, so that nobody types thirty days.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

Its one trick: a clause is what ends in 放假 or 上班; the days before that word are what it is about. What has a day and
neither word is returned as not understood, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from duibiao.workdays.choices import DayKind
from duibiao.workdays.published import Exceptional

_HEAD = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.．、])?\s*([^：:，。0-9]{2,20})[：:]")
_PLACE = re.compile(r"[（(][^）)]*[）)]")
_DAYS = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:\s*(?:至|到|-|—|–|~)\s*(?:(?P<year2>\d{4})年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日)?"
)
_CLAUSE = re.compile(r"[^。；;]*?(?P<word>放假|上班)")
#: A holiday is never longer: a longer span is a slip of the pen.
LONGEST_DAYS = 31


@dataclass
class Notice:
    """What was understood, day by day, and the lines in which a day stands that was not."""

    days: list[Exceptional] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read(text: str, year: int) -> Notice:
    """The exceptional days that a notice for `year` names. A day named twice counts as its last mention."""
    found: dict[date, Exceptional] = {}
    notice = Notice()
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            for one in _of_line(line, year):
                found[one.day] = one
        except ValueError:
            notice.unread.append(line)
            continue
        if _DAYS.search(_rest(line)):
            notice.unread.append(line)
    notice.days = [found[day] for day in sorted(found)]
    return notice


def _of_line(line: str, year: int) -> Iterator[Exceptional]:
    head = _HEAD.match(line)
    name = head.group(1).strip() if head else ""
    body = _PLACE.sub("", line[head.end() :] if head else line)
    month = 0
    for clause in _CLAUSE.finditer(body):
        kind = DayKind.OFF if clause["word"] == "放假" else DayKind.WORKED
        for part in _DAYS.finditer(clause.group()):
            month = int(part["month"] or month)
            for day in _span(part, year, month):
                month = day.month
                yield Exceptional(day, kind, name)


def _span(part: re.Match[str], year: int, month: int) -> Iterator[date]:
    first = date(int(part["year"] or year), month, int(part["day"]))
    last = first
    if part["day2"]:
        last_month = int(part["month2"] or month)
        last = date(int(part["year2"] or first.year + (last_month < month)), last_month, int(part["day2"]))
    if not first <= last <= first + timedelta(days=LONGEST_DAYS):
        raise ValueError(part.group())
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _rest(line: str) -> str:
    """What remains of a line without its understood clauses and its signature's date."""
    body = _CLAUSE.sub("", _PLACE.sub("", line))
    return re.sub(r"\d{4}年\d{1,2}月\d{1,2}日\s*$", "", body)
