"""A judge's own figure within a range that the standard gives (酌情扣，最多10分；好 18–20 分、中 10–17 分)."""

from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import model_validator

from duibiao_engine.rules.base import (
    FAR,
    Cells,
    Kind,
    Language,
    Line,
    MeasureParameters,
    Row,
    Scene,
    Step,
    clip,
    named,
    number,
)


def _pair(ends: Any) -> Any:
    return tuple(ends) if isinstance(ends, list) else ends


class Judged(MeasureParameters):
    """`judged: {measure, between}` or `judged: {measure, ranges: {grade: [low, high]}}`."""

    word: Literal["judged"] = "judged"
    between: tuple[float, float] | None = None
    ranges: dict[str, tuple[float, float]] | None = None

    @model_validator(mode="before")
    @classmethod
    def _lists_are_ranges(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        ranges = data.get("ranges")
        fixed = {grade: _pair(ends) for grade, ends in ranges.items()} if isinstance(ranges, dict) else ranges
        return {**data, "between": _pair(data.get("between")), "ranges": fixed}

    @model_validator(mode="after")
    def _one_of_both(self) -> Any:
        if (self.between is None) == (self.ranges is None):
            raise ValueError("between 与 ranges 必须且只能写一个")
        if any(low > high or low < 0 for low, high in self.all_ranges()):
            raise ValueError("范围要写成 [低, 高]，不小于 0")
        return self

    def all_ranges(self) -> list[tuple[float, float]]:
        """Every range that a mark may fall in."""
        return list((self.ranges or {}).values()) if self.between is None else [self.between]


class JudgedKind(Kind[Judged]):
    """The judge's figure, held within its range."""

    word = "judged"
    parameters = Judged
    owns_points = True

    def row(self, p: Judged, scene: Scene) -> Row:
        """a, b = the range, or one step for each grade."""
        missing = self.none_means_zero(p, scene)
        if p.between is not None:
            return Row(a=p.between[0], b=p.between[1], mode="between", missing_x=missing)
        steps = tuple(Step(low, name=name, points_high=high) for name, (low, high) in (p.ranges or {}).items())
        return Row(mode="ranges", steps=steps)

    def size(self, c: Cells) -> ir.NumericValue:
        """Outside its range the nearest end counts (the reader has reported it)."""
        value = ibis.ifelse(c.mode == "ranges", c.latest, c.latest.coalesce(c.x))
        return clip(value, c.a.fill_null(c.found.fill_null(0.0)), c.b.fill_null(c.found_high.fill_null(0.0)))

    def extremes(self, p: Judged, scene: Scene) -> tuple[float, float]:
        """The ends of all ranges."""
        return min(low for low, _ in p.all_ranges()), max(high for _, high in p.all_ranges())

    def sentence(self, p: Judged, scene: Scene, line: Line, language: Language) -> str:
        """The mark and its range."""
        name = named(scene.measures, p.measure, language)
        mark = line.x if line.latest is None else line.latest
        low, high = p.between or (p.ranges or {}).get(line.name or "", (0.0, FAR))
        grade = f" {line.name}" if line.name and p.ranges else ""
        if language == "en":
            return f"{name}: judged{grade} {number(mark)} (range {number(low)}–{number(high)})"
        return f"{name}评判{grade} {number(mark)} 分（范围 {number(low)}–{number(high)}）"
