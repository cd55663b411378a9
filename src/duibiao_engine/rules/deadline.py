"""A loss for being late (未按时上报扣1分；每迟一天扣0.1分)."""

import datetime
import re
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import model_validator

from duibiao_engine.rules.base import Cells, Kind, Language, Line, MeasureParameters, Row, Scene, Side, named, number

_EPOCH = datetime.date(1970, 1, 1)


class Late(MeasureParameters):
    """`late: {measure, due, each_day, missing}`; due is a day of the period's last year (MM-DD) or a full date."""

    word: Literal["late"] = "late"
    due: str
    each_day: bool = False
    missing: Literal["unknown", "late"]

    @model_validator(mode="after")
    def _due_is_a_day(self) -> Any:
        if not re.fullmatch(r"(\d{4}-)?\d{2}-\d{2}", self.due):
            raise ValueError('due 要写成 "MM-DD" 或 "YYYY-MM-DD"')
        # 2024 is a leap year: 02-29 is a day that exists; the year of the period decides later
        datetime.date.fromisoformat(self.due if len(self.due) == 10 else f"2024-{self.due}")
        return self


def due_day(due: str, last_day: int) -> datetime.date:
    """The day that is meant in the year of the period's end; 29 February falls back to the 28th."""
    if len(due) == 10:
        return datetime.date.fromisoformat(due)
    year = (_EPOCH + datetime.timedelta(days=last_day)).year
    try:
        return datetime.date.fromisoformat(f"{year}-{due}")
    except ValueError:
        return datetime.date(year, 2, 28)


class LateKind(Kind[Late]):
    """The points, once or for each day after the due day."""

    word = "late"
    parameters = Late
    sides = frozenset({Side.DEDUCT})
    recoverable = False

    def row(self, p: Late, scene: Scene) -> Row:
        """a = due day, mode = whether each day counts; x is the day on which it happened first."""
        due = (due_day(p.due, scene.last_day) - _EPOCH).days
        overdue = p.missing == "late" and scene.as_of_day > due
        return Row(
            a=float(due),
            mode="each_day" if p.each_day else "once",
            missing_x=float(scene.as_of_day) if overdue else None,
        )

    def size(self, c: Cells) -> ir.NumericValue:
        """Whole days; on the due day is in time."""
        days = c.x - c.a
        return c.p * ibis.ifelse(days > 0, ibis.ifelse(c.mode == "each_day", days, 1.0), 0.0)

    def extremes(self, p: Late, scene: Scene) -> tuple[float, float]:
        """Once at the most, or as many days as there are points for."""
        return 0.0, scene.limit if p.each_day else scene.points

    def sentence(self, p: Late, scene: Scene, line: Line, language: Language) -> str:
        """The due day, the day it happened, the days between."""
        name, due = named(scene.measures, p.measure, language), due_day(p.due, scene.last_day)
        day = _EPOCH + datetime.timedelta(days=int(line.x or 0))
        days = max((day - due).days, 0)
        done = line.n > 0
        if language == "en":
            return f"{name}: due {due}, {'done ' + str(day) if done else 'nothing recorded'}, {days} days late" + (
                f" × {number(scene.points)}" if p.each_day else ""
            )
        state = f"实际 {day.year}年{day.month}月{day.day}日" if done else "至今没有记录"
        text = f"{name}应在 {due.year}年{due.month}月{due.day}日前，{state}，迟 {days} 天"
        return text + (f" × {number(scene.points)}" if p.each_day else "")
