"""So much for each percentage point short of a target (满意率95%，每低1个百分点扣0.5分), or above one.

Real sheets do not say what becomes of a fraction of a point, so the standard must: `whole`, `ceil` or `linear`.
"""

from typing import Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import (
    TOLERANCE,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Side,
    named,
    number,
    positive,
)

Fraction = Literal["whole", "ceil", "linear"]
_SAID = {"whole": "不足一个的不计", "ceil": "不足一个按一个计", "linear": "按比例计"}
_SAID_EN = {"whole": "whole points only", "ceil": "a begun point counts", "linear": "in proportion"}


class Below(MeasureParameters):
    """`below: {measure, target, fraction, step}`."""

    word: Literal["below"] = "below"
    target: float
    fraction: Fraction
    step: float = Field(default=1, gt=0)


class Above(MeasureParameters):
    """`above: {measure, target, fraction, step}`."""

    word: Literal["above"] = "above"
    target: float
    fraction: Fraction
    step: float = Field(default=1, gt=0)


def _in_steps(gap: ir.NumericValue, c: Cells) -> ir.NumericValue:
    return c.p * ibis.cases(
        (c.mode == "whole", (gap + TOLERANCE).floor().cast("float64")),
        (c.mode == "ceil", (gap - TOLERANCE).ceil().cast("float64")),
        else_=gap,
    )


def _counted(gap: float, fraction: Fraction) -> float:
    whole = int(gap + TOLERANCE)
    if fraction == "whole":
        return whole
    return gap if fraction == "linear" else -int(-(gap - TOLERANCE) // 1)


class BelowKind(Kind[Below]):
    """Points × percentage points under the target."""

    word = "below"
    parameters = Below
    sides = frozenset({Side.DEDUCT})

    def row(self, p: Below, scene: Scene) -> Row:
        """a = target, b = step, mode = what becomes of a fraction."""
        return Row(a=p.target, b=p.step, mode=p.fraction, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """The gap in steps of `step` percentage points."""
        return _in_steps(positive(c.a - c.x) / c.b, c)

    def extremes(self, p: Below, scene: Scene) -> tuple[float, float]:
        """The rate may be 0."""
        return 0.0, scene.points * _counted(max(p.target, 0) / p.step, p.fraction)

    def sentence(self, p: Below, scene: Scene, line: Line, language: Language) -> str:
        """Target, rate, gap, times the points."""
        name, gap = named(scene.measures, p.measure, language), max(p.target - (line.x or 0), 0)
        if language == "en":
            return f"{name}: target {number(p.target)}, {number(line.x)} reached, {number(gap)} below ({_SAID_EN[p.fraction]}) × {number(scene.points)}"
        return f"{name}目标 {number(p.target)}%、实际 {number(line.x)}%，低 {number(gap)} 个百分点（{_SAID[p.fraction]}）× {number(scene.points)}"


class AboveKind(Kind[Above]):
    """Points × percentage points over a target that must not be exceeded."""

    word = "above"
    parameters = Above
    sides = frozenset({Side.DEDUCT})

    def row(self, p: Above, scene: Scene) -> Row:
        """a = target, b = step, mode = what becomes of a fraction."""
        return Row(a=p.target, b=p.step, mode=p.fraction, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """The excess in steps of `step` percentage points."""
        return _in_steps(positive(c.x - c.a) / c.b, c)

    def extremes(self, p: Above, scene: Scene) -> tuple[float, float]:
        """Anything up to the cap, or all of the indicator's points."""
        return 0.0, scene.limit

    def sentence(self, p: Above, scene: Scene, line: Line, language: Language) -> str:
        """Limit, rate, excess, times the points."""
        name, gap = named(scene.measures, p.measure, language), max((line.x or 0) - p.target, 0)
        if language == "en":
            return f"{name}: limit {number(p.target)}, {number(line.x)} reached, {number(gap)} above ({_SAID_EN[p.fraction]}) × {number(scene.points)}"
        return f"{name}上限 {number(p.target)}%、实际 {number(line.x)}%，高 {number(gap)} 个百分点（{_SAID[p.fraction]}）× {number(scene.points)}"
