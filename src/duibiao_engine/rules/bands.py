"""A number falls into a band and the band has points (90%以上得满分，80%–90%得一半，低于80%不得分).

The bands must cover the line without a gap or an overlap; the check of the standard refuses them otherwise.
"""

from typing import Any, Literal

import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict, Field, model_validator

from duibiao_engine.rules.base import (
    FAR,
    TOLERANCE,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Step,
    named,
    number,
    unit_of,
)


class Band(BaseModel):
    """One band: a lower edge (`at_least` or `above`), an upper edge (`below` or `at_most`), its points."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    at_least: float | None = None
    above: float | None = None
    below: float | None = None
    at_most: float | None = None
    points: float = Field(ge=0)

    @model_validator(mode="after")
    def _edges_make_sense(self) -> Any:
        if None not in (self.at_least, self.above) or None not in (self.below, self.at_most):
            raise ValueError("下边界 at_least/above 只写一个，上边界 below/at_most 只写一个")
        if self.low >= self.high:
            raise ValueError("下边界要小于上边界")
        return self

    @property
    def low(self) -> float:
        """First number inside; an edge reaches as far as the tolerance."""
        if self.above is not None:
            return self.above + TOLERANCE
        return -FAR if self.at_least is None else self.at_least - TOLERANCE

    @property
    def high(self) -> float:
        """First number beyond."""
        if self.at_most is not None:
            return self.at_most + TOLERANCE
        return FAR if self.below is None else self.below - TOLERANCE

    def in_words(self, unit: str) -> str:
        """The band as a clerk writes it."""
        low = f"{number(self.at_least)}{unit}以上" if self.at_least is not None else ""
        low = f"高于 {number(self.above)}{unit}" if self.above is not None else low
        high = f"低于 {number(self.below)}{unit}" if self.below is not None else ""
        high = f"{number(self.at_most)}{unit}以下" if self.at_most is not None else high
        return "、".join(part for part in (low, high) if part) or "任何数"


class Bands(MeasureParameters):
    """`bands: {measure, steps: [{at_least, below, points}]}`."""

    word: Literal["bands"] = "bands"
    steps: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _list_is_fine(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("steps"), list):
            return {**data, "steps": tuple(data["steps"])}
        return data


class BandsKind(Kind[Bands]):
    """The points of the band that holds the number."""

    word = "bands"
    parameters = Bands
    owns_points = True

    def row(self, p: Bands, scene: Scene) -> Row:
        """One step for each band."""
        steps = tuple(Step(band.points, low=band.low, high=band.high) for band in p.steps)
        return Row(missing_x=self.none_means_zero(p, scene), steps=steps)

    def size(self, c: Cells) -> ir.NumericValue:
        """Bands cover the line, so one is always found."""
        return c.found.fill_null(0.0)

    def extremes(self, p: Bands, scene: Scene) -> tuple[float, float]:
        """The poorest and the richest band."""
        return min(band.points for band in p.steps), max(band.points for band in p.steps)

    def sentence(self, p: Bands, scene: Scene, line: Line, language: Language) -> str:
        """The number and its band."""
        name, unit = named(scene.measures, p.measure, language), unit_of(scene.measures, p.measure, language)
        held = next((band for band in p.steps if line.x is not None and band.low <= line.x < band.high), None)
        if language == "en":
            return f"{name}: {number(line.x)}, band worth {number(held.points if held else 0)}"
        return f"{name} {number(line.x)}{unit}，属“{held.in_words(unit) if held else '未列明'}”一档"
