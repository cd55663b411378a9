"""The way between sites, and how far two pairs of eyes agree."""

from itertools import permutations
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao_engine.agreement import agreement_rate, cohen_kappa
from duibiao_engine.routes import distance_m, length_m, route

POINTS = st.lists(st.tuples(st.floats(34, 34.2), st.floats(113, 113.2)), min_size=1, max_size=7, unique=True)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert isclose(distance_m((34, 113), (35, 113)), 111_195, rel_tol=1e-4)


@given(POINTS)
def test_a_way_visits_every_point_once_and_is_never_far_from_the_shortest(points: list[tuple[float, float]]) -> None:
    order = route(points)
    assert sorted(order) == list(range(len(points)))
    assert order[0] == 0
    best = min(length_m(points, (0, *rest)) for rest in permutations(range(1, len(points))))
    assert length_m(points, order) <= 1.5 * best + 1


def test_crossings_are_taken_out() -> None:
    square = [(0.0, 0.0), (0.0, 2.0), (1.0, 0.1), (1.0, 2.1), (2.0, 0.0), (2.0, 2.0)]
    order = route(square)
    assert length_m(square, order) <= length_m(square, [0, 2, 4, 5, 3, 1]) + 1


def test_kappa_of_the_textbook() -> None:
    """Twenty yes-yes, fifteen no-no, five and ten apart: observed 0.70, by chance 0.50."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert agreement_rate(pairs) == pytest.approx(0.70)
    assert cohen_kappa(pairs) == pytest.approx(0.40)
    assert cohen_kappa([]) is None
    assert cohen_kappa([("y", "y")] * 3) is None
