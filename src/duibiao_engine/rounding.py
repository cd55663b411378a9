"""Half-up rounding in decimal terms: 82.875 becomes 82.88, although a binary computer holds 82.87499999….

A value within 1e-9 of the half goes up. Rounding happens only where the edition says; nothing else in the engine rounds.
"""

from __future__ import annotations

import math

import ibis
import ibis.expr.types as ir

from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.standard.above import Places


def half_up(value: float, places: int) -> float:
    """`value` at so many decimal places, halves away from zero."""
    scale = 10.0**places
    size = math.floor((abs(value) + TOLERANCE) * scale + 0.5) / scale
    return math.copysign(size, value) if size else 0.0


def rounded(value: float, places: Places | None) -> float:
    """`value` rounded where the edition says so, else untouched."""
    return value if places is None else half_up(value, places.places)


def rounded_column(value: ir.NumericValue, places: Places | None) -> ir.NumericValue:
    """The same over a column."""
    if places is None:
        return value
    scale = 10.0**places.places
    size = ((value.abs() + TOLERANCE) * scale + 0.5).floor().cast("float64") / scale
    return ibis.ifelse(value < 0, 0.0 - size, size)
