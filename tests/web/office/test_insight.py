"""The one map and what else insight shows: true, within what one may see, at a fixed cost."""

import json
import struct
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duibiao.insight import outlines
from duibiao.insight.models import Outline
from duibiao.places.models import Site
from tests import visiting
from tests.cast import Cast
from tests.site import log_in


def layers(content: bytes) -> dict[str, tuple[int, int, bytes]]:
    """What the browser reads: each layer's width, count and rows."""
    length = struct.unpack(">I", content[:4])[0]
    at, found = 4 + length, {}
    for name, width, count in json.loads(content[4 : 4 + length]):
        found[name] = (width, count, content[at : at + width * count])
        at += width * count
    assert at == len(content)
    return found


def points(content: bytes, layer: str = "sites") -> list[tuple[int, ...]]:
    """id, longitude, latitude, unit, and the short numbers behind them."""
    width, _count, rows = layers(content)[layer]
    return [struct.unpack_from(f">4i{(width - 16) // 2}h", rows, at) for at in range(0, len(rows), width)]


def pairs(content: bytes, layer: str) -> dict[int, int]:
    _width, _count, rows = layers(content)[layer]
    return dict(struct.unpack_from(">ih", rows, at) for at in range(0, len(rows), 6))


def test_the_map_says_where_each_site_lies_who_has_it_and_when_it_was_seen(lin: Client, cast: Cast) -> None:
    visiting.running(cast, sites=2)
    visiting.visited(cast)
    answer = lin.get("/office/map/data/").content
    found = points(answer)
    assert len(found) == 2
    first = Site.objects.get(pk=found[0][0])
    assert found[0][1:4] == (round(first.longitude * 1e6), round(first.latitude * 1e6), cast.unit_b.pk)  # type: ignore[operator]
    assert {row[6] for row in found} == {2}, "a road needs somebody, and nobody answers"
    assert len(pairs(answer, "visits")) == 1


def test_the_same_map_is_not_sent_twice(lin: Client, cast: Cast) -> None:
    visiting.planned(cast, sites=1)
    mark = lin.get("/office/map/data/")["ETag"]
    assert lin.get("/office/map/data/", headers={"If-None-Match": mark}).status_code == 304
    visiting.site(cast)
    assert lin.get("/office/map/data/", headers={"If-None-Match": mark}).status_code == 200


def test_a_unit_sees_its_own_sites_and_nothing_of_a_mystery_round(client: Client, cast: Cast) -> None:
    held = visiting.running(cast, sites=2, kind="mystery")
    visiting.visited(cast, held)
    log_in(client, cast, "zhao")
    answer = client.get("/unit/map/data/").content
    assert len(points(answer)) == 2
    assert pairs(answer, "visits") == {}
    assert layers(client.get(f"/unit/map/data/?round={held.pk}").content).keys() == {"sites", "visits"}
    assert "从未检查" in client.get("/unit/blind/").content.decode()
    log_in(client, cast, "wang")
    assert points(client.get("/unit/map/data/").content) == []


def test_looking_at_a_mystery_round_on_the_map_is_written_down(lin: Client, cast: Cast) -> None:
    held = visiting.running(cast, sites=1, kind="mystery")
    rows = pairs(lin.get(f"/office/map/data/?round={held.pk}").content, "round")
    assert list(rows.values()) == [1]
    assert held.readings.filter(by=cast.lin).exists()


def test_boundaries_are_drawn_by_code_and_what_is_unknown_is_said(lin: Client, cast: Cast) -> None:
    ring = [[113.0, 34.0], [113.1, 34.0], [113.1, 34.1], [113.0, 34.0]]
    known = {
        "type": "Feature",
        "properties": {"code": cast.unit_b.code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    unknown = {**known, "properties": {"code": "nobody"}}
    file = json.dumps({"type": "FeatureCollection", "features": [known, unknown]}).encode()
    for _again in range(2):
        page = lin.post("/office/map/boundaries/", {"file": upload(file), "crs": "wgs84"}).content.decode()
        assert "nobody" in page
    assert Outline.objects.get().rings == [ring]
    assert lin.get("/office/map/outlines/").json()[0]["name"] == cast.unit_b.name
    page = lin.post("/office/map/boundaries/", {"file": upload(b"{}"), "crs": "wgs84"}).content.decode()
    assert "不是 GeoJSON" in page


def test_a_long_boundary_keeps_its_ends_and_loses_corners() -> None:
    ring = [[113 + n / 1e5, 34.0] for n in range(5000)]
    kept = outlines.thinned(ring)
    assert len(kept) <= outlines.MOST_CORNERS + 1
    assert (kept[0], kept[-1]) == (ring[0], ring[-1])


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("边界.geojson", content)


def test_own_tiles_are_served_by_ranges_and_never_whole(
    lin: Client, client: Client, tmp_path: Path, settings: Any
) -> None:
    place = tmp_path / "county.pmtiles"
    place.write_bytes(bytes(range(256)) * 4)
    settings.MAP_PMTILES = str(place)
    part = lin.get("/map/tiles.pmtiles", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 10-19/1024")
    assert b"".join(part.streaming_content) == bytes(range(10, 20))  # type: ignore[attr-defined]
    with place.open("r+b") as file:
        file.truncate(20 * 2**20)
    assert lin.get("/map/tiles.pmtiles").status_code == 416
    client.logout()
    assert client.get("/map/tiles.pmtiles").status_code == 302
