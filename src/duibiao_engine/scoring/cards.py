"""Beside the tree: events in look-back windows, and scorecards of units by what they answer for."""

from __future__ import annotations

import calendar
import datetime

import ibis
import ibis.expr.types as ir

from duibiao_engine.rounding import rounded_column
from duibiao_engine.scoring.amounts import NOT_APPLICABLE, within
from duibiao_engine.standard.above import Period, Scorecard
from duibiao_engine.standard.model import Standard


def look_back(end: datetime.date, months: int) -> datetime.date:
    """First day of a window of so many months that ends with `end`."""
    index = end.year * 12 + end.month - 1 - months
    year, month = divmod(index, 12)
    day = min(end.day, calendar.monthrange(year, month + 1)[1])
    return datetime.date(year, month + 1, day) + datetime.timedelta(days=1)


def events(facts: ir.Table, standard: Standard, period: Period) -> ir.Table | None:
    """(unit, id, happened) for every veto and penalty that watches an event. `facts` are those in force."""
    watched = [(veto.id, veto.event, veto.look_back_months) for veto in standard.vetoes if veto.event]
    watched += [(penalty.id, penalty.event, penalty.look_back_months) for penalty in standard.penalties]
    if not watched:
        return None
    real = facts.filter(facts.grade.isnull() | (facts.grade != NOT_APPLICABLE))
    return (
        ibis.union(*(_event(real, *one, period.end) for one in watched))
        if len(watched) > 1
        else _event(real, *watched[0], period.end)
    )


def _event(facts: ir.Table, name: str, measure: str, months: int, end: datetime.date) -> ir.Table:
    mine = facts.filter(facts.measure == measure, within(facts, look_back(end, months), end))
    counted = mine.group_by("unit").agg(happened=mine.value.fill_null(1.0).sum())
    return counted.select("unit", id=ibis.literal(name), happened=counted.happened.cast("float64"))


def scorecard(current: ir.Table, liabilities: ir.Table, units: ir.Table, card: Scorecard) -> ir.Table:
    """(unit, n, score, full, rate) of the units that answer for facts. `current` are the facts of the period."""
    facts = current.filter(current.value.notnull())
    if card.measures != "all":
        facts = facts.filter(facts.measure.isin(card.measures))
    answering = liabilities.select(liable="unit", l_sequence="sequence")
    if card.kinds:
        kind = units.filter(units.kind.isin(card.kinds)).select(kind_unit="unit")
        answering = answering.semi_join(kind, answering.liable == kind.kind_unit)
    joined = facts.join(answering, facts.sequence == answering.l_sequence)
    grouped = joined.group_by("liable").agg(n=joined.count(), raw=joined.value.sum())
    full = grouped.n.cast("float64") * card.full
    return grouped.select(
        unit="liable",
        n="n",
        score=rounded_column(grouped.raw, card.rounding.score),
        full=full,
        rate=rounded_column(grouped.raw / full, card.rounding.rate),
    )
