"""Boundaries that a county draws itself: taken in from GeoJSON, matched by the code of a unit or of an area."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.insight.models import Outline
from duibiao.insight.permissions import may_draw
from duibiao.lib.coordinates import in_wgs
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Area

#: What a browser draws without a thought: more corners are thinned.
MOST_CORNERS = 600
MOST_FEATURES = 2000
_SHAPES = {"Polygon": True, "MultiPolygon": True, "LineString": False, "MultiLineString": False}
Rings = list[list[list[float]]]


@dataclass(frozen=True)
class Drawn:
    """What became of a file: how many boundaries stand now, and what could not be used, in words."""

    kept: int
    problems: list[str]


class NotGeoJson(Exception):
    """The file is none, or holds too much."""


def read(content: bytes) -> list[Mapping[str, Any]]:
    """The features of a file."""
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotGeoJson(_("不是 GeoJSON 要素集（FeatureCollection）。请从地图软件另存为 GeoJSON 再试。")) from error
    if not isinstance(features, list) or len(features) > MOST_FEATURES:
        raise NotGeoJson(_("一次最多 %d 个要素。请按单位或区域拆成几个文件。") % MOST_FEATURES)
    return [one for one in features if isinstance(one, dict)]


def rings_of(geometry: Any, crs: str) -> Rings | None:
    """Every ring or line of a geometry in WGS-84, thinned; None if it has none."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        return None
    try:
        found = [[list(in_wgs(crs, *pair[:2])) for pair in thinned(ring)] for ring in _rings(geometry["coordinates"])]
    except (TypeError, ValueError, KeyError):
        return None
    return found if found and all(len(ring) > 1 and _on_earth(ring) for ring in found) else None


def _rings(held: Any) -> Iterator[list[Any]]:
    """Whatever the depth: a ring is a list of pairs of numbers."""
    if held and isinstance(held[0][0], (int, float)):
        yield held
    else:
        for one in held:
            yield from _rings(one)


def thinned(ring: list[Any]) -> list[Any]:
    """At most so many corners, evenly; the first and the last stay."""
    step = -(-len(ring) // MOST_CORNERS)
    return ring if step < 2 else [*ring[:-1:step], ring[-1]]


def _on_earth(ring: list[list[float]]) -> bool:
    return all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)


@transaction.atomic
def draw(by: User, content: bytes, *, crs: str = "wgs84") -> Drawn:
    """Keep the boundary of every unit or area whose code stands in `code`; drawing again replaces."""
    require(may_draw(by))
    features = read(content)
    units = {unit.code: unit for unit in Unit.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    kept, problems = 0, []
    for number, feature in enumerate(features, start=1):
        code = str((feature.get("properties") or {}).get("code", "")).strip()
        rings = rings_of(feature.get("geometry"), crs)
        if code not in units and code not in areas:
            problems.append(_("第 %(n)d 个要素：没有编号为“%(code)s”的单位或区域路段。") % {"n": number, "code": code})
        elif rings is None:
            problems.append(_("第 %(n)d 个要素（%(code)s）：不是能用的面或线。") % {"n": number, "code": code})
        else:
            owner = {"unit": units[code]} if code in units else {"area": areas[code]}
            closed = _SHAPES[feature["geometry"]["type"]]
            Outline.objects.update_or_create(**owner, defaults={"rings": rings, "closed": closed})
            kept += 1
    if kept:
        note(by, "insight.draw", added=kept)
    return Drawn(kept, problems)


@transaction.atomic
def wipe(by: User) -> int:
    """Take every boundary away again."""
    require(may_draw(by))
    gone = Outline.objects.count()
    Outline.objects.all().delete()
    if gone:
        note(by, "insight.wipe", removed=gone)
    return gone
