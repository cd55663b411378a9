"""The size depends on who found it and on repetition (市级通报0.3分，未整改1分), or on the level of an award.

`same_event: highest` counts facts with the same reference once, with the highest of their steps (同一表彰只取最高).
"""

from typing import Annotated, Literal

import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import (
    Cells,
    Family,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Step,
    named,
    number,
)


class Ladder(MeasureParameters):
    """`ladder: {measure, steps: {level: points}, same_event}`."""

    word: Literal["ladder"] = "ladder"
    steps: dict[str, Annotated[float, Field(ge=0)]] = Field(min_length=1)
    same_event: Literal["all", "highest"]


class LadderKind(Kind[Ladder]):
    """The sum of the steps of what happened."""

    word = "ladder"
    parameters = Ladder
    recoverable = False
    family = Family.EVENTS
    owns_points = True

    def row(self, p: Ladder, scene: Scene) -> Row:
        """One step for each level; mode = what several facts about one event do."""
        steps = tuple(Step(points, name=level) for level, points in p.steps.items())
        return Row(mode=p.same_event, missing_x=self.none_means_zero(p, scene), steps=steps)

    def size(self, c: Cells) -> ir.NumericValue:
        """The events were already weighed by their steps."""
        return c.x

    def extremes(self, p: Ladder, scene: Scene) -> tuple[float, float]:
        """Anything up to the cap, or all of the indicator's points."""
        return 0.0, scene.limit

    def sentence(self, p: Ladder, scene: Scene, line: Line, language: Language) -> str:
        """How many there were and what they weigh by level."""
        name = named(scene.measures, p.measure, language)
        steps = "、".join(f"{level} {number(points)}" for level, points in p.steps.items())
        if language == "en":
            return f"{name}: {line.n} by level ({steps.replace('、', ', ')}), together {number(line.x)}"
        once = "，同一事项取最高" if p.same_event == "highest" else ""
        return f"{name} {line.n} 件，按层级计（{steps}{once}），合计 {number(line.x)}"
