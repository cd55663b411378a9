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
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.cards import events as happenings
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
    """Points of some days, from what was known at the end of each: compiled once, run once for each day."""
    plan, frame = plan_of(campaign), frame_now(campaign)
    facts = fact_set(frame, last_sequence())
    totals, events = _compiled(plan, facts)
    known = [known_on(day) for day in days]
    plans = [replace(plan, as_of_day=campaign.as_of_day(day)) for day in days]
    texts = [
        (
            totals.bind(plan_tables(then), unit="").replace(str(_KNOWN), str(last)),
            events.replace(str(_KNOWN), str(last)),
        )
        for then, last in zip(plans, known, strict=True)
    ]
    # most of a run is planning, which one thread does alone: two days at once
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda pair: _run(facts, pair), texts)
        for day, then, last, (rows, happened) in zip(days, plans, known, found, strict=True):
            assembly = Assembly(then, frame.units, frame.unit_groups)
            keep(campaign, day, _ranked(assembly, rows, happened, _heard(facts, last)))


def _compiled(plan: Plan, facts: FactSet) -> tuple[Statement, str]:
    """Totals, and what vetoes and penalties watch; a number stands for the last fact known and is replaced for each day."""
    read = {name: named_table(name, getattr(facts, name)) for name in _TABLES}
    around = Frame(read["units"], read["unit_groups"], read["not_applicable"])
    evaluation = Evaluation(plan, read["facts"], around, _KNOWN, named_table)
    watched = happenings(evaluation.in_force, plan.standard, plan.period)
    return Statement.of(evaluation.totals, "duckdb"), "" if watched is None else Statement.of(watched, "duckdb").text


def _heard(facts: FactSet, last: int) -> set[str]:
    """The units of which anything was known by then."""
    import pyarrow.compute as pc

    return set(facts.facts.filter(pc.field("sequence") <= last)["unit"].to_pylist())


def _run(facts: FactSet, texts: tuple[str, str]) -> tuple[list[Any], list[Any]]:
    """Both statements over the facts and their frame, in an engine of its own."""
    import duckdb  # only the job looks back

    with duckdb.connect(config={"threads": 1}) as engine:
        for name in _TABLES:
            engine.register(name, getattr(facts, name))
        first, second = ([] if not text else engine.execute(text).fetchall() for text in texts)
        return first, second


_TABLES = ("facts", "units", "unit_groups", "not_applicable")
#: Stands in the compiled text for the last fact known.
_KNOWN = 9_000_000_000_000_001


def _ranked(
    assembly: Assembly, rows: Sequence[Any], happened: Sequence[Any], heard: set[str]
) -> list[tuple[str, float, float | None, int | None]]:
    """(unit, total, rate, rank) after penalties, as the engine puts units together from (unit, worst, best, full, open)."""
    names = ("unit", "worst", "best", "full", "open")
    tops = [{**dict(zip(names, row, strict=True)), "node": 0, "counted": True} for row in rows]
    events = [dict(zip(("unit", "id", "happened"), row, strict=True)) for row in happened]
    found = assembly.units(tops, {}, events, heard)
    return [(one.unit, one.total, one.rate, one.rank) for one in found.values() if one.has_data]
