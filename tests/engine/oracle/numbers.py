"""Numbers as officials mean them: decimals, exact, and half-up away from zero.

Its one trick: 0.1 is one tenth. A float is read as the shortest decimal that prints it, which is what somebody typed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from .things import Spec, Written

#: What the contract calls equal: 1e-9.
HAIR = Fraction(1, 10**9)


def number(written: Written | Fraction) -> Fraction:
    return written if isinstance(written, Fraction) else Fraction(str(written))


def below(x: Fraction, limit: Fraction) -> bool:
    return x < limit - HAIR


def above(x: Fraction, limit: Fraction) -> bool:
    return x > limit + HAIR


def whole_steps(steps: Fraction) -> int:
    """Full steps only: 0.6 of a step is none."""
    return math.floor(steps + HAIR)


def begun_steps(steps: Fraction) -> int:
    """Every step that was begun: 0.6 of a step is one."""
    return math.ceil(steps - HAIR)


def mean(numbers: Iterable[Fraction]) -> Fraction:
    listed = list(numbers)
    return sum(listed, Fraction(0)) / len(listed)


def clip(x: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    if high is not None:
        x = min(x, high)
    if low is not None:
        x = max(x, low)
    return x


def rounded(x: Fraction, places: int | None) -> Fraction:
    """Half-up, away from zero, in decimal terms; within a hair of the half goes up. None: not rounded."""
    if places is None:
        return x
    scale = 10**places
    size = Fraction(math.floor((abs(x) + HAIR) * scale + Fraction(1, 2)), scale)
    return size if x >= 0 else -size


def places_for(rounding: Spec | None, purpose: str) -> int | None:
    rule = (rounding or {}).get(purpose)
    return None if rule is None else int(rule.get("places", 0))
