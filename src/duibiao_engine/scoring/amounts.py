"""From facts to amounts: what is in force, and one row of numbers for each unit and term.

Four ways of reading (families): totals of a measure; the value at each place first; events by level; this year beside the
years before. Only the ways that a standard uses become part of the expression.
"""

from __future__ import annotations

import datetime
from collections.abc import Set
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules import KINDS
from duibiao_engine.rules.base import TOLERANCE, Cells, Family
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


def with_event_values(facts: ir.Table, plan: Plan) -> ir.Table:
    """An event's value is how many; where nothing is said, one."""
    events = [code for code, measure in plan.standard.measures.items() if measure.kind == "event"]
    if not events:
        return facts
    unsaid = (
        facts.value.isnull() & facts.measure.isin(events) & (facts.grade.isnull() | (facts.grade != NOT_APPLICABLE))
    )
    return facts.mutate(value=ibis.ifelse(unsaid, 1.0, facts.value))


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


def by_term(facts: ir.Table, plan: Plan, terms: ir.Table, steps: ir.Table, measures: ir.Table) -> ir.Table:
    """(unit, term) → n, x, y, latest, grade. `facts` are those in force."""
    current = in_period(facts, plan)
    read: list[ir.Table] = []
    if plan.of_family(Family.TOTAL):
        read.append(_totals(current, plan, terms, measures))
    if plan.of_family(Family.PLACES):
        read.append(_places(current, plan, terms, measures))
    if plan.of_family(Family.EVENTS):
        read.append(_events(current, plan, terms, steps))
    if plan.of_family(Family.YEARS):
        read.append(_years(facts, plan, terms, measures))
    return reduce(lambda one, other: one.union(other), read)


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
    """One value for each group of facts, as each measure says: (keys) → n, x."""
    used = {plan.standard.measures[code].combine for code in codes}
    parts: dict[str, Any] = {"n": facts.count()}
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
    grouped = facts.group_by(keys).agg(**parts)
    joined = grouped.join(measures, "measure")
    return joined.mutate(x=_value(joined, used)).select(*keys, "n", "x")


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
    if not ways:
        return nothing
    if len(ways) == 1 and len(used) == 1:
        return next(iter(ways.values())).cast("float64")
    return ibis.cases(*((t.combine == way, value.cast("float64")) for way, value in ways.items()), else_=nothing)


def latest(facts: ir.Table, plan: Plan, keys: tuple[str, ...]) -> ir.Table:
    """The newest fact of each group (by when it was true, then by order of recording): (keys) → latest, grade."""
    when = facts["at"].coalesce(_midnight(plan.period.start))
    newest_first = ibis.window(group_by=keys, order_by=[ibis.desc(when), ibis.desc(facts.sequence)])
    ranked = facts.mutate(place_=ibis.row_number().over(newest_first))
    return ranked.filter(ranked.place_ == 0).select(*keys, latest="value", grade="grade")


def _reads_latest(plan: Plan) -> tuple[str, ...]:
    """Measures of which the newest fact is wanted (for its value or its grade)."""
    totals = plan.measures_of(plan.of_family(Family.TOTAL))
    ranged = {t.term.measures[0] for t in plan.terms if t.term.kind.word == "judged"}
    return tuple(code for code in totals if plan.standard.measures[code].combine == "latest" or code in ranged)


def measured(current: ir.Table, plan: Plan, measures: ir.Table) -> ir.Table:
    """(unit, measure) → n, x, latest, grade, for the terms that read totals."""
    codes = plan.measures_of(plan.of_family(Family.TOTAL))
    keys = ("unit", "measure")
    amounts = combined(current, plan, measures, keys, codes)
    newest_of = _reads_latest(plan)
    if newest_of:
        newest = latest(current.filter(current.measure.isin(newest_of)), plan, keys)
        joined = amounts.left_join(newest, keys).drop("unit_right", "measure_right")
        in_force_now = [code for code in newest_of if plan.standard.measures[code].combine == "latest"]
        amounts = (
            joined.mutate(x=ibis.ifelse(joined.measure.isin(in_force_now), joined.latest, joined.x))
            if in_force_now
            else joined
        )
    else:
        amounts = amounts.mutate(latest=ibis.null("float64"), grade=ibis.null("string"))
    means = [
        c for c in codes if plan.standard.measures[c].per == "site" and plan.standard.measures[c].combine == "mean"
    ]
    if means:
        places = observed(current, plan, measures, tuple(means)).group_by(keys).agg(place_mean=lambda t: t.v.mean())
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
        read += _at_sites(mine, plan, measures, at_sites)
    return reduce(lambda one, other: one.union(other), read).filter(lambda t: t.v.notnull())


def _at_sites(facts: ir.Table, plan: Plan, measures: ir.Table, codes: tuple[str, ...]) -> list[ir.Table]:
    known, keys = plan.standard.measures, ("unit", "measure", "place")
    newest_of = tuple(code for code in codes if known[code].combine == "latest")
    others = tuple(code for code in codes if known[code].combine != "latest")
    read = []
    if others:
        mine = combined(facts.filter(facts.measure.isin(others)), plan, measures, keys, others)
        read.append(mine.select("unit", "measure", "place", v="x"))
    if newest_of:
        mine = latest(facts.filter(facts.measure.isin(newest_of)), plan, keys)
        read.append(mine.select("unit", "measure", "place", v="latest"))
    return read


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


def _events(current: ir.Table, plan: Plan, terms: ir.Table, steps: ir.Table) -> ir.Table:
    mine = terms.filter(terms.family == str(Family.EVENTS)).select("term", "x_measure", "mode")
    facts = current.filter(current.measure.isin(plan.measures_of(plan.of_family(Family.EVENTS))))
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
    real = facts.filter(facts.measure.isin(codes), facts.grade.isnull() | (facts.grade != NOT_APPLICABLE))
    windows = [
        (_shifted(plan.period.start, back), _shifted(plan.period.end, back), back) for back in range(1, reach + 1)
    ]
    this_year = real["at"].isnull() | within(real, plan.period.start, plan.period.end)
    back = ibis.cases((this_year, 0), *((within(real, first, last), k) for first, last, k in windows), else_=-1)
    dated = real.mutate(back=back).filter(lambda t: t.back >= 0)
    yearly = _yearly(dated, plan, measures, codes)
    mine = terms.filter(terms.family == str(Family.YEARS)).select("term", "x_measure", "mode", years="c")
    cells = mine.join(yearly, mine.x_measure == yearly.measure)
    cells = cells.filter(cells.back <= cells.years, cells.x.notnull())
    return _trend(cells)


def _yearly(dated: ir.Table, plan: Plan, measures: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    keys = ("unit", "measure", "back")
    yearly = combined(dated, plan, measures, keys, codes)
    newest_of = [code for code in codes if plan.standard.measures[code].combine == "latest"]
    if not newest_of:
        return yearly
    newest = latest(dated.filter(dated.measure.isin(newest_of)), plan, keys)
    joined = yearly.left_join(newest, keys)
    return joined.mutate(x=ibis.ifelse(joined.measure.isin(newest_of), joined.latest, joined.x)).select(*keys, "n", "x")


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
    return _shaped(agg, y=ibis.ifelse(holds.fill_null(False), 1.0, 0.0))


def _shifted(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


__all__ = ["Instant", "by_term", "day_number", "in_force", "in_period", "within"]
