"""A named grade and its points (两项都建6分，只建一项3分，都没建0分)."""

from typing import Annotated, Literal

import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import Cells, Kind, Language, Line, MeasureParameters, Row, Scene, Step, named


class Grade(MeasureParameters):
    """`grade: {measure, points: {grade: points}}`."""

    word: Literal["grade"] = "grade"
    points: dict[str, Annotated[float, Field(ge=0)]] = Field(min_length=1)


class GradeKind(Kind[Grade]):
    """The points of the latest grade."""

    word = "grade"
    parameters = Grade
    owns_points = True

    def row(self, p: Grade, scene: Scene) -> Row:
        """One step for each grade."""
        return Row(steps=tuple(Step(points, name=name) for name, points in p.points.items()))

    def known(self, c: Cells) -> ir.BooleanValue:
        """A grade has no number; its name must be there."""
        return c.grade.notnull()

    def size(self, c: Cells) -> ir.NumericValue:
        """A grade that the rule does not name has no points (the reader has reported it)."""
        return c.found.fill_null(0.0)

    def extremes(self, p: Grade, scene: Scene) -> tuple[float, float]:
        """The poorest and the richest grade."""
        return min(p.points.values()), max(p.points.values())

    def sentence(self, p: Grade, scene: Scene, line: Line, language: Language) -> str:
        """The grade that was given."""
        name = named(scene.measures, p.measure, language)
        return f"{name}: {line.name}" if language == "en" else f"{name}：{line.name}"
