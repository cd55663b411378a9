"""The share of checks that conform (符合率：符合数÷检查数×分值); what does not apply is in neither."""

from typing import Literal

import ibis.expr.types as ir

from duibiao_engine.rules.base import Cells, Language, Line, Scene, named, number
from duibiao_engine.rules.places import PlacesKind, SampleParameters, out_of_places


class ShareOf(SampleParameters):
    """`share_of: {measure, sample}`."""

    word: Literal["share_of"] = "share_of"


class ShareOfKind(PlacesKind[ShareOf]):
    """Points × conforming ÷ checked."""

    word = "share_of"
    parameters = ShareOf

    def size(self, c: Cells) -> ir.NumericValue:
        """In proportion."""
        return c.p * c.x / c.n

    def sentence(self, p: ShareOf, scene: Scene, line: Line, language: Language) -> str:
        """Conforming ÷ checked × points."""
        name, places = named(scene.measures, p.measure, language), out_of_places(line.n, language)
        if language == "en":
            return f"{name}: {number(line.x)} of {places} conform × {number(scene.points)}"
        return f"{name}：{places}中 {number(line.x)} 处符合，{number(line.x)} ÷ {line.n} × {number(scene.points)}"
