"""A judge's mark on another scale (0–10分评判，折算为本项3分)."""

from typing import Literal

import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import (
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Side,
    clip,
    named,
    number,
)


class Scale(MeasureParameters):
    """`scale: {measure, from: 10}`."""

    word: Literal["scale"] = "scale"
    top: float = Field(gt=0, alias="from")


class ScaleKind(Kind[Scale]):
    """Points × mark ÷ top of the scale."""

    word = "scale"
    parameters = Scale
    sides = frozenset({Side.EARN})
    needs_points = False

    def row(self, p: Scale, scene: Scene) -> Row:
        """a = top of the scale."""
        return Row(a=p.top, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """A mark beyond the scale counts as its end."""
        return c.p * clip(c.x / c.a, 0.0, 1.0)

    def sentence(self, p: Scale, scene: Scene, line: Line, language: Language) -> str:
        """Mark ÷ scale × points."""
        name = named(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: {number(line.x)} out of {number(p.top)} × {number(scene.points)}"
        return f"{name} {number(line.x)} 分（{number(p.top)} 分制）÷ {number(p.top)} × {number(scene.points)}"
