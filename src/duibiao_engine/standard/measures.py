"""Measures: the things that are counted, rated or judged. A county keeps one catalogue of them; editions refer to it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

MeasureKind = Literal["flag", "count", "ratio", "score", "amount", "grade", "date", "event"]
Combine = Literal["sum", "mean", "latest", "highest", "lowest", "first_day", "rate"]
_COMBINE: dict[str, Combine] = {
    "flag": "latest",
    "count": "sum",
    "event": "sum",
    "score": "mean",
    "amount": "latest",
    "grade": "latest",
    "date": "first_day",
    "ratio": "rate",
}
_FIXED = {"date", "ratio", "grade"}


class Measure(BaseModel):
    """One measure. `combine` says how several facts of one unit become one number."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    name_en: str | None = None
    kind: MeasureKind
    unit: str | None = None
    combine: Combine = "sum"
    per: Literal["site"] | None = None
    grades: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    missing: Literal["unknown", "none"] = "unknown"
    none_due: Literal["unknown", "full"] = "unknown"
    written_as: Literal["percent", "fraction"] | None = None
    period: str | None = None
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _defaults_by_kind(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fixed = {key: tuple(data[key]) for key in ("grades", "range") if isinstance(data.get(key), list)}
        return {"combine": _COMBINE.get(str(data.get("kind")), "sum"), **data, **fixed}

    @model_validator(mode="after")
    def _combine_fits(self) -> Any:
        if self.kind in _FIXED and self.combine != _COMBINE[self.kind]:
            raise ValueError(f"{self.kind} 类计量项的 combine 是固定的，不要写")
        if self.kind not in _FIXED and self.combine in ("first_day", "rate"):
            raise ValueError("combine 只能写 sum、mean、latest、highest、lowest")
        if self.range is not None and self.range[0] > self.range[1]:
            raise ValueError("range 要写成 [最小, 最大]")
        return self
