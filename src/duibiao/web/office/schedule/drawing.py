"""Bars of duties as a drawing: plain numbers for SVG attributes. The page lays them out, prints them, and needs no script."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from duibiao.campaigns.models import Milestone
from duibiao.duties.timeline import Bar
from duibiao_engine.schedule import Light

#: Units of the drawing: a row, the space above the first row, and how wide the whole should be: a day is wide accordingly.
ROW, TOP, WIDE = 26, 46, 640
#: Between these a day's width stays, so that a week can be told from the next, and a year still fits a screen.
NARROW_DAY, WIDE_DAY = 1.4, 12.0
ONE = timedelta(days=1)
STATES = {Light.DONE: "good", Light.GREEN: "good", Light.YELLOW: "soon", Light.RED: "bad", Light.WAITING: "none"}


@dataclass(frozen=True)
class Mark:
    """A day that is drawn from top to bottom; its words stand before it, or after it where there is no room; neighbours on two lines."""

    x: float
    words: str
    before: bool
    y: float


@dataclass(frozen=True)
class Drawn:
    """A bar with its place. `done_width` is what is done of it; `state` is a colour's name, with its word in `bar`."""

    bar: Bar
    y: float
    x: float
    width: float
    done_width: float
    state: str
    ticks: Sequence[float]


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, and how large it is."""

    rows: Sequence[Drawn]
    months: Sequence[tuple[float, str]]
    milestones: Sequence[Mark]
    today: float | None
    width: float
    height: float


def chart(
    bars: Iterable[Bar],
    milestones: Iterable[Milestone],
    on: date,
    wide: int = WIDE,
    span: tuple[date, date] | None = None,
) -> Chart:
    """The chart of `bars`, in their order; months from the first to the last day that is drawn."""
    held, days = list(bars), list(milestones)
    first, last = span or _span(held, [one.day for one in days], on)

    one = min(max(wide / ((last - first).days + 1), NARROW_DAY), WIDE_DAY)

    def at(day: date) -> float:
        return round((day - first).days * one, 1)

    rows = [_drawn(bar, place, at) for place, bar in enumerate(held)]
    marks = [Mark(at(one.day), one.name, at(one.day) > 90, 28 + 12 * (place % 2)) for place, one in enumerate(days)]
    width, height = at(last + ONE), TOP + ROW * len(rows) + 6
    return Chart(rows, _months(first, last, at), marks, at(on) if first <= on <= last else None, width, height)


def sheets(bars: Sequence[Bar], milestones: Iterable[Milestone], on: date, rows: int, wide: int) -> list[Chart]:
    """The same in pieces of `rows` bars, a sheet of paper each; all begin and end on the same days."""
    days = list(milestones)
    whole = _span(bars, [one.day for one in days], on)
    pieces = [bars[place : place + rows] for place in range(0, len(bars), rows)]
    return [chart(piece, days, on, wide, whole) for piece in pieces]


def _span(bars: Sequence[Bar], days: Sequence[date], on: date) -> tuple[date, date]:
    """From the first of the first month to the last of the last one."""
    begins = [*(bar.begin for bar in bars), *days, on]
    ends = [*(bar.end for bar in bars), *days, on]
    last = max(ends).replace(day=28) + timedelta(days=4)
    return min(begins).replace(day=1), last - timedelta(days=last.day)


def _drawn(bar: Bar, place: int, at: Callable[[date], float]) -> Drawn:
    x, width = at(bar.begin), round(at(bar.end + ONE) - at(bar.begin), 1)
    done = width * (100 if bar.light == Light.DONE else bar.percent) / 100
    ticks = [at(step.day + ONE) for step in bar.steps if bar.begin <= step.day < bar.end]
    return Drawn(bar, TOP + ROW * place, x, width, round(done, 1), STATES[bar.light], ticks)


def _months(first: date, last: date, at: Callable[[date], float]) -> list[tuple[float, str]]:
    """Where each month begins, with its name; the year stands where there is room for it, and at each January."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    roomy = at(first + timedelta(days=28)) > 70
    found: list[tuple[float, str]] = []
    for (year, month), _days in groupby(days, key=lambda day: (day.year, day.month)):
        whole = f"{year}年{month}月" if roomy else f"{year}年"
        begins = month == 1 or (roomy and not found)
        found.append((at(date(year, month, 1)), whole if begins else f"{month}月"))
    return found
