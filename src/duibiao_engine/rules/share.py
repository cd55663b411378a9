"""In proportion to what was achieved (得分＝播出数量÷4×分值), never more than the points."""

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
    unit_of,
)


class Share(MeasureParameters):
    """`share: {measure, target}`; for a ratio the target is 100 % unless given."""

    word: Literal["share"] = "share"
    target: float | None = Field(default=None, gt=0)


class ShareKind(Kind[Share]):
    """Points × achieved ÷ target."""

    word = "share"
    parameters = Share
    sides = frozenset({Side.EARN})
    needs_points = False

    def row(self, p: Share, scene: Scene) -> Row:
        """a = target."""
        return Row(a=100.0 if p.target is None else p.target, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """More than the target earns no more."""
        return c.p * clip(c.x / c.a, 0.0, 1.0)

    def sentence(self, p: Share, scene: Scene, line: Line, language: Language) -> str:
        """Achieved ÷ target × points."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        target = 100.0 if p.target is None else p.target
        if language == "en":
            return f"{name}: {number(line.x)} ÷ {number(target)} × {number(scene.points)}"
        return f"{name} {number(line.x)}{unit} ÷ {number(target)}{unit} × {number(scene.points)}"
