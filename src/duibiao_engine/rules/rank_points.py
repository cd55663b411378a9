"""Points by rank among peers (第1–5名依次60/57/54/51/48); equals share the better rank, the next is skipped."""

from typing import Annotated, Literal

import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import (
    FAR,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Side,
    Step,
    named,
    number,
)


class Rank(MeasureParameters):
    """`rank: {measure, points: [60, 57], order, beyond}`."""

    word: Literal["rank"] = "rank"
    points: list[Annotated[float, Field(ge=0)]] = Field(min_length=1)
    order: Literal["high", "low"]
    beyond: float = Field(default=0, ge=0)


class RankKind(Kind[Rank]):
    """The points of the rank among those peers whose value is known."""

    word = "rank"
    parameters = Rank
    sides = frozenset({Side.EARN})
    owns_points = True
    peers = "rank"

    def row(self, p: Rank, scene: Scene) -> Row:
        """One step for each rank and one for all behind; mode = which end is best."""
        steps = [Step(points, low=place - 0.5, high=place + 0.5) for place, points in enumerate(p.points, 1)]
        last = Step(p.beyond, low=len(p.points) + 0.5, high=FAR)
        return Row(mode=p.order, missing_x=self.none_means_zero(p, scene), steps=(*steps, last))

    def size(self, c: Cells) -> ir.NumericValue:
        """Every rank is in the table."""
        return c.found.fill_null(0.0)

    def extremes(self, p: Rank, scene: Scene) -> tuple[float, float]:
        """The poorest and the richest place."""
        everything = [*p.points, p.beyond]
        return min(everything), max(everything)

    def sentence(self, p: Rank, scene: Scene, line: Line, language: Language) -> str:
        """The value and its rank."""
        name = named(scene.measures, p.measure, language)
        if language == "en":
            return f"{name}: {number(line.x)}, rank {line.rank} among peers"
        return f"{name} {number(line.x)}，同组第 {line.rank} 名"
