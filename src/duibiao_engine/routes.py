"""The way from site to site: who walks little sees more.

Its one trick: nearest neighbour gives a first round, 2-opt takes out crossings until none is left. Both are told where to
begin and use no chance, so the same sites give the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

#: Mean radius of the earth in metres.
EARTH_M = 6_371_008.8
#: More sites than this are left as nearest neighbour puts them: 2-opt is quadratic.
MANY = 400
#: Shortening by less than this is none.
LEAST_M = 0.01
Point = tuple[float, float]


def distance_m(one: Point, other: Point) -> float:
    """Metres between two (latitude, longitude) in degrees, along the ground (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))


def length_m(points: Sequence[Point], order: Sequence[int]) -> float:
    """How long an open way is."""
    return sum(distance_m(points[a], points[b]) for a, b in pairwise(order))


def route(points: Sequence[Point], start: int = 0) -> list[int]:
    """The order in which to visit points, beginning at `start`: an open way, in indices."""
    if not points:
        return []
    order = _nearest(points, start)
    return order if len(points) > MANY else _without_crossings(points, order)


def _nearest(points: Sequence[Point], start: int) -> list[int]:
    left = set(range(len(points))) - {start}
    order = [start]
    while left:
        here = points[order[-1]]
        order.append(min(left, key=lambda one: (distance_m(here, points[one]), one)))
        left.remove(order[-1])
    return order


def _without_crossings(points: Sequence[Point], order: list[int]) -> list[int]:
    """2-opt: turn a stretch round wherever that is shorter. The first point stays."""
    better = True
    while better:
        better = False
        for a in range(len(order) - 2):
            for b in range(a + 2, len(order)):
                if _gain(points, order, a, b) > LEAST_M:
                    order[a + 1 : b + 1] = reversed(order[a + 1 : b + 1])
                    better = True
    return order


def _gain(points: Sequence[Point], order: Sequence[int], a: int, b: int) -> float:
    """Metres saved by turning round what lies between a and b; the way may end at b."""
    here, first, last = (points[order[i]] for i in (a, a + 1, b))
    before, after = distance_m(here, first), distance_m(here, last)
    if b + 1 < len(order):
        then = points[order[b + 1]]
        before += distance_m(last, then)
        after += distance_m(first, then)
    return before - after
