"""So much for each one missing (专题研究3次，每少一次扣0.5分)."""

from typing import Any, Literal

import ibis.expr.types as ir
from pydantic import Field, model_validator

from duibiao_engine.rules.base import (
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
    positive,
    unit_of,
)


class ShortOf(MeasureParameters):
    """`short_of: {measure, target}`; the target may itself be counted: `target_measure`."""

    word: Literal["short_of"] = "short_of"
    target: float | None = Field(default=None, gt=0)
    target_measure: str | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Any:
        if (self.target is None) == (self.target_measure is None):
            raise ValueError("target 与 target_measure 必须且只能写一个")
        return self


class ShortOfKind(Kind[ShortOf]):
    """Points × missing ones."""

    word = "short_of"
    parameters = ShortOf
    sides = frozenset({Side.DEDUCT})

    def measures(self, p: ShortOf) -> tuple[str, ...]:
        """What was done and, where the target is counted too, what was due."""
        return (p.measure,) if p.target_measure is None else (p.measure, p.target_measure)

    def row(self, p: ShortOf, scene: Scene) -> Row:
        """a = the fixed target."""
        return Row(a=p.target, missing_x=0.0 if scene.measures[p.measure].missing == "none" else None)

    def size(self, c: Cells) -> ir.NumericValue:
        """Nothing is given back for doing more than was due."""
        return c.p * positive(c.a.fill_null(c.y) - c.x)

    def known(self, c: Cells) -> ir.BooleanValue:
        """What was done must be known, and what was due."""
        return super().known(c) & (c.a.notnull() | c.y.notnull())

    def extremes(self, p: ShortOf, scene: Scene) -> tuple[float, float]:
        """All of the target missing."""
        return 0.0, scene.item_points if p.target is None else scene.points * p.target

    def sentence(self, p: ShortOf, scene: Scene, line: Line, language: Language) -> str:
        """Due, done, short, times the points."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        due = p.target if p.target is not None else (line.y or 0)
        short = max(due - (line.x or 0), 0)
        if language == "en":
            return f"{name}: {number(due)} due, {number(line.x)} done, {number(short)} short × {number(scene.points)}"
        return f"{name}应 {number(due)}{unit}、实 {number(line.x)}{unit}，少 {number(short)}{unit} × {number(scene.points)}"
