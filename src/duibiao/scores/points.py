"""The trend: a unit's total and rank at the end of each day, read off the rows or worked out again from the journal."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.facts.queries import last_sequence
from duibiao.lib.spans import today
from duibiao.scores.looking_back import known_on
from duibiao.scores.memory import fact_set, frame_now
from duibiao.scores.models import Point, Total
from duibiao.scores.plans import plan_of
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.ranking import ranks_within
from duibiao_engine.rounding import rounded
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.scoring.written import plan_tables

_FIELDS = ("total", "rate", "rank")


def mark_today(campaign: Campaign) -> None:
    """Keep today's totals as today's points; the last of a day stands."""
    keep(campaign, today(), list(Total.objects.filter(campaign=campaign, has_data=True).values_list("unit", *_FIELDS)))


def keep(campaign: Campaign, day: date, rows: Sequence[tuple[str, float, float | None, int | None]]) -> None:
    """Points of one day, replacing those that stand there."""
    points = [
        Point(campaign=campaign, day=day, unit=unit, total=t, rate=rate, rank=rank) for unit, t, rate, rank in rows
    ]
    Point.objects.bulk_create(
        points, update_conflicts=True, unique_fields=["campaign", "unit", "day"], update_fields=list(_FIELDS)
    )


def rebuild(campaign: Campaign, days: Sequence[date]) -> None:
    """Points of some days, from what was known at the end of each: one compiled statement, run once for each day."""
    plan, frame = plan_of(campaign), frame_now(campaign)
    facts = fact_set(frame, last_sequence())
    read = {name: named_table(name, getattr(facts, name)) for name in _TABLES}
    around = Frame(read["units"], read["unit_groups"], read["not_applicable"])
    # the number stands for the last fact known; it is replaced for each day
    statement = Statement.of(Evaluation(plan, read["facts"], around, _KNOWN, named_table).totals, "duckdb")
    groups = Assembly(plan, frame.units, frame.unit_groups).groups
    plans = [replace(plan, as_of_day=campaign.as_of_day(day)) for day in days]
    texts = [
        statement.bind(plan_tables(then), unit="").replace(str(_KNOWN), str(known_on(day)))
        for then, day in zip(plans, days, strict=True)
    ]
    # most of a run is planning, which one thread does alone: two days at once
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda text: _run(facts, text), texts)
        for then, day, rows in zip(plans, days, found, strict=True):
            keep(campaign, day, _ranked(then, rows, groups))


def _run(facts: FactSet, text: str) -> list[Any]:
    """A statement over the facts and their frame, in an engine of its own."""
    import duckdb  # only the job looks back

    with duckdb.connect(config={"threads": 1}) as engine:
        for name in _TABLES:
            engine.register(name, getattr(facts, name))
        return engine.execute(text).fetchall()


_TABLES = ("facts", "units", "unit_groups", "not_applicable")
#: Stands in the compiled text for the last fact known.
_KNOWN = 9_000_000_000_000_001


def _ranked(
    plan: Plan, rows: Sequence[Any], groups: dict[str, str]
) -> list[tuple[str, float, float | None, int | None]]:
    """(unit, total, rate, rank) from rows of (unit, worst, best, full, open), before penalties."""
    shown = {
        unit: (worst if plan.standard.unknown == "worst" else best, full) for unit, worst, best, full, _open in rows
    }
    totals = {unit: rounded(points, plan.standard.rounding.total) for unit, (points, _full) in shown.items()}
    ranks = ranks_within(dict(totals), groups)
    return [
        (unit, total, total / shown[unit][1] if shown[unit][1] else None, ranks[unit]) for unit, total in totals.items()
    ]
