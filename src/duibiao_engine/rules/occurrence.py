"""So much for each time it happened (每发现一处扣2分，扣完为止；每获一次表彰加1分，最多加5分)."""

from typing import Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import (
    TOLERANCE,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    named,
    number,
    positive,
    unit_of,
)


class Per(MeasureParameters):
    """`per: {measure, every, beyond}`: every so many (only whole ones count), beyond so many that are free."""

    word: Literal["per"] = "per"
    every: float | None = Field(default=None, gt=0)
    beyond: float = Field(default=0, ge=0)


class PerKind(Kind[Per]):
    """Points × occurrences beyond the free ones."""

    word = "per"
    parameters = Per
    recoverable = False

    def row(self, p: Per, scene: Scene) -> Row:
        """a = free ones, b = every so many."""
        return Row(a=p.beyond, b=p.every, missing_x=self.none_means_zero(p, scene))

    def size(self, c: Cells) -> ir.NumericValue:
        """Linear in the count; only whole lots where `every` is given."""
        over = positive(c.x - c.a)
        return c.p * ibis.ifelse(c.b.notnull(), (over / c.b + TOLERANCE).floor(), over)

    def extremes(self, p: Per, scene: Scene) -> tuple[float, float]:
        """Anything up to the cap, or all of the indicator's points."""
        return 0.0, scene.limit

    def sentence(self, p: Per, scene: Scene, line: Line, language: Language) -> str:
        """How many, how many were free, times the points."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        over = max((line.x or 0) - p.beyond, 0)
        if language == "en":
            free = f", {number(p.beyond)} free" if p.beyond else ""
            every = f" (every {number(p.every)})" if p.every else ""
            return f"{name}: {number(line.x)}{free}{every} × {number(scene.points)}"
        free = f"，超出 {number(p.beyond)} 的有 {number(over)}{unit}" if p.beyond else ""
        every = f"（每 {number(p.every)}{unit}计一次）" if p.every else ""
        return f"{name} {number(line.x)}{unit}{free}{every} × {number(scene.points)}"
