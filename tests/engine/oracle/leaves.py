"""One indicator of one unit: its terms, line by line, and the points that remain.

Its one trick: a leaf is added up three times by the same sum: with the unknown at its worst, at its best, and as shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .knowing import Known
from .numbers import HAIR, clip, number, places_for, rounded
from .peers import rank, relative, threshold_or_trend
from .places import all_of, mean_of, quorum, quota, share_of
from .terms import (
    COMMON,
    ONE,
    ZERO,
    Here,
    Kind,
    Size,
    bands,
    false_report,
    grade,
    if_above,
    if_below,
    judged,
    ladder,
    late,
    line,
    over_target,
    per,
    scale,
    share,
    short_of,
    under_target,
    unless,
    when,
)  # fmt: skip
from .things import Line, Spec, Three, Unit

KINDS: dict[str, Kind] = {
    "when": when, "unless": unless, "per": per, "short_of": short_of, "below": under_target, "above": over_target,
    "if_below": if_below, "if_above": if_above, "quota": quota, "ladder": ladder, "late": late, "judged": judged,
    "false_report": false_report, "share": share, "grade": grade, "bands": bands, "scale": scale, "all_of": all_of,
    "share_of": share_of, "mean_of": mean_of, "quorum": quorum, "rank": rank, "relative": relative,
    "threshold_or_trend": threshold_or_trend,
}  # fmt: skip


def leaves(nodes: Iterable[Spec]) -> Iterator[Spec]:
    for node in nodes:
        if "children" in node:
            yield from leaves(node["children"])
        else:
            yield node


def with_ancestors(nodes: Iterable[Spec], above: tuple[Spec, ...] = ()) -> Iterator[tuple[Spec, tuple[Spec, ...]]]:
    """Every node with itself and all that stand above it."""
    for node in nodes:
        yield node, (*above, node)
        yield from with_ancestors(node.get("children", ()), (*above, node))


def own_points(leaf: Spec) -> Fraction:
    """What a leaf is worth before it is rescaled; 1 in a tree that publishes no points."""
    return ONE if leaf.get("points") is None else number(leaf["points"])


def carried(node: Spec, points: Fraction) -> Fraction:
    """Assessed out of `points`, carried out of `rescale`."""
    if node.get("rescale") is None:
        return points
    return points * number(node["rescale"]) / number(node["points"])


def term_parts(term: Spec) -> tuple[bool, str, Spec, Spec]:
    """Is it a loss; its kind; what the kind says; what every term may say."""
    ((sign, body),) = term.items()
    ((kind, says),) = [(key, value) for key, value in body.items() if key not in COMMON]
    return sign == "deduct", kind, {"measure": says} if isinstance(says, str) else dict(says), body


def measures_of(term: Spec) -> list[str]:
    says = term_parts(term)[2]
    return [says[key] for key in ("measure", "things", "of_kind", "target_measure") if key in says]


@dataclass(frozen=True)
class Group:
    """Who is compared with whom."""

    known: Known
    standard: Spec

    def of(self, unit: Unit) -> str:
        within = (self.standard.get("ranking") or {}).get("within", "kind")
        if within == "all":
            return "*"
        # AMBIGUOUS: a unit in several groups is ranked in the first by name; units in none are ranked among themselves.
        return unit.kind if within == "kind" else min(unit.groups, default="")

    def applies(self, unit: Unit, lineage: tuple[Spec, ...]) -> bool:
        # AMBIGUOUS: applies_to of a parent holds for everything below it.
        if any((unit.id, node["code"]) in self.known.frame.not_applicable for node in lineage):
            return False
        names = {unit.kind, *unit.groups}
        return all(node.get("applies_to") is None or names & set(node["applies_to"]) for node in lineage)

    def peers(self, unit: Unit, lineage: tuple[Spec, ...]) -> tuple[Unit, ...]:
        mine = self.of(unit)
        units = self.known.frame.units
        return tuple(other for other in units if self.of(other) == mine and self.applies(other, lineage))


def points_of_term(body: Spec, loss: bool, whole: Fraction) -> Fraction:
    points = body.get("points")
    if points == "all" or (points is None and not loss):
        return whole
    return ZERO if points is None else number(points)


def size_of(kind: str, says: Spec, body: Spec, loss: bool, here: Here) -> Size:
    p = points_of_term(body, loss, here.points)
    if kind == "false_report":
        return false_report(says, p, here, everything=body.get("points") == "all")
    return KINDS[kind](says, p, here)


def lines(leaf: Spec, unit: Unit, known: Known, peers: tuple[str, ...]) -> list[Line]:
    whole = own_points(leaf)
    harsh = known.standard.get("unknown", "worst") == "worst"
    found = []
    for index, term in enumerate(leaf["rule"]):
        loss, kind, says, body = term_parts(term)
        cap = None if body.get("cap") is None else number(body["cap"])
        here = Here(known, unit.id, whole, whole if cap is None else cap, peers)
        found.append(line(leaf["code"], index, kind, loss, size_of(kind, says, body, loss, here), cap, harsh))
    return found


def start(leaf: Spec) -> Fraction:
    begin: Any = leaf.get("start")
    if begin is None:
        begin = "full" if all("deduct" in term for term in leaf["rule"]) else "zero"
    if begin == "full":
        return own_points(leaf)
    return ZERO if begin == "zero" else number(begin)


def leaf_points(leaf: Spec, found: list[Line], rounding: Spec | None) -> Three:
    """Start, add the lines, stay within floor and cap; round where the edition says; carry out of `rescale`."""
    floor, cap = number(leaf.get("floor", 0)), number(leaf.get("cap", own_points(leaf)))
    sums = Three(
        sum((each.delta for each in found), start(leaf)),
        sum((each.worst for each in found), start(leaf)),
        sum((each.best for each in found), start(leaf)),
    )
    places = places_for(rounding, "leaf")
    return sums.each(lambda points: carried(leaf, rounded(clip(points, floor, cap), places)))


def status(three: Three, full: Fraction, met_at: Fraction) -> str:
    """met, partly or not_met where neither the worst nor the best case can change it; else unknown."""

    def judged_as(points: Fraction) -> str:
        if points >= full * met_at / 100 - HAIR:
            return "met"
        return "not_met" if points <= HAIR else "partly"

    worst, best = judged_as(three.worst), judged_as(three.best)
    return worst if worst == best else "unknown"
