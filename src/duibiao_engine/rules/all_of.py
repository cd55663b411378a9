"""Every sampled place must conform (2处均符合才得分)."""

from typing import Literal

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules.base import Cells, Language, Line, Scene, named, number
from duibiao_engine.rules.places import PlacesKind, SampleParameters, out_of_places


class AllOf(SampleParameters):
    """`all_of: {measure, sample}`."""

    word: Literal["all_of"] = "all_of"


class AllOfKind(PlacesKind[AllOf]):
    """All the points if every place conforms."""

    word = "all_of"
    parameters = AllOf

    def size(self, c: Cells) -> ir.NumericValue:
        """All or nothing."""
        return ibis.ifelse(c.x >= c.n, c.p, 0.0)

    def sentence(self, p: AllOf, scene: Scene, line: Line, language: Language) -> str:
        """How many of how many conform."""
        name, places = named(scene.measures, p.measure, language), out_of_places(line.n, language)
        if language == "en":
            return f"{name}: {number(line.x)} of {places} conform, all must"
        return f"{name}：{places}中 {number(line.x)} 处符合（须全部符合）"
