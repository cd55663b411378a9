"""A fixed loss or gain, once: when something is so, or unless it is so (未成立领导小组扣0.5分；没有方案不得分)."""

from typing import Literal

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules.base import TOLERANCE, Cells, Kind, Language, Line, MeasureParameters, Scene, named


class When(MeasureParameters):
    """`when: no_leading_group`: counts when the measure is 1 or more."""

    word: Literal["when"] = "when"


class Unless(MeasureParameters):
    """`unless: has_plan`: counts when the measure is less than 1."""

    word: Literal["unless"] = "unless"


class WhenKind(Kind[When]):
    """The points, once, if it is so."""

    word = "when"
    parameters = When

    def size(self, c: Cells) -> ir.NumericValue:
        """All the points or nothing."""
        return ibis.ifelse(c.x >= 1 - TOLERANCE, c.p, 0.0)

    def sentence(self, p: When, scene: Scene, line: Line, language: Language) -> str:
        """Names what is (or is not) so."""
        so = (line.x or 0) >= 1 - TOLERANCE
        word = ("是" if so else "否") if language == "zh" else ("yes" if so else "no")
        return (
            f"{named(scene.measures, p.measure, language)}：{word}"
            if language == "zh"
            else f"{named(scene.measures, p.measure, language)}: {word}"
        )


class UnlessKind(Kind[Unless]):
    """The points, once, if it is not so."""

    word = "unless"
    parameters = Unless

    def size(self, c: Cells) -> ir.NumericValue:
        """All the points or nothing."""
        return ibis.ifelse(c.x < 1 - TOLERANCE, c.p, 0.0)

    def sentence(self, p: Unless, scene: Scene, line: Line, language: Language) -> str:
        """Names what is (or is not) so."""
        so = (line.x or 0) >= 1 - TOLERANCE
        word = ("有" if so else "没有") if language == "zh" else ("yes" if so else "no")
        return (
            f"{named(scene.measures, p.measure, language)}：{word}"
            if language == "zh"
            else f"{named(scene.measures, p.measure, language)}: {word}"
        )
