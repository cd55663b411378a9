"""Coordinates between systems, against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.lib.coordinates import bd_to_gcj, gcj_to_wgs, in_wgs, outside_china, wgs_to_gcj


def test_the_published_value_of_the_shift() -> None:
    assert wgs_to_gcj(120, 40) == pytest.approx((120.00567568, 40.00130478), abs=1e-8)


def test_baidus_own_example() -> None:
    """116.404, 39.915 in 百度 is 116.39762729 , 39.90865673 in 高德: printed in many converters."""
    assert bd_to_gcj(116.404, 39.915) == pytest.approx((116.39762729, 39.90865674), abs=1e-7)


@given(st.floats(75, 135), st.floats(18, 53))
def test_there_and_back_is_within_a_centimetre(longitude: float, latitude: float) -> None:
    assert gcj_to_wgs(*wgs_to_gcj(longitude, latitude)) == pytest.approx((longitude, latitude), abs=1e-7)


def test_abroad_and_national_coordinates_are_not_shifted() -> None:
    assert outside_china(2.35, 48.85)
    assert in_wgs("gcj02", 2.35, 48.85) == (2.35, 48.85)
    assert in_wgs("cgcs2000", 120.021519, 30.281543) == (120.021519, 30.281543)
