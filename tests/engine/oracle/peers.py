"""Kinds of terms that compare: with the peers of a unit, or with its own earlier years."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from .numbers import HAIR, above, below, mean, number, rounded
from .terms import ZERO, Here, Size
from .things import Spec


def peers_values(says: Spec, here: Here) -> list[Fraction]:
    values = (here.known.value(unit, says["measure"]) for unit in here.peers)
    return [value for value in values if value is not None]


def rank(says: Spec, _p: Fraction, here: Here) -> Size:
    """Points by place among the peers; equals share the better place and the next is skipped."""
    worth = [number(points) for points in says["points"]]
    beyond = number(says.get("beyond", 0))
    most, least = max([*worth, beyond]), min([*worth, beyond])
    x = here.x(says["measure"])
    if x is None:
        return Size(None, most, least)
    sign = -1 if says.get("order", "high") == "low" else 1
    mine = sign * rounded(x, 9)
    place = sum(sign * rounded(value, 9) > mine for value in peers_values(says, here))
    return Size(worth[place] if place < len(worth) else beyond, most, least, x)


def relative(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, p)
    values = peers_values(says, here)
    if says.get("order", "high") == "high":
        best = max(values)
        return Size(p * max(x, ZERO) / best if best > 0 else ZERO, p, x=x)
    return Size(p if x == 0 else p * min(values) / x, p, x=x)


def trend_holds(trend: str, newest_last: list[Fraction]) -> bool:
    # AMBIGUOUS: "strictly" is read with the 1e-9 of every other comparison, so that noise is no trend.
    *earlier, now = newest_last
    pairs = list(pairwise(newest_last))
    if trend == "rising":
        return all(above(later, sooner) for sooner, later in pairs)
    if trend == "falling":
        return all(below(later, sooner) for sooner, later in pairs)
    if trend == "not_above_mean":
        return now <= mean(earlier) + HAIR
    return now >= mean(earlier) - HAIR


def threshold_or_trend(says: Spec, p: Fraction, here: Here) -> Size:
    x = here.x(says["measure"])
    if x is None:
        return Size(None, p)
    if "at_least" in says and not below(x, number(says["at_least"])):
        return Size(p, p, x=x)
    if "at_most" in says and not above(x, number(says["at_most"])):
        return Size(p, p, x=x)
    years = range(int(says["years"]), 0, -1)
    earlier = [here.known.value(here.unit, says["measure"], back) for back in years]
    complete = [value for value in earlier if value is not None]
    if len(complete) < len(earlier):
        return Size(None, p, x=x)
    return Size(p * trend_holds(says["or"], [*complete, x]), p, x=x)
