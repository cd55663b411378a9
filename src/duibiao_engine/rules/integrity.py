"""What was reported turned out false (经核查不实的，在本项分值内从重扣分)."""

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
    Side,
    named,
    number,
)


class FalseReport(MeasureParameters):
    """`false_report: {measure}`; with `points: all` one case costs the whole indicator."""

    word: Literal["false_report"] = "false_report"


class FalseReportKind(Kind[FalseReport]):
    """Points × cases found false."""

    word = "false_report"
    parameters = FalseReport
    sides = frozenset({Side.DEDUCT})
    recoverable = False

    def row(self, p: FalseReport, scene: Scene) -> Row:
        """mode = whether one case costs everything."""
        return Row(mode="all" if scene.all_points else "each", missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """Linear; everything at the first case where the standard says `all`."""
        return ibis.ifelse(c.mode == "all", ibis.ifelse(c.x >= 1 - TOLERANCE, c.p, 0.0), c.p * c.x)

    def extremes(self, p: FalseReport, scene: Scene) -> tuple[float, float]:
        """Anything up to the cap, or all of the indicator's points."""
        return 0.0, scene.limit

    def sentence(self, p: FalseReport, scene: Scene, line: Line, language: Language) -> str:
        """How many cases."""
        name = named(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: found false {number(line.x)} × {number(scene.points)}"
        return f"{name}：经核查不实 {number(line.x)} 件 × {number(scene.points)}"
