"""What every kind of scoring rule has in common.

A kind turns what was counted or judged (`x`, sometimes `y`) into a loss or a gain. Its one trick: the arithmetic is
written once, over columns (`size`), and the same expression serves one indicator of one unit and a hundred million facts.
Everything else a kind knows about itself stands beside the formula: its parameters as a clerk names them, the most it
can take or give while facts are missing, and the sentence that explains its line.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

import ibis
import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict, model_validator

#: Two numbers closer than this are the same number (edges of bands, whole percentage points, ties).
TOLERANCE = 1e-9
#: Stands for the open end of a line; far beyond any score and safe in every database.
FAR = 1e300


class Side(StrEnum):
    """Whether a term takes points away or gives them."""

    DEDUCT = "deduct"
    EARN = "earn"


class Family(StrEnum):
    """How facts become the one row of numbers that a term looks at."""

    TOTAL = "total"  #: one value for each unit and measure
    PLACES = "places"  #: the value at each place first, then over the places
    EVENTS = "events"  #: by level and event (ladders)
    YEARS = "years"  #: this year against the years before


class MeasureLike(Protocol):
    """What a kind needs to know about a measure."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def missing(self) -> str: ...
    @property
    def range(self) -> tuple[float, float] | None: ...


class Parameters(BaseModel):
    """The parameters of one kind, as they stand in the standard."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    word: str


class MeasureParameters(Parameters):
    """Parameters of a kind that looks at one measure; a bare measure name is short for them."""

    measure: str

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("bare"), str):
            rest = {key: value for key, value in data.items() if key != "bare"}
            return {**rest, "measure": data["bare"]}
        return data


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a term stands: everything that its parameters alone do not say.

    `points` is the term's own number (``all`` is resolved to the indicator's points, and `all_points` says so); days count from 1970-01-01.
    """

    side: Side
    points: float
    cap: float | None
    item_points: float
    measures: Mapping[str, MeasureLike]
    first_day: int
    last_day: int
    as_of_day: int
    all_points: bool = False

    @property
    def limit(self) -> float:
        """The most that the term may take or give, where its kind sets no narrower bound."""
        return self.item_points if self.cap is None else self.cap


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a table that a term looks things up in: by name (grade, level) or by number (band, rank)."""

    points: float
    name: str | None = None
    low: float = -FAR
    high: float = FAR
    points_high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A term's parameters as numbers, ready to stand in a table beside the facts."""

    a: float | None = None
    b: float | None = None
    c: float | None = None
    mode: str | None = None
    need: int = 1  #: observations below which the term is unknown
    missing_x: float | None = None  #: what `x` is when there is no fact; None means unknown
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns that a formula may use: facts (n, x, y, latest), peers (rank, top), look-ups, parameters."""

    table: ir.Table

    def __getattr__(self, name: str) -> Any:
        return self.table[name]


@dataclass(frozen=True, slots=True)
class Line:
    """One evaluated term of one unit, for its sentence."""

    delta: float | None
    worst: float
    best: float
    known: bool
    n: int
    x: float | None = None
    y: float | None = None
    latest: float | None = None
    name: str | None = None
    rank: int | None = None
    top: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


Language = Literal["zh", "en"]
P = TypeVar("P", bound=Parameters)


class Kind(ABC, Generic[P]):
    """One kind of scoring rule."""

    word: ClassVar[str]
    sides: ClassVar[frozenset[Side]] = frozenset({Side.DEDUCT, Side.EARN})
    recoverable: ClassVar[bool] = True
    family: ClassVar[Family] = Family.TOTAL
    needs_points: ClassVar[bool] = True
    #: points stand in a table of the kind itself, so the common key `points` must not be given
    owns_points: ClassVar[bool] = False
    peers: ClassVar[Literal["none", "rank", "top", "bottom"]] = "none"
    parameters: type[P]

    def measures(self, p: P) -> tuple[str, ...]:
        """The measures that the term looks at; the first is `x`, the second `y`."""
        return (p.measure,) if isinstance(p, MeasureParameters) else ()

    def row(self, p: P, scene: Scene) -> Row:
        """The parameters as table columns."""
        return Row(missing_x=self.none_means_zero(p, scene))

    def none_means_zero(self, p: P, scene: Scene) -> float | None:
        """0 where the measure says that no fact means none, else None (unknown)."""
        return 0.0 if all(scene.measures[m].missing == "none" for m in self.measures(p)) else None

    @abstractmethod
    def size(self, c: Cells) -> ir.NumericValue:
        """Loss or gain (≥ 0, in points, before the term's cap), over columns."""

    def known(self, c: Cells) -> ir.BooleanValue:
        """Whether there are facts enough."""
        enough = (c.n >= c.need) | c.missing_x.notnull()
        return enough & c.x.notnull()

    def extremes(self, p: P, scene: Scene) -> tuple[float, float]:
        """(least, most) that the term can take or give while facts are missing, before its cap."""
        return 0.0, scene.points

    @abstractmethod
    def sentence(self, p: P, scene: Scene, line: Line, language: Language) -> str:
        """What happened, without the measure-independent tail (``= −1.0``)."""


def named(measures: Mapping[str, MeasureLike], code: str, language: Language) -> str:
    """A measure's name in the reader's language."""
    measure = measures[code]
    return (measure.name_en or measure.name) if language == "en" else measure.name


def unit_of(measures: Mapping[str, MeasureLike], code: str, language: Language) -> str:
    """A measure's counting unit with a leading space, or nothing (English names carry their unit)."""
    unit = measures[code].unit
    return f" {unit}" if unit and language == "zh" else ""


def number(value: float | None, least: int = 0) -> str:
    """A number for people: at most four places, no trailing zeros beyond `least` places, a true minus sign."""
    if value is None:
        return "—"
    text = f"{value:.4f}".rstrip("0")
    whole, _, places = text.partition(".")
    whole = "0" if whole in ("-0", "") and not places else whole
    return f"{whole}.{places.ljust(least, '0')}".rstrip(".").replace("-", "−")


def clip(value: ir.NumericValue, low: Any, high: Any) -> ir.NumericValue:
    """The value held between two bounds."""
    return ibis.least(ibis.greatest(value, low), high)


def positive(value: ir.NumericValue) -> ir.NumericValue:
    """The value, or 0 where it is negative."""
    return ibis.greatest(value, 0.0)
