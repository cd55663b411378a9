"""In proportion to the best of the peers (以第1名为满分，按比例得分)."""

from typing import Literal

import ibis
import ibis.expr.types as ir

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


class Relative(MeasureParameters):
    """`relative: {measure, order}`: `high` means more is better."""

    word: Literal["relative"] = "relative"
    order: Literal["high", "low"]


class RelativeKind(Kind[Relative]):
    """Points × own ÷ best, or best ÷ own where less is better."""

    word = "relative"
    parameters = Relative
    sides = frozenset({Side.EARN})
    needs_points = False
    peers = "top"

    def row(self, p: Relative, scene: Scene) -> Row:
        """mode = which end is best."""
        return Row(mode=p.order, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """Nothing over nothing: the best of `low` is 0 only where own is, or own earns nothing."""
        more = ibis.ifelse(c.top > 0, c.x / c.top.nullif(0.0), 0.0)
        less = ibis.ifelse(c.x <= 0, 1.0, c.top / c.x.nullif(0.0))
        return c.p * clip(ibis.ifelse(c.mode == "high", more, less), 0.0, 1.0)

    def sentence(self, p: Relative, scene: Scene, line: Line, language: Language) -> str:
        """Own beside the best."""
        name = named(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: {number(line.x)}, best of the peers {number(line.top)} × {number(scene.points)}"
        return f"{name} {number(line.x)}，同组最好 {number(line.top)}，按比例 × {number(scene.points)}"
