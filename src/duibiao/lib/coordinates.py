"""Coordinates between the systems in which people hand them in. WGS-84 is what is kept; CGCS2000 is the same on a map.

GCJ-02 (高德、腾讯) shifts a point by up to some hundred metres, BD-09 (百度) shifts that once more. Its one trick: the shift is
only published one way; the other way it is found by taking it off, three times, which is exact to a centimetre.
"""

from collections.abc import Callable
from math import atan2, cos, pi, radians, sin, sqrt

Pair = tuple[float, float]
"""(longitude, latitude), in degrees: the order of GeoJSON."""
#: Krasovsky 1940, the ellipsoid of GCJ-02: half axis in metres, squared eccentricity.
AXIS, ECCENTRICITY2 = 6_378_245.0, 0.00669342162296594323
BD_PI = pi * 3000 / 180


def outside_china(longitude: float, latitude: float) -> bool:
    """Where GCJ-02 shifts nothing."""
    return not (72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271)


def wgs_to_gcj(longitude: float, latitude: float) -> Pair:
    """What 高德 and 腾讯 would show."""
    if outside_china(longitude, latitude):
        return longitude, latitude
    x, y = longitude - 105, latitude - 35
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += _waves(x, y, 160, 320)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += _waves(x, x, 150, 300)
    flat = 1 - ECCENTRICITY2 * sin(radians(latitude)) ** 2
    north = north * 180 / (AXIS * (1 - ECCENTRICITY2) / (flat * sqrt(flat)) * pi)
    east = east * 180 / (AXIS / sqrt(flat) * cos(radians(latitude)) * pi)
    return longitude + east, latitude + north


def _waves(x: float, along: float, twelfth: float, thirtieth: float) -> float:
    """The sines that both shifts share."""
    first = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi) + 20 * sin(along * pi) + 40 * sin(along / 3 * pi)
    return (first + twelfth * sin(along / 12 * pi) + thirtieth * sin(along / 30 * pi)) * 2 / 3


def gcj_to_wgs(longitude: float, latitude: float) -> Pair:
    """The place that was shown there."""
    east, north = longitude, latitude
    for _ in range(3):
        shown_east, shown_north = wgs_to_gcj(east, north)
        east, north = east + longitude - shown_east, north + latitude - shown_north
    return east, north


def bd_to_gcj(longitude: float, latitude: float) -> Pair:
    """From 百度's system back to the one it is made of."""
    x, y = longitude - 0.0065, latitude - 0.006
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * BD_PI)
    angle = atan2(y, x) - 0.000003 * cos(x * BD_PI)
    return z * cos(angle), z * sin(angle)


def bd_to_wgs(longitude: float, latitude: float) -> Pair:
    return gcj_to_wgs(*bd_to_gcj(longitude, latitude))


def _as_it_is(longitude: float, latitude: float) -> Pair:
    return longitude, latitude


#: By the names of `places.choices.Crs`.
TO_WGS: dict[str, Callable[[float, float], Pair]] = {
    "wgs84": _as_it_is,
    "cgcs2000": _as_it_is,
    "gcj02": gcj_to_wgs,
    "bd09": bd_to_wgs,
}


def in_wgs(crs: str, longitude: float, latitude: float) -> Pair:
    """Coordinates of a system in WGS-84, to seven places: a centimetre."""
    east, north = TO_WGS[crs](longitude, latitude)
    return round(east, 7), round(north, 7)
