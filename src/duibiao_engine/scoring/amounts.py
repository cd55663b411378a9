"""From facts to amounts: what is in force, and one row of numbers for each unit and term.

Four ways of reading (families): totals of a measure; the value at each place first; events by level; this year beside the
years before. Only the ways that a standard uses become part of the expression.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Set
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules import KINDS
from duibiao_engine.rules.base import TOLERANCE, Cells, Family
from duibiao_engine.scoring.engines import beside_greatest
from duibiao_engine.scoring.plan import Plan, day_number

NOT_APPLICABLE = "n/a"
Instant = int | datetime.date | None


def in_force(facts: ir.Table, as_of: Instant) -> ir.Table:
    """The facts known at an instant (a sequence number or a day's end) that no fact known by then supersedes."""
    known = facts
    if isinstance(as_of, datetime.date):
        recorded = facts.recorded_at.coalesce(facts["at"])
        known = facts.filter((recorded < _midnight_after(as_of)).fill_null(True))
    elif as_of is not None:
        known = facts.filter(facts.sequence <= as_of)
    corrections = known.filter(known.supersedes.notnull()).select(superseded="supersedes")
    return known.anti_join(corrections, known.sequence == corrections.superseded)


def of_measures(facts: ir.Table, measures: ir.Table) -> ir.Table:
    """The facts of some measures; an event's value is how many, 1 where nothing is said.

    A join and no list of codes: a list is searched anew for every fact.
    """
    joined = facts.join(measures.select("measure", "unsaid", "newest"), "measure")
    return joined.mutate(value=joined.value.coalesce(joined.unsaid)).drop("unsaid")


def _midnight_after(day: datetime.date) -> ir.TimestampScalar:
    return ibis.timestamp(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))


def _midnight(day: datetime.date) -> ir.TimestampScalar:
    return ibis.timestamp(datetime.datetime.combine(day, datetime.time()))


def within(facts: ir.Table, first: datetime.date, last: datetime.date) -> ir.BooleanValue:
    """Whether a fact was true between two days, both inside."""
    return (facts["at"] >= _midnight(first)) & (facts["at"] < _midnight_after(last))


def in_period(facts: ir.Table, plan: Plan) -> ir.Table:
    """The facts of the period (a fact without a day belongs to it), without observations of what does not apply."""
    return facts.filter(
        facts["at"].isnull() | within(facts, plan.period.start, plan.period.end),
        facts.grade.isnull() | (facts.grade != NOT_APPLICABLE),
    )


def by_term(
    read: Callable[[Family], ir.Table], plan: Plan, terms: ir.Table, steps: ir.Table, measures: ir.Table
) -> ir.Table:
    """(unit, term) → n, x, y, latest, grade. `read` gives the facts in force of the measures that are read in one way.

    Each way has facts of its own: a table of all facts, shared by several ways, would be held in full by the database
    between the scan and the sums.
    """
    ways: dict[Family, Callable[[ir.Table], ir.Table]] = {
        Family.TOTAL: lambda mine: _totals(in_period(mine, plan), plan, terms, measures),
        Family.PLACES: lambda mine: _places(in_period(mine, plan), plan, terms, measures),
        Family.EVENTS: lambda mine: _events(in_period(mine, plan), terms, steps),
        Family.YEARS: lambda mine: _years(mine, plan, terms, measures),
    }
    found = [way(read(family)) for family, way in ways.items() if plan.of_family(family)]
    return reduce(lambda one, other: one.union(other), found)


_COLUMNS = ("unit", "term", "n", "x", "y", "latest", "grade")


def _shaped(table: ir.Table, **columns: Any) -> ir.Table:
    nothing = {
        "y": ibis.null("float64"),
        "latest": ibis.null("float64"),
        "grade": ibis.null("string"),
    }
    have = {**nothing, **{name: table[name] for name in _COLUMNS if name in table.columns}, **columns}
    return table.select(**{name: have[name] for name in _COLUMNS})


def combined(
    facts: ir.Table, plan: Plan, measures: ir.Table, keys: tuple[str, ...], codes: tuple[str, ...]
) -> ir.Table:
    """One value for each group of facts, as each measure says: (keys) → n, x, latest, grade.

    One pass over the facts, whatever the measures ask for; what no measure of `codes` asks for is not worked out.
    """
    used = {plan.standard.measures[code].combine for code in codes}
    grouped = facts.group_by(keys).agg(n=facts.count(), **_sums(facts, used), **_newest(facts, plan, codes))
    joined = grouped.join(measures, "measure")
    return joined.mutate(x=_value(joined, used)).select(*keys, "n", "x", "latest", "grade")


def _sums(facts: ir.Table, used: Set[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if used & {"sum", "mean", "rate"}:
        parts["total"] = facts.value.sum()
    if "mean" in used:
        parts["valued"] = facts.value.count()
    if "rate" in used:
        parts["due"] = facts.out_of.sum()
    if "highest" in used:
        parts["highest"] = facts.value.max()
    if "lowest" in used:
        parts["lowest"] = facts.value.min()
    if "first_day" in used:
        parts["first"] = facts["at"].min()
    return parts


def _newest(facts: ir.Table, plan: Plan, codes: tuple[str, ...]) -> dict[str, Any]:
    """Value and grade of each group's newest fact, for the measures that want it."""
    wanted = [code for code in codes if code in plan.newest_of]
    if not wanted:
        return {"latest": ibis.null("float64"), "grade": ibis.null("string")}
    where = None if len(wanted) == len(codes) else facts.newest
    order = _order(facts, plan)
    if not any(plan.standard.measures[code].kind == "grade" or code in plan.judged for code in wanted):
        return {"latest": beside_greatest(facts.value, order, where), "grade": ibis.null("string")}
    # a mark and its grade belong together, also where the newest fact has only one of them
    return {"latest": facts.value.argmax(order, where=where), "grade": facts.grade.argmax(order, where=where)}


#: One whole number orders facts by the second they were true, then by when they were recorded. It counts seconds from
#: the year 2000, with room for 2**32 facts beside them.
_COUNTED_FROM, _FACTS = 946_684_800, 2**32


def _order(facts: ir.Table, plan: Plan) -> ir.IntegerValue:
    # engines part on whether epoch seconds are whole and how they round; the floor of a float is one thing everywhere
    seconds = facts["at"].coalesce(_midnight(plan.period.start)).epoch_seconds().cast("float64").floor().cast("int64")
    return (seconds - _COUNTED_FROM) * _FACTS + facts.sequence


def _value(t: ir.Table, used: Set[str]) -> ir.NumericValue:
    nothing = ibis.null("float64")
    ways: dict[str, Any] = {}
    if "sum" in used:
        ways["sum"] = t.total
    if "mean" in used:
        ways["mean"] = t.total / t.valued.cast("float64").nullif(0.0)
    if "rate" in used:
        empty = ibis.ifelse(t.none_due_full, 100.0, nothing)
        ways["rate"] = ibis.ifelse(t.due > 0, t.total * 100.0 / t.due.nullif(0.0), empty)
    if "highest" in used:
        ways["highest"] = t.highest
    if "lowest" in used:
        ways["lowest"] = t.lowest
    if "first_day" in used:
        ways["first_day"] = (t["first"].epoch_seconds() / 86400).floor().cast("float64")
    if "latest" in used:
        ways["latest"] = t.latest
    if len(ways) == 1:
        return next(iter(ways.values())).cast("float64")
    return ibis.cases(*((t.combine == way, value.cast("float64")) for way, value in ways.items()), else_=nothing)


def measured(current: ir.Table, plan: Plan, measures: ir.Table) -> ir.Table:
    """(unit, measure) → n, x, latest, grade, for the terms that read totals."""
    codes, keys, known = plan.measures_of(plan.of_family(Family.TOTAL)), ("unit", "measure"), plan.standard.measures
    amounts = combined(current, plan, measures, keys, codes)
    means = tuple(code for code in codes if known[code].per == "site" and known[code].combine == "mean")
    if means:
        places = observed(current, plan, measures, means).group_by(keys).agg(place_mean=lambda t: t.v.mean())
        joined = amounts.left_join(places, keys).drop("unit_right", "measure_right")
        amounts = joined.mutate(x=joined.place_mean.coalesce(joined.x)).drop("place_mean")
    return amounts


def _totals(current: ir.Table, plan: Plan, terms: ir.Table, measures: ir.Table) -> ir.Table:
    amounts = measured(current, plan, measures)
    mine = terms.filter(terms.family == str(Family.TOTAL)).select("term", "x_measure", "y_measure", "missing_x")
    joined = _shaped(mine.join(amounts, mine.x_measure == amounts.measure))
    if not any(len(t.term.measures) > 1 for t in plan.of_family(Family.TOTAL)):
        return joined
    return _with_second(joined, mine, amounts)


def _with_second(joined: ir.Table, terms: ir.Table, amounts: ir.Table) -> ir.Table:
    """The second measure beside the first; a unit that told only one of the two is there as well."""
    second = terms.filter(terms.y_measure.notnull())
    told = second.join(amounts, second.y_measure == amounts.measure)
    told = told.select("unit", "term", y_n="n", y="x", missing_x="missing_x")
    both = joined.drop("y").outer_join(told, ["unit", "term"])
    first = both.n.notnull()
    return both.select(
        unit=both.unit.coalesce(both.unit_right),
        term=both.term.coalesce(both.term_right),
        n=both.n.fill_null(0) + both.y_n.fill_null(0),
        x=ibis.ifelse(first, both.x, both.missing_x),
        y="y",
        latest="latest",
        grade="grade",
    )


def observed(current: ir.Table, plan: Plan, measures: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """(unit, measure, place) → v: one value at each place, or each fact by itself where a measure is not per site."""
    facts = current.filter(current.measure.isin(codes))
    known = plan.standard.measures
    at_sites = tuple(code for code in codes if known[code].per == "site")
    single = tuple(code for code in codes if known[code].per != "site")
    place = "#" + facts.sequence.cast("string")
    read: list[ir.Table] = []
    if single:
        mine = facts.mutate(place=place).filter(lambda t: t.measure.isin(single))
        read.append(mine.select("unit", "measure", "place", v="value"))
    if at_sites:
        mine = facts.mutate(place=facts.site.coalesce(place)).filter(lambda t: t.measure.isin(at_sites))
        keys = ("unit", "measure", "place")
        read.append(combined(mine, plan, measures, keys, at_sites).select(*keys, v="x"))
    return reduce(lambda one, other: one.union(other), read).filter(lambda t: t.v.notnull())


def _places(current: ir.Table, plan: Plan, terms: ir.Table, measures: ir.Table) -> ir.Table:
    mine = terms.filter(terms.family == str(Family.PLACES)).drop("family")
    seen = observed(current, plan, measures, plan.measures_of(plan.of_family(Family.PLACES)))
    cells = mine.join(seen, mine.x_measure == seen.measure).drop("measure")
    if any(len(t.term.measures) > 1 for t in plan.of_family(Family.PLACES)):
        other = seen.select(w_unit="unit", w_measure="measure", w_place="place", w="v")
        same = (cells.unit == other.w_unit) & (cells.y_measure == other.w_measure) & (cells.place == other.w_place)
        cells = cells.left_join(other, same)
        cells = cells.filter(cells.y_measure.isnull() | cells.w.notnull())
    else:
        cells = cells.mutate(w=ibis.null("float64"))
    added = {word: KINDS[word].at_place(Cells(cells)) for word in _words(plan, Family.PLACES)}  # type: ignore[attr-defined]
    cells = cells.mutate(
        dx=ibis.cases(*((cells.word == word, x) for word, (x, _) in added.items()), else_=0.0),
        dy=ibis.cases(*((cells.word == word, y) for word, (_, y) in added.items()), else_=0.0),
    )
    return _shaped(cells.group_by("unit", "term").agg(n=cells.count(), x=cells.dx.sum(), y=cells.dy.sum()))


def _words(plan: Plan, family: Family) -> list[str]:
    return list(dict.fromkeys(term.term.kind.word for term in plan.of_family(family)))


def _events(facts: ir.Table, terms: ir.Table, steps: ir.Table) -> ir.Table:
    mine = terms.filter(terms.family == str(Family.EVENTS)).select("term", "x_measure", "mode")
    cells = mine.join(facts, mine.x_measure == facts.measure)
    ladder = steps.select(step_term="term", step_name="step_name", found="found")
    cells = cells.left_join(ladder, (cells.term == ladder.step_term) & (cells.level == ladder.step_name))
    once = cells.mode == "highest"
    weight = cells.found.fill_null(0.0)
    cells = cells.mutate(
        event=ibis.ifelse(once, cells.reference, ibis.null("string")).coalesce("#" + cells.sequence.cast("string")),
        weight=ibis.ifelse(once, weight, weight * cells.value.fill_null(1.0)),
    )
    events = cells.group_by("unit", "term", "event").agg(weight=cells.weight.max())
    return _shaped(events.group_by("unit", "term").agg(n=events.count(), x=events.weight.sum()))


def _years(facts: ir.Table, plan: Plan, terms: ir.Table, measures: ir.Table) -> ir.Table:
    planned = plan.of_family(Family.YEARS)
    codes = plan.measures_of(planned)
    reach = max(int(term.row.c or 0) for term in planned)
    real = facts.filter(facts.grade.isnull() | (facts.grade != NOT_APPLICABLE))
    windows = [
        (_shifted(plan.period.start, back), _shifted(plan.period.end, back), back) for back in range(1, reach + 1)
    ]
    this_year = real["at"].isnull() | within(real, plan.period.start, plan.period.end)
    back = ibis.cases((this_year, 0), *((within(real, first, last), k) for first, last, k in windows), else_=-1)
    dated = real.mutate(back=back).filter(lambda t: t.back >= 0)
    yearly = combined(dated, plan, measures, ("unit", "measure", "back"), codes).select(
        "unit", "measure", "back", "n", "x"
    )
    mine = terms.filter(terms.family == str(Family.YEARS)).select("term", "x_measure", "mode", years="c")
    cells = mine.join(yearly, mine.x_measure == yearly.measure)
    cells = cells.filter(cells.back <= cells.years, cells.x.notnull())
    return _trend(cells)


def _trend(cells: ir.Table) -> ir.Table:
    """y = 1 where the trend holds over the known years (whether all are known is the rule's affair)."""
    older = ibis.window(group_by=["unit", "term"], order_by="back")
    cells = cells.mutate(before=cells.x.lead().over(older))
    step = cells.before.notnull()
    agg = cells.group_by("unit", "term", "mode", "years").agg(
        n=cells.count(),
        x=cells.x.max(where=cells.back == 0),
        mean=cells.x.mean(where=cells.back > 0),
        up=ibis.ifelse(step & (cells.x > cells.before + TOLERANCE), 1, 0).sum(),
        down=ibis.ifelse(step & (cells.x < cells.before - TOLERANCE), 1, 0).sum(),
    )
    holds = ibis.cases(
        (agg.mode == "rising", agg.up >= agg.years),
        (agg.mode == "falling", agg.down >= agg.years),
        (agg.mode == "not_above_mean", agg.x <= agg["mean"] + TOLERANCE),
        else_=agg.x >= agg["mean"] - TOLERANCE,
    )
    # facts of earlier years alone say nothing about this one
    n = ibis.ifelse(agg.x.isnull(), 0, agg.n)
    return _shaped(agg, n=n, y=ibis.ifelse(holds.fill_null(False), 1.0, 0.0))


def _shifted(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


__all__ = ["Instant", "by_term", "day_number", "in_force", "in_period", "within"]
