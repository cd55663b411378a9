"""The mean of the places' marks (点位得分的平均)."""

from typing import Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import Cells, Language, Line, Row, Scene, clip, named, number
from duibiao_engine.rules.places import PlacesKind, SampleParameters, out_of_places


class MeanOf(SampleParameters):
    """`mean_of: {measure, full}`: `full` is the full mark of one place."""

    word: Literal["mean_of"] = "mean_of"
    full: float = Field(default=1, gt=0)


class MeanOfKind(PlacesKind[MeanOf]):
    """Points × mean ÷ full mark of a place."""

    word = "mean_of"
    parameters = MeanOf

    def row(self, p: MeanOf, scene: Scene) -> Row:
        """a = full mark of a place."""
        return Row(a=p.full, need=p.sample or 1)

    def at_place(self, c: Cells) -> tuple[ir.NumericValue, ir.NumericValue]:
        """A place adds its mark."""
        return c.v, ibis.literal(0.0)

    def size(self, c: Cells) -> ir.NumericValue:
        """Never below 0 nor above the points."""
        return clip(c.p * (c.x / c.n) / c.a, 0.0, c.p)

    def sentence(self, p: MeanOf, scene: Scene, line: Line, language: Language) -> str:
        """Mean ÷ full mark × points."""
        name, places = named(scene.measures, p.measure, language), out_of_places(line.n, language)
        mean = number((line.x or 0) / line.n if line.n else None)
        if language == "en":
            return f"{name}: mean of {places} is {mean} ÷ {number(p.full)} × {number(scene.points)}"
        return f"{name}：{places}平均 {mean}（满分 {number(p.full)}）÷ {number(p.full)} × {number(scene.points)}"
