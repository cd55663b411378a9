"""At each of n sampled places there must be so many, of which so many of a kind (每车至少2条且至少1条核心价值观，少一条扣4分).

Real sheets leave open whether a missing piece counts at each place or over the whole sample, and whether one piece of
the kind fills both demands: `count` and `of_kind_counts` say so.
"""

from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import Field, model_validator

from duibiao_engine.rules.base import (
    Cells,
    Family,
    Kind,
    Language,
    Line,
    Parameters,
    Row,
    Scene,
    Side,
    named,
    number,
    positive,
)


class Quota(Parameters):
    """`quota: {things, at_least, of_kind, of_kind_at_least, sample, count, of_kind_counts}`."""

    word: Literal["quota"] = "quota"
    things: str
    at_least: float = Field(gt=0)
    of_kind: str | None = None
    of_kind_at_least: float | None = Field(default=None, gt=0)
    sample: int = Field(ge=1)
    count: Literal["per_place", "whole_sample"]
    of_kind_counts: Literal["within", "extra"] | None = None

    @model_validator(mode="after")
    def _kind_is_whole(self) -> Any:
        given = [self.of_kind is not None, self.of_kind_at_least is not None, self.of_kind_counts is not None]
        if any(given) and not all(given):
            raise ValueError("of_kind、of_kind_at_least、of_kind_counts 要么都写，要么都不写")
        return self


def _missing(c: Cells, things: Any, of_kind: Any, times: Any) -> ir.NumericValue:
    """Pieces missing where `things` and `of_kind` were found and `times` × the demand was due."""
    short = positive(c.a * times - things)
    short_of_kind = positive((c.b * times - of_kind).fill_null(0.0))
    return ibis.ifelse(c.mode.startswith("within"), ibis.greatest(short, short_of_kind), short + short_of_kind)


class QuotaKind(Kind[Quota]):
    """Points × missing pieces."""

    word = "quota"
    parameters = Quota
    sides = frozenset({Side.DEDUCT})
    family = Family.PLACES

    def measures(self, p: Quota) -> tuple[str, ...]:
        """The things and, where demanded, those of a kind."""
        return (p.things,) if p.of_kind is None else (p.things, p.of_kind)

    def row(self, p: Quota, scene: Scene) -> Row:
        """a, b = demanded at a place; c = places if the whole sample counts; mode = within/extra, count."""
        mode = f"{p.of_kind_counts or 'within'}/{p.count}"
        return Row(a=p.at_least, b=p.of_kind_at_least, c=float(p.sample), mode=mode, need=p.sample)

    def at_place(self, c: Cells) -> tuple[ir.NumericValue, ir.NumericValue]:
        """What one place adds to x and y: missing pieces, or what was found where the whole sample counts."""
        whole = c.mode.endswith("whole_sample")
        found_of_kind = c.w.fill_null(0.0)
        return (
            ibis.ifelse(whole, c.v, _missing(c, c.v, c.w, ibis.literal(1.0))),
            ibis.ifelse(whole, found_of_kind, ibis.literal(0.0)),
        )

    def size(self, c: Cells) -> ir.NumericValue:
        """Per place the pieces are summed already; over the whole sample they are counted once."""
        whole = c.mode.endswith("whole_sample")
        return c.p * ibis.ifelse(whole, _missing(c, c.x, c.y, c.c), c.x)

    def extremes(self, p: Quota, scene: Scene) -> tuple[float, float]:
        """Nothing at any place."""
        kind = p.of_kind_at_least or 0
        most = p.at_least + kind if p.of_kind_counts == "extra" else max(p.at_least, kind)
        return 0.0, scene.points * p.sample * most

    def sentence(self, p: Quota, scene: Scene, line: Line, language: Language) -> str:
        """What was demanded, what was found."""
        name = named(scene.measures, p.things, language)
        kind = named(scene.measures, p.of_kind, language) if p.of_kind else ""
        return (
            self._english(p, scene, line, name, kind) if language == "en" else self._chinese(p, scene, line, name, kind)
        )

    @staticmethod
    def _chinese(p: Quota, scene: Scene, line: Line, name: str, kind: str) -> str:
        word = "另有" if p.of_kind_counts == "extra" else "其中"
        of_kind = f"（{word}{kind}至少 {number(p.of_kind_at_least)}）" if p.of_kind else ""
        if p.count == "per_place":
            return f"{name}：{line.n} 处每处至少 {number(p.at_least)}{of_kind}，共缺 {number(line.x)} × {number(scene.points)}"
        found = f"{number(line.x)}" + (f"（{kind} {number(line.y)}）" if p.of_kind else "")
        due = f"{p.sample} 处合计应 {number(p.at_least * p.sample)}"
        return f"{name}：{due}{of_kind}、实 {found}，少 {number(_missing_in_all(p, line))} × {number(scene.points)}"

    @staticmethod
    def _english(p: Quota, scene: Scene, line: Line, name: str, kind: str) -> str:
        word = "besides" if p.of_kind_counts == "extra" else "of which"
        of_kind = f", {word} {number(p.of_kind_at_least)} {kind}" if p.of_kind else ""
        if p.count == "per_place":
            demand = f"{name}: at least {number(p.at_least)}{of_kind} at each of {line.n} places"
            return f"{demand}, {number(line.x)} missing × {number(scene.points)}"
        due = f"{name}: {number(p.at_least * p.sample)}{of_kind} due over {p.sample} places"
        return f"{due}, {number(line.x)} found, {number(_missing_in_all(p, line))} missing × {number(scene.points)}"


def _missing_in_all(p: Quota, line: Line) -> float:
    """Missing pieces over the whole sample, for the sentence."""
    short = max(p.at_least * p.sample - (line.x or 0), 0)
    of_kind = max((p.of_kind_at_least or 0) * p.sample - (line.y or 0), 0)
    return short + of_kind if p.of_kind_counts == "extra" else max(short, of_kind)
