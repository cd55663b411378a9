"""One call: standard and facts in, result out. Executes the expressions on an engine and reads them back as values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import ibis
import pyarrow.compute as pc

from duibiao_engine.explain import sentence
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.results import Card, ScoreResult, TermLine, UnitScore
from duibiao_engine.rules.base import Line
from duibiao_engine.scoring.amounts import Instant
from duibiao_engine.scoring.assemble import Assembly
from duibiao_engine.scoring.cards import events, scorecard
from duibiao_engine.scoring.engines import fetch, rows
from duibiao_engine.scoring.expression import Evaluation
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan, PlannedTerm
from duibiao_engine.standard.above import Period
from duibiao_engine.standard.model import Standard


class NoPeriod(ValueError):
    """The standard names no period and the caller gave none."""


def plan_for(standard: Standard, period: Period | None = None, as_of: Instant = None) -> Plan:
    """The plan of an evaluation. The as-of day is `as_of` where it is a day, else the period's last day."""
    chosen = period or standard.period
    if chosen is None:
        raise NoPeriod("标准没有写考核期（period），请给出起止日期")
    return Plan(standard, chosen, as_of if isinstance(as_of, datetime.date) else chosen.end)


def score(
    standard: Standard,
    facts: FactSet,
    *,
    period: Period | None = None,
    as_of: Instant = None,
    connection: Any = None,
    units: Iterable[str] | None = None,
) -> ScoreResult:
    """Every unit's score, explained.

    `period` limits what was true (days, both inside), `as_of` what was known (a sequence number or a day's end).
    `connection` is an Ibis backend (DuckDB in memory by default); `units` limits what is read back, not who is a peer.
    Raises `NoPeriod`.
    """
    return score_plan(plan_for(standard, period, as_of), facts, as_of=as_of, connection=connection, units=units)


def score_plan(
    plan: Plan,
    facts: FactSet,
    *,
    as_of: Instant = None,
    connection: Any = None,
    units: Iterable[str] | None = None,
) -> ScoreResult:
    """The same for a plan that is given, with a day of its own that deadlines are measured from."""
    standard = plan.standard
    engine = connection or ibis.duckdb.connect()
    evaluation = evaluate(plan, facts, as_of)
    wanted = None if units is None else list(units)
    lines = fetch(engine, evaluation.lines)
    # the lines are held once; leaves and totals are worked out from them instead of from the facts again
    evaluation = evaluation.resting_on(lines)
    nodes = rows(engine, evaluation.nodes)
    happened = events(evaluation.in_force, standard, plan.period)
    assembly = Assembly(plan, facts.units.to_pylist(), facts.unit_groups.to_pylist())
    by_unit = lines_by_unit(
        plan, lines.to_pylist() if wanted is None else lines.filter(pc.field("unit").isin(wanted)).to_pylist()
    )
    seen = set(lines.filter(pc.field("n") > 0)["unit"].to_pylist())
    scores = assembly.units(nodes, by_unit, [] if happened is None else rows(engine, happened), seen, wanted)
    return ScoreResult(
        standard_id=standard.id,
        edition=standard.edition,
        title=standard.title,
        period=plan.period,
        as_of=as_of,
        units=scores,
        scorecards=_cards(engine, evaluation, facts),
    )


def evaluate(plan: Plan, facts: FactSet, as_of: Instant = None) -> Evaluation:
    """The expressions over a fact set held in memory."""
    frame = Frame(ibis.memtable(facts.units), ibis.memtable(facts.unit_groups), ibis.memtable(facts.not_applicable))
    return Evaluation(plan, ibis.memtable(facts.facts), frame, as_of)


def lines_by_unit(plan: Plan, found: list[dict[str, Any]]) -> dict[str, list[TermLine]]:
    """Rows of the `lines` expression as values, by unit and in the order of the standard."""
    planned = {term.number: term for term in plan.terms}
    by_unit: dict[str, list[TermLine]] = {}
    for row in sorted(found, key=lambda row: (row["unit"], row["term"])):
        by_unit.setdefault(row["unit"], []).append(term_line(planned[row["term"]], row))
    return by_unit


def term_line(planned: PlannedTerm, row: dict[str, Any]) -> TermLine:
    """One row of the `lines` expression as a value, with its sentences."""
    line = Line(
        delta=row["delta"], worst=row["worst"], best=row["best"], known=row["known"], n=row["n"], x=row["x"],
        y=row["y"], latest=row["latest"], name=row["grade"], rank=row["rank"], top=row["top"],
    )  # fmt: skip
    return TermLine(
        indicator=planned.node.code,
        term=planned.index,
        kind=planned.term.kind.word,
        delta=line.delta,
        worst=line.worst,
        best=line.best,
        known=line.known,
        recoverable=planned.term.can_be_won_back,
        measures=planned.term.measures,
        n=line.n,
        x=line.x,
        y=line.y,
        grade=line.name,
        rank=line.rank,
        sentence_zh=sentence(planned, line, "zh"),
        sentence_en=sentence(planned, line, "en"),
    )


def _cards(engine: Any, evaluation: Evaluation, facts: FactSet) -> dict[str, dict[str, Card]]:
    liabilities, units = ibis.memtable(facts.liabilities), ibis.memtable(facts.units)
    return {
        card.id: {
            row["unit"]: Card(**row)
            for row in rows(engine, scorecard(evaluation.current, liabilities, units, card).order_by("unit"))
        }
        for card in evaluation.plan.standard.scorecards
    }


__all__ = ["NoPeriod", "UnitScore", "evaluate", "plan_for", "score", "score_plan", "term_line"]
