"""The facts of one measure of one unit of the demonstration county, drawn with dice of their own.

Its one trick: a unit stands somewhere between poor and good, and every number is drawn near that end of its range, so
that who is good is good throughout and the ranks mean something.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from duibiao_engine.demo_names import DemoUnit
from duibiao_engine.demo_wishes import Profile, Range

NOT_HERE: Final = 0.02  #: share of the visits where the thing to be looked at does not exist
_REFERENCES: Final = {
    "visit": "暗访记录",
    "material": "材料",
    "survey": "问卷批次",
    "register": "登记簿",
    "external": "来函",
}
_VILLAGE_SITES: Final = "township"
_WORKDAY: Final = (9, 17)


def dice(*about: object) -> Random:
    """A source of chance of its own for everything that is drawn."""
    return Random("/".join(map(str, about)))


def held(number: float) -> float:
    return min(max(number, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact before it has its number."""

    measure: str
    unit: str
    at: datetime.date
    recorded_at: datetime.datetime
    site: str = ""
    value: float | None = None
    out_of: float | None = None
    grade: str = ""
    level: str = ""
    source: str = ""
    reference: str = ""
    recorded_by: str = ""
    reason: str = ""
    liable: tuple[str, ...] = ()
    replaces: Fact | None = field(default=None, repr=False)

    @property
    def order(self) -> tuple[datetime.datetime, str, str, str, datetime.date, str]:
        """Facts are numbered as they were recorded."""
        return (self.recorded_at, self.measure, self.unit, self.site, self.at, self.reference)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a drawing must know of its unit and of the county."""

    seed: int
    as_of: datetime.date
    quality: float
    villages: Sequence[str]
    ids: Mapping[str, str]  #: name of a unit → id


class Drawing:
    """The facts of one measure of one unit."""

    def __init__(self, around: Surroundings, one: Profile, unit: DemoUnit, chance: Random) -> None:
        self.around, self.one, self.wish, self.unit, self.dice = around, one, one.wish, unit, chance
        self.measure = one.measure
        self.level = held(around.quality + chance.gauss(0, 0.2))
        if one.better == "low":
            self.level = 1 - self.level

    def facts(self) -> Iterator[Fact]:
        """This year's facts and, where wished, those of the years before."""
        year = self.around.as_of.year
        for each in range(year - self.wish.earlier_years, year + 1):
            for day in self._days(each):
                yield from self._on(day)

    def _days(self, year: int) -> Iterator[datetime.date]:
        """When there was something: once in the wished part of the year, or so often a month."""
        if self.wish.per_month is None:
            if self.wish.somebody is None or year == self.around.as_of.year - self.wish.earlier_years:
                yield self._day_of(year)
            return
        for month in range(1, 13):
            mean = self._pick(self.wish.per_month)
            for _ in range(math.floor(mean) + (self.dice.random() < mean % 1)):
                yield datetime.date(year, month, self.dice.randint(1, 28))

    def _day_of(self, year: int) -> datetime.date:
        """A good unit is early."""
        first, last = (datetime.date.fromisoformat(f"{year}-{day}") for day in self.wish.day or ("02-10", "09-20"))
        early = self.level if self.measure.kind == "date" else self.dice.random()
        return first + datetime.timedelta(days=round((1 - early) * (last - first).days))

    def _on(self, day: datetime.date) -> Iterator[Fact]:
        """Everything of one day: one fact, or one at each place, or an event and what became of it."""
        if self.measure.per == "site":
            for site in self._sites():
                yield from self._if_known(self._at_site(self._fact(day), site))
        elif self.one.levels:
            yield from self._event(day)
        else:
            for _ in range(self._observations()):
                yield from self._if_known(self._fact(day))

    def _if_known(self, fact: Fact) -> Iterator[Fact]:
        """On the evening in question a fact is known if it was recorded by then."""
        if fact.recorded_at.date() <= self.around.as_of:
            yield fact

    def _observations(self) -> int:
        low, high = self.wish.sites or (1, 1)
        return self.dice.randint(low, high)

    def _sites(self) -> list[str]:
        """Places of a kind are the same for every measure that looks at them."""
        low, high = self.wish.sites or (2, 3)
        chance = dice(self.around.seed, "places", self.unit.id, self.one.place)
        number = chance.randint(low, high)
        villages = self.around.villages if self.unit.kind == _VILLAGE_SITES else []
        chosen = chance.sample(villages, min(number, len(villages)))
        numbered = [f"{self.unit.name}{place}号" for place in range(1, number - len(chosen) + 1)]
        return [f"{where}·{self.one.place}" for where in (*chosen, *numbered)]

    def _at_site(self, fact: Fact, site: str) -> Fact:
        fact = replace(fact, site=site, liable=(self.unit.id, *self._also_liable()))
        if self.dice.random() >= NOT_HERE:
            return fact
        return replace(fact, value=None, out_of=None, grade="n/a")

    def _also_liable(self) -> list[str]:
        ids = [self.around.ids[name] for name in self.wish.liable if name in self.around.ids]
        return [unit for unit in ids if unit != self.unit.id]

    def _event(self, day: datetime.date) -> Iterator[Fact]:
        """An event of a low level and, now and then, the same event again one level up."""
        step = min(int(self.dice.expovariate(1.2)), len(self.one.levels) - 1)
        first = replace(self._fact(day), level=self.one.levels[step])
        yield from self._if_known(first)
        if self.dice.random() < self.wish.repeat and step + 1 < len(self.one.levels):
            again = self._fact(day + datetime.timedelta(days=self.dice.randint(10, 40)))
            yield from self._if_known(replace(again, level=self.one.levels[step + 1], reference=first.reference))

    def _fact(self, day: datetime.date) -> Fact:
        value, out_of = self._numbers()
        first, last = _WORKDAY
        time = datetime.time(self.dice.randint(first, last), self.dice.randint(0, 59))
        recorded = datetime.datetime.combine(day + datetime.timedelta(days=self.dice.randint(0, 9)), time)
        number = f"{_REFERENCES[self.one.source]}{day.year}-{self.dice.randint(1, 9999):04}"
        return Fact(
            self.measure.code, self.unit.id, day, recorded,
            value=value, out_of=out_of, grade=self._grade(value), source=self.one.source, reference=number,
            recorded_by=self._recorder(),
        )  # fmt: skip

    def _recorder(self) -> str:
        """An account, never a person's name."""
        if self.one.source == "material":
            return f"liaison-{self.unit.id}"
        return (
            f"inspector-{self.dice.randint(1, 6)}"
            if self.one.source == "visit"
            else f"office-{self.dice.randint(1, 3)}"
        )

    def _numbers(self) -> tuple[float | None, float | None]:
        kind, value = self.measure.kind, self.wish.value or (0, 1)
        if kind in ("date", "grade"):
            return None, None
        if kind == "flag":
            return float(self.dice.random() < self._pick(value)), None
        if kind == "ratio":
            return self._ratio()
        number = self._pick(value)
        if kind in ("count", "event"):
            return float(round(number)), None
        return round(number, 0 if value[1] > 20 else 1 if value[1] > 2 else 2), None

    def _ratio(self) -> tuple[float, float]:
        low, high = self.wish.out_of or (20, 60)
        total = float(self.dice.randint(int(low), int(high)))
        counted = (
            total * self._pick(self.wish.rate) / 100 if self.wish.rate else self._pick(self.wish.value or (0, total))
        )
        return min(float(round(counted)), total), total

    def _pick(self, between: Range) -> float:
        """A number from the range, nearer to the end where the unit stands."""
        low, high = between
        return low + (high - low) * held(self.level + self.dice.gauss(0, 0.15))

    def _grade(self, value: float | None) -> str:
        if not self.wish.grades:
            return ""
        names, weights = list(self.wish.grades), list(self.wish.grades.values())
        if value is None or self.measure.range is None:
            return self.dice.choices(names, weights)[0]
        low, high = self.measure.range
        poor = (high - value) / (high - low)
        return names[min(int(poor * len(names) * 1.5), len(names) - 1)]
