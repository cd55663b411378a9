"""Ranks: equal numbers share the better rank and the next is skipped; a unit without data is listed without a rank."""

from __future__ import annotations

from collections.abc import Mapping

from duibiao_engine.rules.base import TOLERANCE


def ranks(numbers: Mapping[str, float | None], *, high_is_good: bool = True) -> dict[str, int | None]:
    """Rank of each key; None for a key without a number. Numbers are compared as published (already rounded)."""
    known = sorted((value for value in numbers.values() if value is not None), reverse=high_is_good)
    first: dict[float, int] = {}
    previous: float | None = None
    for place, value in enumerate(known, 1):
        # a tie must not hang on the last bits of a sum
        same = previous is not None and abs(value - previous) <= TOLERANCE
        first[value] = first[previous] if same and previous is not None else place
        previous = value
    return {key: None if value is None else first[value] for key, value in numbers.items()}


def ranks_within(
    numbers: Mapping[str, float | None], groups: Mapping[str, str], *, high_is_good: bool = True
) -> dict[str, int | None]:
    """The same, each group by itself."""
    result: dict[str, int | None] = {}
    for group in dict.fromkeys(groups[key] for key in numbers):
        mine = {key: value for key, value in numbers.items() if groups[key] == group}
        result.update(ranks(mine, high_is_good=high_is_good))
    return result
