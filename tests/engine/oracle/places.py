"""Kinds of terms that look at each sampled place, and not at one number for the whole unit."""

from __future__ import annotations

from fractions import Fraction

from .numbers import HAIR, clip, mean, number
from .terms import ONE, ZERO, Here, Size
from .things import Spec


def seen(says: Spec, here: Here) -> list[Fraction] | None:
    """What was observed at each place; None while fewer than the sample (at least one) are known."""
    values = list(here.known.by_place(here.unit, says["measure"]).values())
    # AMBIGUOUS: `missing: none` says that no fact means zero, but a sample that was not taken stays unknown.
    return values if len(values) >= max(int(says.get("sample", 1)), 1) else None


def conforming(values: list[Fraction]) -> int:
    return sum(value >= 1 - HAIR for value in values)


def all_of(says: Spec, p: Fraction, here: Here) -> Size:
    values = seen(says, here)
    return Size(None if values is None else p * (conforming(values) == len(values)), p)


def share_of(says: Spec, p: Fraction, here: Here) -> Size:
    values = seen(says, here)
    return Size(None if values is None else p * conforming(values) / len(values), p)


def mean_of(says: Spec, p: Fraction, here: Here) -> Size:
    values = seen(says, here)
    if values is None:
        return Size(None, p)
    return Size(p * clip(mean(values) / number(says.get("full", 1)), ZERO, ONE), p)


def quorum(says: Spec, p: Fraction, here: Here) -> Size:
    values = seen(says, here)
    return Size(None if values is None else p * (conforming(values) >= int(says["at_least"])), p)


def missing_pieces(says: Spec, places: int, things: Fraction, of_kind: Fraction | None) -> Fraction:
    """How many pieces are missing at so many places together; one of the kind is also one of the things."""
    missing = max(number(says["at_least"]) * places - things, ZERO)
    if of_kind is None:
        return missing
    of_kind_missing = max(number(says.get("of_kind_at_least", 0)) * places - of_kind, ZERO)
    if says.get("of_kind_counts", "within") == "extra":
        return missing + of_kind_missing
    return max(missing, of_kind_missing)


def quota(says: Spec, p: Fraction, here: Here) -> Size:
    n = int(says["sample"])
    none_there = ZERO if "of_kind" in says else None
    most = p * missing_pieces(says, n, ZERO, none_there)
    things = here.known.by_place(here.unit, says["things"])
    kinds = here.known.by_place(here.unit, says["of_kind"]) if "of_kind" in says else None
    places = [place for place in things if kinds is None or place in kinds]
    if len(places) < n:
        return Size(None, most)
    pairs = [(things[place], None if kinds is None else kinds[place]) for place in places]
    if says.get("count", "per_place") == "per_place":
        return Size(p * sum((missing_pieces(says, 1, v, w) for v, w in pairs), ZERO), most)
    v_all = sum((v for v, _ in pairs), ZERO)
    w_all = None if kinds is None else sum((w for _, w in pairs if w is not None), ZERO)
    return Size(p * missing_pieces(says, n, v_all, w_all), most)
