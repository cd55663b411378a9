"""Sites: kept in WGS-84 with the words as given, imported by workbook and GeoJSON alike, and an alarm where nobody answers."""

import json

import pytest

from duibiao.files import services as files
from duibiao.files.importing import kind_of
from duibiao.files.models import Import
from duibiao.lib import versions
from duibiao.places import site_importing, site_queries, siting
from duibiao.places.models import Site, SiteType
from duibiao.places.site_importing import HEADS
from tests import makers
from tests.cast import Cast

TITLES = [str(head.title) for head in HEADS]


def types(cast: Cast) -> SiteType:
    siting.add_type(cast.lin, code="shop", name="门前三包店铺", needs_person=True)
    return siting.add_type(cast.lin, code="road", name="主干道", shape="line", needs_person=True)


def row(**cells: object) -> list[object]:
    start = {"编号": "S1", "名称": "文明路", "点位类型": "主干道", "属地单位": "城关镇"}
    return [{**start, **cells}.get(title, "") for title in TITLES]


def tried(cast: Cast, content: bytes) -> Import:
    kind = kind_of("sites")
    assert kind is not None
    return files.simulate(cast.lin, kind=kind, name="点位.xlsx", content=content)


def test_a_workbook_brings_sites_in_and_again_changes_nothing(cast: Cast) -> None:
    types(cast)
    place = "113.05,34.12;113.06，34.13"
    book = makers.book(
        TITLES,
        row(坐标=place, 坐标系="GCJ-02（高德、腾讯）", 责任人="赵秀英"),
        row(编号="S2", 名称="便民超市", 点位类型="门前三包店铺"),
    )
    held = tried(cast, book)
    assert (held.outcome["added"], held.outcome["problems"]) == (2, [])
    assert not Site.objects.exists()
    files.confirm(cast.lin, stored=held)
    road = Site.objects.get(code="S1")
    assert road.given == [[113.05, 34.12], [113.06, 34.13]]
    assert road.crs == "gcj02"
    assert 200 < abs(road.line[0][0] - 113.05) * 92_000 < 800  # the shift is taken off
    assert [one.person.name for one in road.answerers.all()] == ["赵秀英"]
    covered = site_queries.coverage(cast.lin)
    assert (covered.sites, covered.unattended, covered.unplaced) == (2, 1, 1)
    again = tried(cast, book)
    assert (again.outcome["unchanged"], again.outcome["problems"]) == (2, [])


def test_what_is_wrong_in_a_cell_is_said_with_its_row(cast: Cast) -> None:
    types(cast)
    wrong = [
        row(点位类型="飞机场"), row(编号="S2", 坐标="东经113"), row(编号="S3", 坐标="113,34"), row(编号="S4", 属地单位="没有"),
        row(编号="S5"), row(编号="S5"), row(编号="S6", 责任人="无名氏"), row(编号="S7", 坐标="34,113"),
    ]  # fmt: skip
    problems = tried(cast, makers.book(TITLES, *wrong)).outcome["problems"]
    assert [(number, column) for number, column, _says, _remedy in problems] == [
        (2, "点位类型"), (3, "坐标"), (4, "坐标系"), (5, "属地单位"), (7, "编号"), (8, "责任人"), (9, "坐标"),
    ]  # fmt: skip


def test_geojson_becomes_the_same_rows(cast: Cast) -> None:
    types(cast)
    said = {"编号": "S1", "名称": "文明路", "type": "主干道", "属地单位": "城关镇"}
    line = {"type": "LineString", "coordinates": [[113.05, 34.12, 90], [113.06, 34.13, 91]]}
    square = {"type": "Polygon", "coordinates": [[[113.0, 34.0], [113.1, 34.0], [113.1, 34.1], [113.0, 34.0]]]}
    features = [
        {"type": "Feature", "properties": said, "geometry": line},
        {"type": "Feature", "properties": {**said, "编号": "S2"}, "geometry": square},
        {"type": "Feature", "properties": {**said, "编号": "S3"}, "geometry": None},
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    files.confirm(cast.lin, stored=tried(cast, site_importing.from_geojson(content)))
    assert Site.objects.get(code="S1").line == [[113.05, 34.12], [113.06, 34.13]]
    assert len(Site.objects.get(code="S2").line) == 3
    assert not Site.objects.get(code="S3").is_placed
    with pytest.raises((ValueError, KeyError)):
        site_importing.from_geojson(b"{}")


def test_a_sites_own_department_goes_before_its_types(cast: Cast) -> None:
    kind = types(cast)
    made = siting.add_site(cast.lin, code="S1", name="路", type=kind, unit=cast.unit_b)
    siting.set_departments(cast.lin, kind, matters=[("环卫", cast.unit_a)])
    known = site_queries.liable([made])
    assert (known.departments(made, "环卫"), known.departments(made, "照明")) == ([cast.unit_a], [])
    siting.set_departments(cast.lin, made, matters=[("", cast.unit_b)])
    assert site_queries.liable([made]).departments(made, "环卫") == [cast.unit_b]


def test_two_who_change_a_site_at_once_lose_nothing(cast: Cast) -> None:
    made = siting.add_site(cast.lin, code="S1", name="路", type=types(cast), unit=cast.unit_b)
    siting.change_site(cast.lin, Site.objects.get(), version=1, name="文明路")
    with pytest.raises(versions.Stale):
        siting.change_site(cast.lin, made, version=1, name="幸福路")
