"""What the facts of the demonstration county should look like: a pack's `demo.yaml`, filled up from its own rules.

Its one trick: a measure that `demo.yaml` does not mention still gets sensible facts, because the rules that look at it
say whether more is better, how much is asked, which levels exist and how many places are sampled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from duibiao_engine.problems import ContentError
from duibiao_engine.rules.bands import Bands
from duibiao_engine.rules.base import Side
from duibiao_engine.rules.ladder import Ladder
from duibiao_engine.rules.quota import Quota
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Method, Node, Standard, Term
from duibiao_engine.standard.reader import read_pack

DEMO_FILE = "demo.yaml"
Range = tuple[float, float]
Better = Literal["high", "low"]

#: Kinds of rule under which a larger number costs points although nothing is deducted for having little.
_LESS_IS_BETTER = frozenset({"above", "if_above", "per", "when", "ladder", "false_report"})


class Wish(BaseModel):
    """How the facts of one measure should look. Everything is optional.

    `units` kinds of unit that have it; `per_month` how many facts a month ([lo, hi], fractions are chances), absent: one
    a year; `value`, `out_of` ranges; `rate` per cent instead of `value`; `grades` weights; `sites` how many places;
    `known` share of units with facts; `better` which end of the ranges a good unit has; `day` when ([MM-DD, MM-DD]);
    `repeat` chance that an event is taken up again one level higher; `earlier_years` how many years before have facts
    too; `somebody` this many units have exactly one event; `liable` further units (names) that answer for the facts;
    `place` what a site is called.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    units: tuple[str, ...] | None = None
    per_month: Range | None = None
    value: Range | None = None
    out_of: Range | None = None
    rate: Range | None = None
    grades: dict[str, float] = {}
    sites: tuple[int, int] | None = None
    known: float = Field(default=0.95, ge=0, le=1)
    better: Better | None = None
    day: tuple[str, str] | None = None
    repeat: float = Field(default=0.3, ge=0, le=1)
    earlier_years: int = Field(default=0, ge=0, le=5)
    somebody: int | None = Field(default=None, ge=0)
    liable: tuple[str, ...] = ()
    place: str | None = None

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Wish:
        if self.rate is not None and self.value is not None:
            raise ValueError("rate 与 value 只写一个")
        return self


class Exempt(BaseModel):
    """Indicators that do not apply to some units: a share of those of a kind or group, drawn with the seed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicators: tuple[str, ...]
    among: str
    share: float = Field(ge=0, le=1)
    reason: str


class DemoFile(BaseModel):
    """A pack's demo.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: dict[str, Wish] = {}
    not_applicable: tuple[Exempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A standard, and what its facts in the demonstration county should look like."""

    standard: Standard
    wishes: DemoFile = field(default_factory=DemoFile)


def read_wanted(pack: Path) -> Wanted:
    """A pack with its demo.yaml (a pack without one is filled from its rules). Raises ContentError for a bad standard."""
    standard, problems = read_pack(pack)
    if standard is None:
        raise ContentError(problems)
    path = pack / DEMO_FILE
    text = path.read_text("utf-8") if path.is_file() else ""
    return Wanted(standard, DemoFile.model_validate(yaml.safe_load(text) or {}))


@dataclass(frozen=True, slots=True)
class Profile:
    """One measure with its wish, every gap filled from the rules."""

    measure: Measure
    wish: Wish
    better: Better
    levels: tuple[str, ...]
    highest_only: bool
    place: str
    source: str


def profile(wanted: Wanted, code: str) -> Profile:
    """The measure as it should be generated."""
    standard, measure = wanted.standard, wanted.standard.measures[code]
    uses = list(_uses(standard, code))
    ladder = next((t.parameters for _, t in uses if isinstance(t.parameters, Ladder)), None)
    better = wanted.wishes.measures.get(code, Wish()).better or _better(standard, code, uses)
    wish = _filled(wanted.wishes.measures.get(code, Wish()), measure, better, uses)
    return Profile(
        measure,
        wish,
        better,
        levels=tuple(ladder.steps) if ladder else (),
        highest_only=ladder is not None and ladder.same_event == "highest",
        place=wish.place or _place(standard, code, uses),
        source=_source(uses[0][0].indicator.method if uses else None),
    )


def _uses(standard: Standard, code: str) -> Iterator[tuple[Node, Term]]:
    for leaf in standard.leaves:
        for term in leaf.indicator.rule:
            if code in term.measures:
                yield leaf, term


def _better(standard: Standard, code: str, uses: list[tuple[Node, Term]]) -> Better:
    if code in standard.events:
        return "low"
    for _, term in uses:
        order = getattr(term.parameters, "order", None)
        if order is not None:
            return "low" if order == "low" else "high"
        if getattr(term.parameters, "at_most", None) is not None:
            return "low"
        word = term.parameters.word
        if term.side is Side.DEDUCT and word in _LESS_IS_BETTER:
            return "low"
        if isinstance(term.parameters, Bands) and _bands_fall(term.parameters):
            return "low"
    return "high"


def _bands_fall(bands: Bands) -> bool:
    steps = sorted(bands.steps, key=lambda band: band.low)
    return steps[0].points > steps[-1].points


def _filled(wish: Wish, measure: Measure, better: Better, uses: list[tuple[Node, Term]]) -> Wish:
    """The wish with ranges for everything that its kind of measure needs."""
    gaps: dict[str, Any] = {}
    if wish.value is None and wish.rate is None:
        gaps |= _usual_values(measure, better, _asked(uses))
    if wish.out_of is None and measure.kind == "ratio":
        gaps["out_of"] = (0, 12) if measure.none_due == "full" else (20, 120)
    if wish.per_month is None and measure.kind == "event" and wish.somebody is None:
        gaps |= _usual_events(better, uses)
    if wish.sites is None and measure.per == "site":
        least = max((getattr(term.parameters, "sample", None) or 2 for _, term in uses), default=2)
        gaps["sites"] = (least, least + 2)
    if wish.day is None:
        gaps["day"] = _usual_days(measure, uses)
    if not wish.grades and measure.grades:
        gaps["grades"] = {grade: 1 / (2**place) for place, grade in enumerate(measure.grades)}
    return wish.model_copy(update=gaps)


def _asked(uses: list[tuple[Node, Term]]) -> float:
    """How much the rules ask for, as a size of the numbers to expect."""
    for _, term in uses:
        for name in ("target", "limit", "at_least", "top"):
            asked = getattr(term.parameters, name, None)
            if isinstance(asked, (int, float)) and asked > 0:
                return float(asked)
    return 4.0


def _usual_values(measure: Measure, better: Better, asked: float) -> dict[str, Any]:
    good = better == "high"
    if measure.kind == "flag":
        return {"value": (0.7, 1) if good else (0, 0.15)}
    if measure.kind == "ratio":
        return {"rate": (75, 100) if good else (0, 18)}
    if measure.kind == "score":
        return {"value": measure.range or (0.5 * asked, asked)}
    if measure.kind == "event":
        return {"value": (1, 1)}
    return {"value": (0.4 * asked, 1.4 * asked) if good else (0, 3)}


def _usual_events(better: Better, uses: list[tuple[Node, Term]]) -> dict[str, Any]:
    """What only a veto or a penalty watches is grave: it happens to nobody unless it is wished."""
    if not uses:
        return {"somebody": 0}
    return {"per_month": (0, 0.03) if better == "low" else (0, 0.08)}


def _usual_days(measure: Measure, uses: list[tuple[Node, Term]]) -> tuple[str, str]:
    """Around the due month for a date, else in the part of the year that inspections take place in."""
    due = next((str(getattr(term.parameters, "due", ""))[-5:] for _, term in uses if measure.kind == "date"), "")
    if not due:
        return ("02-10", "09-20")
    month = int(due[:2])
    return (f"{max(month - 1, 1):02}-05", f"{min(month + 1, 12):02}-08")


def _place(standard: Standard, code: str, uses: list[tuple[Node, Term]]) -> str:
    """Things and those of a kind are counted at the same places."""
    for _, term in uses:
        if isinstance(term.parameters, Quota):
            return standard.measures[term.parameters.things].name
    return standard.measures[code].name


def _source(method: Method | None) -> str:
    sources = {"material": "material", "site": "visit", "web": "visit", "survey": "survey", "statistic": "register"}
    return sources.get(str(method), "external")
