"""What stands above the tree: scorecards, gates, vetoes, penalties, grades, ranking, cycle, rounding, period."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Status = Literal["met", "partly", "not_met"]
Effect = Literal["fail", "zero", "suspend", "bar", "revoke"]


class Part(BaseModel):
    """Shared settings: no unknown keys, no silent conversions, never changed once read; YAML lists become tuples."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _lists_are_tuples(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


class Places(Part):
    """How many decimal places are kept."""

    places: int = Field(ge=0, le=9)


class Rounding(Part):
    """Where numbers are rounded; nowhere else. Mode is half-up in decimal terms."""

    leaf: Places | None = None
    indicator: Places | None = None
    indicator_into_total: Places | None = None
    total: Places | None = None
    rate: Places | None = None
    indicator_rate: Places | None = None


class CardRounding(Part):
    """Rounding of a scorecard's lines."""

    score: Places | None = None
    rate: Places | None = None


class Scorecard(Part):
    """Units scored by what they answer for: Σ values ÷ (number of facts × full mark of one)."""

    id: str
    name: str
    name_en: str | None = None
    kinds: tuple[str, ...] = ()
    measures: Literal["all"] | tuple[str, ...] = "all"
    full: float = Field(default=1, gt=0)
    rounding: CardRounding = CardRounding()


class Bound(Part):
    """At least, or at most, so many per cent."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Any:
        if self.at_least is None and self.at_most is None:
            raise ValueError("at_least 与 at_most 至少写一个")
        return self


class SeparateScore(Bound):
    """A bound on the rate of one indicator; the empty code is the total."""

    indicator: str


class Gate(Part):
    """A condition of eligibility: on coverage by status, on coverage by grade, or on a separate score."""

    id: str
    name: str
    coverage: dict[Status, Bound] | None = None
    grades: dict[str, Bound] | None = None
    score: SeparateScore | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Any:
        if sum(part is not None for part in (self.coverage, self.grades, self.score)) != 1:
            raise ValueError("coverage、grades、score 必须且只能写一个")
        return self


class Veto(Part):
    """An event in the look-back window, or a section below a rate, that decides over everything else."""

    id: str
    name: str
    event: str | None = None
    look_back_months: int = Field(default=12, ge=1, le=120)
    indicator: str | None = None
    rate_below: float | None = None
    effect: Effect
    months: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_trigger(self) -> Any:
        if (self.event is None) == (self.indicator is None):
            raise ValueError("event 与 indicator 必须且只能写一个")
        if (self.indicator is None) != (self.rate_below is None):
            raise ValueError("indicator 要与 rate_below 一起写")
        return self


class Penalty(Part):
    """Points taken from the total, outside the tree, for events in the look-back window."""

    id: str
    name: str
    event: str
    look_back_months: int = Field(default=12, ge=1, le=120)
    points: float = Field(gt=0)
    each: bool
    cap: float | None = Field(default=None, gt=0)


class GradeBand(Part):
    """A grade and the numbers that earn it."""

    name: str
    at_least: float | None = None
    below: float | None = None


class Grades(Part):
    """Grades by bands of the total or its rate, or by coverage (first level that holds)."""

    of: Literal["rate", "total"] | None = None
    bands: tuple[GradeBand, ...] = ()
    by: Literal["coverage"] | None = None
    levels: tuple[CoverageLevel, ...] = ()
    otherwise: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Any:
        if (self.of is not None) == (self.by is not None):
            raise ValueError("of（按分数）与 by: coverage（按达标比例）必须且只能写一个")
        if self.of is not None and not self.bands:
            raise ValueError("of 要配 bands")
        if self.by is not None and (not self.levels or self.otherwise is None):
            raise ValueError("by: coverage 要配 levels 和 otherwise（都不符合时的等次）")
        return self


class CoverageLevel(Part):
    """A grade that is earned by shares of indicator grades or statuses: `{name: 先进, A: {at_least: 92}}`."""

    name: str
    shares: dict[str, Bound]

    @model_validator(mode="before")
    @classmethod
    def _other_keys_are_shares(cls, data: Any) -> Any:
        if isinstance(data, dict) and "shares" not in data:
            shares = {key: value for key, value in data.items() if key != "name"}
            return {"name": data.get("name"), "shares": shares}
        return data


class Ranking(Part):
    """Who is ranked against whom, and by what."""

    within: Literal["kind", "group", "all"] = "kind"
    by: Literal["total", "rate"] = "total"


class CycleYear(Part):
    """One year of a cycle and its weight in per cent."""

    year: int
    weight: float = Field(ge=0)


class Cycle(Part):
    """Years that weigh differently, and the rate that the campaign aims at."""

    years: tuple[CycleYear, ...] = Field(min_length=1)
    target: float | None = None


class Period(BaseModel):
    """First and last day, both inside."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True, allow_inf_nan=False)

    start: datetime.date = Field(alias="from")
    end: datetime.date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Any:
        if self.start > self.end:
            raise ValueError("from 不能晚于 to")
        return self

    @classmethod
    def of_year(cls, year: int) -> Period:
        """A calendar year."""
        return cls.model_validate({"from": datetime.date(year, 1, 1), "to": datetime.date(year, 12, 31)})


Grades.model_rebuild()
