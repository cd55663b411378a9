"""A cycle of years that weigh differently: what is won, what is still to be won, what the target needs.

Everything is in per cent of the full mark, so that years with different full marks add up. A year counts as soon as a unit
has facts in it, however few (the year may be running still); a year without facts is still to be won.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pyarrow.compute as pc

from duibiao_engine.facts.schema import FactSet
from duibiao_engine.results import CycleResult, ScoreResult, UnitScore
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.scoring import score
from duibiao_engine.scoring.amounts import Instant
from duibiao_engine.standard.above import Cycle, Period
from duibiao_engine.standard.model import Standard


def period_of(standard: Standard, year: int) -> Period:
    """The standard's period in another year (named after the year in which it ends), or the calendar year."""
    if standard.period is None:
        return Period.of_year(year)
    by = year - standard.period.end.year
    days = {"from": _moved(standard.period.start, by), "to": _moved(standard.period.end, by)}
    return Period.model_validate(days)


def _moved(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def years_with_facts(standard: Standard, facts: FactSet) -> list[int]:
    """The years of the cycle in which anything is dated, in the order of the standard."""
    years = [one.year for one in standard.cycle.years] if standard.cycle else []
    return [year for year in years if _any_in(facts, period_of(standard, year))]


def _any_in(facts: FactSet, period: Period) -> bool:
    at = facts.facts["at"]
    first = datetime.datetime.combine(period.start, datetime.time())
    beyond = datetime.datetime.combine(period.end + datetime.timedelta(days=1), datetime.time())
    inside = pc.and_(pc.greater_equal(at, first), pc.less(at, beyond))
    return bool(pc.any(inside).as_py())


def score_years(standard: Standard, facts: FactSet, as_of: Instant = None) -> dict[int, ScoreResult]:
    """The result of every year of the cycle that has facts."""
    years = years_with_facts(standard, facts)
    return {year: score(standard, facts, period=period_of(standard, year), as_of=as_of) for year in years}


def standings(standard: Standard, years: Mapping[int, ScoreResult]) -> dict[str, CycleResult]:
    """Where each unit stands in the cycle. `years` are the results of the years that have facts."""
    cycle = standard.cycle
    if cycle is None:
        return {}
    units = dict.fromkeys(unit for result in years.values() for unit in result.units)
    return {unit: standing_of(cycle, _rates(unit, years)) for unit in units}


def _rates(unit: str, years: Mapping[int, ScoreResult]) -> dict[int, float]:
    found = {year: result.units.get(unit) for year, result in years.items()}
    return {year: _percent(one) for year, one in found.items() if one is not None and counts(one)}


def counts(unit: UnitScore) -> bool:
    """Whether a year counts for a unit: at least one fact of it was read ("none recorded means none" is no fact)."""
    return bool(unit.full) and any(line.n for line in unit.lines)


def _percent(unit: UnitScore) -> float:
    """After penalties, from the published total; its own rounded rate would be rounded twice."""
    return 100.0 * unit.total / unit.full


def standing_of(cycle: Cycle, rates: Mapping[int, float]) -> CycleResult:
    """Where one stands whose years so far came to `rates` (year → per cent)."""
    weights = {one.year: one.weight for one in cycle.years}
    everything = sum(weights.values())
    shares = {year: weight / everything for year, weight in weights.items()} if everything else {}
    running = sum(share * rates[year] for year, share in shares.items() if year in rates)
    coming = sum(share for year, share in shares.items() if year not in rates)
    needed = None if cycle.target is None or not coming else max((cycle.target - running) / coming, 0.0)
    return CycleResult(
        running=running,
        still_to_win=100.0 * coming,
        needed=needed,
        reachable=None if cycle.target is None else running + 100.0 * coming >= cycle.target - TOLERANCE,
        years=dict(rates),
    )
