"""The oracle's door: a standard, facts and a frame in; everything that can be said of every unit out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from .above import fine, gate, grade, ranks, scorecard, veto_state
from .knowing import Known, moved_years
from .leaves import leaves, measures_of, term_parts
from .numbers import number, places_for, rounded
from .terms import ZERO
from .things import Fact, Frame, Period, Result, Spec, Standing, Three, Unit, UnitResult
from .tree import Tree


def evaluate(
    standard: Spec,
    facts: Sequence[Fact],
    frame: Frame,
    period: Period | None = None,
    as_of: int | dt.date | None = None,
) -> Result:
    """Scores every unit of the frame."""
    known = Known(standard, facts, frame, period or own_period(standard), as_of)
    tree = Tree(known)
    # AMBIGUOUS: a unit to which nothing applies is not scored (a department that only answers for sites).
    assessed = [unit for unit in frame.units if tree.node(tree.root, unit).removed is None]
    units = {unit.id: unit_result(tree, unit) for unit in assessed}
    ranks(units.values(), standard)
    cards = {says["id"]: scorecard(says, known) for says in standard.get("scorecards", ())}
    return Result(units, cards)


def own_period(standard: Spec) -> Period:
    given = standard["period"]
    return Period(*(day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
                    for day in (given["from"], given["to"])))  # fmt: skip


def unit_result(tree: Tree, unit: Unit) -> UnitResult:
    root = tree.node(tree.root, unit)
    nodes = {code: tree.node(lineage[-1], unit) for code, lineage in tree.lineage.items()}
    found = [line for leaf in leaves(tree.standard["indicators"]) if nodes[leaf["code"]].applicable
             for line in tree.lines(leaf, unit)]  # fmt: skip
    places = places_for(tree.rounding, "total")
    result = UnitResult(
        unit=unit.id, kind=unit.kind, group=tree.group.of(unit), full=root.full, before=root.three, after=root.three,
        total_before=rounded(root.three.points, places), total=ZERO, worst=ZERO, best=ZERO,
        rate_before=total_rate(tree, root.three.points, root.full), rate=None,
        has_data=has_data(tree, unit), lines=found, nodes=nodes,
        gates={}, vetoes=[], open_vetoes=[], penalties={},
    )  # fmt: skip
    what_stands_above(tree, unit, result)
    return result


def what_stands_above(tree: Tree, unit: Unit, result: UnitResult) -> None:
    standard = tree.standard
    result.gates = {says["id"]: gate(says, tree, unit, result) for says in standard.get("gates", ())}
    states = {says["id"]: veto_state(says, tree.known, unit, result) for says in standard.get("vetoes", ())}
    result.vetoes = [veto for veto, state in states.items() if state == "triggered"]
    result.open_vetoes = [veto for veto, state in states.items() if state == "open"]
    result.penalties = {says["id"]: fine(says, tree.known, unit) for says in standard.get("penalties", ())}
    result.after = after_penalties(standard, result)
    places = places_for(tree.rounding, "total")
    result.total, result.worst, result.best = result.after.each(lambda points: rounded(points, places))
    result.rate = total_rate(tree, result.after.points, result.full)
    result.grade = grade(tree, unit, result)


def after_penalties(standard: Spec, result: UnitResult) -> Three:
    """Fines come off the total, not below the floor; a veto of effect zero leaves nothing."""
    # AMBIGUOUS: fines come off the total before it is rounded (it is rounded once, at the end), off worst and best too;
    # the floor is the standard's own, as written, also where the total is rescaled.
    zeroing = {veto["id"] for veto in standard.get("vetoes", ()) if veto["effect"] == "zero"}
    if zeroing & set(result.vetoes):
        return Three(ZERO, ZERO, ZERO)
    fines = sum(result.penalties.values(), ZERO)
    if not fines:
        return result.before
    floor = number(standard.get("floor") or 0)
    return result.before.each(lambda points: max(points - fines, floor))


def total_rate(tree: Tree, points: Fraction, full: Fraction) -> Fraction | None:
    return rounded(points / full, places_for(tree.rounding, "rate")) if full else None


#: Kinds that look at places: a place is observed once everything that the rule looks at there is known.
AT_PLACES = ("quota", "all_of", "share_of", "mean_of", "quorum")


def has_data(tree: Tree, unit: Unit) -> bool:
    """Some term of a leaf that applies has something of the period to read."""
    terms = (
        term
        for leaf in leaves(tree.standard["indicators"])
        for term in leaf["rule"]
        if tree.node(leaf, unit).applicable
    )
    return any(has_heard(tree.known, unit.id, term) for term in terms)


def has_heard(known: Known, unit: str, term: Spec) -> bool:
    # AMBIGUOUS: "any known fact": a fact that settles nothing yet (0 of 0, one place of three) is data; 不适用, the absence
    # that means zero, half of what is looked at in a place, and a year without a value beside the years before, are none.
    kind, codes = term_parts(term)[1], measures_of(term)
    if kind in AT_PLACES:
        return bool(set.intersection(*(set(known.by_place(unit, code)) for code in codes)))
    if kind == "threshold_or_trend":
        return bool(known.facts(unit, codes[0])) and known.value(unit, codes[0]) is not None
    return any(known.facts(unit, code) for code in codes)


# ── years ─────────────────────────────────────────────────────────────────────────────────────────


def cycle(
    standard: Spec, facts: Sequence[Fact], frame: Frame, as_of: int | dt.date | None = None
) -> dict[str, Standing]:
    """Where every unit stands in the cycle: each year is scored by itself and weighs what the standard says."""
    says, end = standard["cycle"], own_period(standard).end
    weights = {int(each["year"]): number(each["weight"]) for each in says["years"]}
    whole = sum(weights.values(), ZERO)
    scores: dict[int, Result] = {}
    for year in weights:
        period = Period(*(moved_years(day, year - end.year) for day in own_period(standard)))
        # AMBIGUOUS: a year has facts if any unit has any fact with a time in it; facts without a time tell no year.
        if any(fact.at is not None and period.start <= fact.at.date() <= period.end for fact in facts):
            scores[year] = evaluate(standard, facts, frame, period, as_of)
    return {unit.id: standing(says, weights, whole, scores, unit) for unit in frame.units}


def standing(
    says: Spec, weights: dict[int, Fraction], whole: Fraction, scores: dict[int, Result], unit: Unit
) -> Standing:
    """The year's score is its rate after penalties, out of 100."""
    # AMBIGUOUS: "rate · points" against "score": the rate in percent, so that years with other full marks can be added.
    running = sum(
        (weights[year] / whole * 100 * (result.units[unit.id].rate or ZERO) for year, result in scores.items()), ZERO
    )
    open_share = sum((weight for year, weight in weights.items() if year not in scores), ZERO) / whole
    needed = (number(says["target"]) - running) / open_share if open_share and "target" in says else None
    return Standing(running, 100 * open_share, needed)
