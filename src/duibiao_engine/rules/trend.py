"""A threshold or else a trend (达到25%或持续降低；不高于近5年平均)."""

from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field, model_validator

from duibiao_engine.rules.base import (
    TOLERANCE,
    Cells,
    Family,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Side,
    named,
    number,
)

Trend = Literal["rising", "falling", "not_above_mean", "not_below_mean"]
_SAID = {
    "rising": "逐年上升",
    "falling": "逐年下降",
    "not_above_mean": "不高于前 {} 年平均",
    "not_below_mean": "不低于前 {} 年平均",
}
_SAID_EN = {
    "rising": "rising",
    "falling": "falling",
    "not_above_mean": "not above the mean of {} years",
    "not_below_mean": "not below the mean of {} years",
}


class ThresholdOrTrend(MeasureParameters):
    """`threshold_or_trend: {measure, at_most, or: falling, years: 3}`."""

    word: Literal["threshold_or_trend"] = "threshold_or_trend"
    at_least: float | None = None
    at_most: float | None = None
    otherwise: Trend = Field(alias="or")
    years: int = Field(ge=1, le=10)

    @model_validator(mode="after")
    def _one_threshold(self) -> Any:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("at_least 与 at_most 必须且只能写一个")
        return self


class ThresholdOrTrendKind(Kind[ThresholdOrTrend]):
    """All the points if either holds. y = 1 if the trend holds, n = years that are known, this one among them."""

    word = "threshold_or_trend"
    parameters = ThresholdOrTrend
    sides = frozenset({Side.EARN})
    family = Family.YEARS
    needs_points = False

    def row(self, p: ThresholdOrTrend, scene: Scene) -> Row:
        """a, b = the threshold from either side, c = years; mode = the trend."""
        return Row(a=p.at_least, b=p.at_most, c=float(p.years), mode=p.otherwise, need=p.years + 1)

    def _meets(self, c: Cells) -> ir.BooleanValue:
        high = (c.x >= c.a - TOLERANCE).fill_null(False)
        return high | (c.x <= c.b + TOLERANCE).fill_null(False)

    def known(self, c: Cells) -> ir.BooleanValue:
        """The threshold is enough; failing that, every year must be known."""
        return c.x.notnull() & (self._meets(c) | (c.n >= c.need))

    def size(self, c: Cells) -> ir.NumericValue:
        """All or nothing."""
        return ibis.ifelse(self._meets(c) | (c.y.fill_null(0.0) >= 1), c.p, 0.0)

    def sentence(self, p: ThresholdOrTrend, scene: Scene, line: Line, language: Language) -> str:
        """The value, the threshold, the trend."""
        name = named(scene.measures, p.measure, language)
        held = (line.y or 0) >= 1
        if language == "en":
            bound = f"at least {number(p.at_least)}" if p.at_least is not None else f"at most {number(p.at_most)}"
            return f"{name}: {number(line.x)} ({bound}, or {_SAID_EN[p.otherwise].format(p.years)}: {'yes' if held else 'no'})"
        bound = f"不低于 {number(p.at_least)}" if p.at_least is not None else f"不高于 {number(p.at_most)}"
        return (
            f"{name} {number(line.x)}（要求{bound}，或{_SAID[p.otherwise].format(p.years)}：{'是' if held else '否'}）"
        )
