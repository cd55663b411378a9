"""A fixed loss or gain beyond a threshold (专项检查少于2次扣2分)."""

from typing import Literal

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules.base import (
    TOLERANCE,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    named,
    number,
    unit_of,
)


class IfBelow(MeasureParameters):
    """`if_below: {measure, limit}`."""

    word: Literal["if_below"] = "if_below"
    limit: float


class IfAbove(MeasureParameters):
    """`if_above: {measure, limit}`."""

    word: Literal["if_above"] = "if_above"
    limit: float


class IfBelowKind(Kind[IfBelow]):
    """The points, once, if the value is below the limit; a value on it is not below."""

    word = "if_below"
    parameters = IfBelow

    def row(self, p: IfBelow, scene: Scene) -> Row:
        """a = limit."""
        return Row(a=p.limit, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """All the points or nothing."""
        return ibis.ifelse(c.x < c.a - TOLERANCE, c.p, 0.0)

    def sentence(self, p: IfBelow, scene: Scene, line: Line, language: Language) -> str:
        """The value beside its limit."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: {number(line.x)} (should not be below {number(p.limit)})"
        return f"{name} {number(line.x)}{unit}（界限：低于 {number(p.limit)}{unit}）"


class IfAboveKind(Kind[IfAbove]):
    """The points, once, if the value is above the limit; a value on it is not above."""

    word = "if_above"
    parameters = IfAbove

    def row(self, p: IfAbove, scene: Scene) -> Row:
        """a = limit."""
        return Row(a=p.limit, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """All the points or nothing."""
        return ibis.ifelse(c.x > c.a + TOLERANCE, c.p, 0.0)

    def sentence(self, p: IfAbove, scene: Scene, line: Line, language: Language) -> str:
        """The value beside its limit."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: {number(line.x)} (limit: above {number(p.limit)})"
        return f"{name} {number(line.x)}{unit}（界限：高于 {number(p.limit)}{unit}）"
