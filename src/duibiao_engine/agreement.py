"""Whether two pairs of eyes see the same: the share that agrees, and Cohen's κ, which takes out what chance would give.

J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960), 37–46.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

Pair = tuple[Hashable, Hashable]


def agreement_rate(pairs: Sequence[Pair]) -> float | None:
    """The share of pairs that say the same, 0 to 1; None without pairs."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def cohen_kappa(pairs: Sequence[Pair]) -> float | None:
    """1: they always agree; 0: as chance would; below: worse. None without pairs, or where both say only one thing."""
    observed = agreement_rate(pairs)
    if observed is None:
        return None
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[word] * others[word] for word in ones) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)
