"""What stands above the tree: gates, vetoes, penalties, grades, ranks and scorecards.

Its one trick: a question is asked of the worst and of the best case; where the answers differ, it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from .knowing import Known, months_before, value_of
from .leaves import leaves, measures_of
from .numbers import HAIR, above, below, number, places_for, rounded
from .terms import ZERO
from .things import Card, Fact, Spec, Unit, UnitResult
from .tree import Tree


def holds(x: Fraction, limits: Spec) -> bool:
    tests: dict[str, Callable[[Fraction], bool]] = {
        "at_least": lambda edge: not below(x, edge),
        "at_most": lambda edge: not above(x, edge),
        "below": lambda edge: x < edge - HAIR,
        "above": lambda edge: x > edge + HAIR,
    }
    return all(test(number(limits[key])) for key, test in tests.items() if limits.get(key) is not None)


# ── gates ─────────────────────────────────────────────────────────────────────────────────────────


def classes(tree: Tree, unit: Unit, by_grade: bool) -> list[str | None]:
    """Class of every leaf that applies, bonus left out; None: unknown, it may become anything."""
    found: list[str | None] = []
    bonus = {code for code, lineage in tree.lineage.items() if any(node.get("bonus") for node in lineage)}
    for leaf in leaves(tree.standard["indicators"]):
        node = tree.node(leaf, unit)
        if leaf["code"] in bonus or not node.applicable:
            continue
        found.append(leaf_grade(tree.known, leaf, unit) if by_grade else unless_unknown(node.status))
    return found


def unless_unknown(status: str | None) -> str | None:
    return None if status == "unknown" else status


def leaf_grade(known: Known, leaf: Spec, unit: Unit) -> str | None:
    # AMBIGUOUS: the grade of a leaf = the latest grade of the first of its measures that has one.
    for code in (code for term in leaf["rule"] for code in measures_of(term)):
        latest = known.latest(unit.id, code, lambda fact: fact.grade is not None)
        if latest is not None:
            return latest.grade
    return None


def coverage(found: list[str | None], limits: Spec) -> str:
    """Each class must have its share of the leaves, in percent."""

    def share(count: int) -> Fraction:
        # AMBIGUOUS: of no leaves at all, every class has 0 %.
        return Fraction(100 * count, max(len(found), 1))

    certain, possible = [], []
    for name, limit in limits.items():
        low = share(sum(each == name for each in found))
        high = share(sum(each in (name, None) for each in found))
        certain.append(holds(low, limit) and holds(high, limit))
        possible.append(holds(low, limit) or holds(high, limit))
    # AMBIGUOUS: each class is asked by itself; two wishes that an unknown leaf cannot grant together stay "open".
    if all(certain):
        return "passed"
    return "open" if all(possible) else "failed"


def gate(says: Spec, tree: Tree, unit: Unit, result: UnitResult) -> str:
    if "score" in says:
        return score_gate(says["score"], result)
    by_grade = "grades" in says
    return coverage(classes(tree, unit, by_grade), says["grades"] if by_grade else says["coverage"])


def score_gate(says: Spec, result: UnitResult) -> str:
    # AMBIGUOUS: "" is the total before penalties. AMBIGUOUS: an indicator that does not apply keeps the gate open.
    node = result.nodes.get(says["indicator"])
    three, full = (result.before, result.full) if node is None else (node.three, node.full)
    if not full or (node is not None and not node.applicable):
        return "open"
    worst, best = (holds(100 * points / full, says) for points in (three.worst, three.best))
    return "passed" if worst and best else "open" if worst or best else "failed"


# ── vetoes and penalties ──────────────────────────────────────────────────────────────────────────


def events_looking_back(known: Known, unit: Unit, says: Spec) -> Fraction:
    """How often it happened in the months before the period's end."""
    end = known.period.end
    months = says.get("look_back_months")
    total = ZERO
    for fact in known.standing:
        if (fact.unit, fact.measure) != (unit.id, says["event"]) or fact.grade == "n/a":
            continue
        # AMBIGUOUS: without look_back_months the period; an event without a time lies in no window.
        if months is None:
            inside = known.within(fact)
        else:
            inside = fact.at is not None and months_before(end, int(months)) < fact.at.date() <= end
        total += (value_of(known.measure(says["event"]), fact) or ZERO) if inside else ZERO
    return total


def veto_state(says: Spec, known: Known, unit: Unit, result: UnitResult) -> str:
    """triggered, open, or not."""
    if "event" in says:
        return "triggered" if events_looking_back(known, unit, says) >= 1 - HAIR else "not"
    # AMBIGUOUS: a veto by rate needs certainty: it is triggered if even the best case is below; rates as not rounded.
    node = result.nodes[says["indicator"]]
    if not node.applicable or not node.full:
        return "not"
    limit = number(says["rate_below"])
    worst, best = (below(100 * points / node.full, limit) for points in (node.three.worst, node.three.best))
    return "triggered" if best else "open" if worst else "not"


def fine(says: Spec, known: Known, unit: Unit) -> Fraction:
    times = events_looking_back(known, unit, says)
    points = number(says["points"]) * (times if says.get("each") else int(times >= 1 - HAIR))
    return points if says.get("cap") is None else min(points, number(says["cap"]))


# ── grades ────────────────────────────────────────────────────────────────────────────────────────


def grade(tree: Tree, unit: Unit, result: UnitResult) -> str | None:
    says = tree.standard.get("grades")
    # AMBIGUOUS: every veto takes the grade away, whatever its effect; a unit without data has no grade, as no rank.
    if not says or not result.has_data or result.vetoes:
        return None
    if says.get("by") == "coverage":
        return coverage_grade(says, tree, unit)
    value = result.total if says.get("of", "rate") == "total" else result.rate and 100 * result.rate
    if value is None:
        return None
    return next((str(band["name"]) for band in says["bands"] if holds(value, band)), None)


def coverage_grade(says: Spec, tree: Tree, unit: Unit) -> str:
    """The first level that holds for certain."""
    statuses = {"met", "partly", "not_met"}
    for level in says["levels"]:
        limits = {name: limit for name, limit in level.items() if name != "name"}
        found = classes(tree, unit, by_grade=not set(limits) <= statuses)
        if coverage(found, limits) == "passed":
            return str(level["name"])
    return str(says["otherwise"])


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────


def ranks(results: Iterable[UnitResult], standard: Spec) -> None:
    """Equal numbers share the better place and the next is skipped; who has no data has no place."""
    by_rate = (standard.get("ranking") or {}).get("by", "total") == "rate"
    listed = [each for each in results if each.has_data]
    for one in listed:
        peers = [each for each in listed if each.group == one.group]
        one.rank = place(by_rate, one, peers, after=True)
        one.rank_before = place(by_rate, one, peers, after=False)


def place(by_rate: bool, one: UnitResult, peers: list[UnitResult], after: bool) -> int | None:
    def ranked(unit: UnitResult) -> Fraction | None:
        if by_rate:
            return unit.rate if after else unit.rate_before
        return unit.total if after else unit.total_before

    mine = ranked(one)
    if mine is None:
        return None
    return 1 + sum(above(value, mine) for value in map(ranked, peers) if value is not None)


# ── scorecards ────────────────────────────────────────────────────────────────────────────────────


def scorecard(says: Spec, known: Known) -> dict[str, Card]:
    """For everyone who answers for facts: what they come to, out of how many."""
    cards: dict[str, Card] = {}
    wanted = says.get("measures", "all")
    if wanted == "all":
        # AMBIGUOUS: all = every measure that is a mark; counts and quotients cannot be added up out of `full`.
        wanted = [code for code, measure in known.standard["measures"].items() if measure["kind"] == "score"]
    facts = [fact for fact in known.effective() if fact.value is not None and fact.measure in wanted]
    for unit in known.frame.units:
        if says.get("kinds") and unit.kind not in says["kinds"]:
            continue
        own = [fact for fact in facts if unit.id in fact.liable]
        if own:
            cards[unit.id] = card(says, own)
    return cards


def card(says: Spec, facts: list[Fact]) -> Card:
    score = sum((number(fact.value) for fact in facts if fact.value is not None), ZERO)
    rate = score / (len(facts) * number(says.get("full", 1)))
    rounding = says.get("rounding")
    return Card(
        len(facts),
        rounded(score, places_for(rounding, "score")),
        rounded(rate, places_for(rounding, "rate")),
    )
