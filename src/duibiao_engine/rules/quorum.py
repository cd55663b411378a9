"""Enough of the sample must conform (抽5人，3人会背为达标)."""

from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field, model_validator

from duibiao_engine.rules.base import Cells, Language, Line, MeasureParameters, Row, Scene, named, number
from duibiao_engine.rules.places import PlacesKind, out_of_places


class Quorum(MeasureParameters):
    """`quorum: {measure, sample, at_least}`."""

    word: Literal["quorum"] = "quorum"
    sample: int = Field(ge=1)
    at_least: int = Field(ge=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> Any:
        if self.at_least > self.sample:
            raise ValueError("at_least 不能大于 sample")
        return self


class QuorumKind(PlacesKind[Quorum]):
    """All the points if enough conform."""

    word = "quorum"
    parameters = Quorum

    def row(self, p: Quorum, scene: Scene) -> Row:
        """a = how many must conform."""
        return Row(a=float(p.at_least), need=p.sample)

    def size(self, c: Cells) -> ir.NumericValue:
        """All or nothing."""
        return ibis.ifelse(c.x >= c.a, c.p, 0.0)

    def sentence(self, p: Quorum, scene: Scene, line: Line, language: Language) -> str:
        """How many conform and how many are needed."""
        name, places = named(scene.measures, p.measure, language), out_of_places(line.n, language)
        if language == "en":
            return f"{name}: {number(line.x)} of {places} conform, {p.at_least} needed"
        return f"{name}：{places}中 {number(line.x)} 处符合，{p.at_least} 处即达标"
