"""Sites by workbook and by GeoJSON: both become rows with the same titles, and are tried before they are done."""

import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib import sheets
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.lib.spans import current
from duibiao.organisation.importing import Names
from duibiao.organisation.models import Person, Unit, User
from duibiao.places import siting
from duibiao.places.choices import Crs, Part, Zone
from duibiao.places.models import Area, Site, SiteType
from duibiao.places.permissions import may_manage_areas

HEADS = (
    Head("code", gettext_lazy("编号"), required=True),
    Head("name", gettext_lazy("名称"), required=True),
    Head("type", gettext_lazy("点位类型"), required=True, note=gettext_lazy("类型的名称，如“主干道”。")),
    Head("unit", gettext_lazy("属地单位"), required=True, note=gettext_lazy("单位的代码、名称或简称。")),
    Head("partner", gettext_lazy("包联单位")),
    Head("within", gettext_lazy("所在区域路段"), note=gettext_lazy("编号或名称；同一条沿线的各段写同一个。")),
    Head("zone", gettext_lazy("区域"), options=Zone.choices),
    Head("address", gettext_lazy("地址")),
    Head("length_m", gettext_lazy("长度（米）"), kind=int),
    Head("head", gettext_lazy("责任人"), note=gettext_lazy("姓名；此人要已登记。")),
    Head("pledged_on", gettext_lazy("三包签约日期"), kind=date),
    Head("crs", gettext_lazy("坐标系"), options=Crs.choices, note=gettext_lazy("有坐标就要写；高德、腾讯是 GCJ-02，百度是 BD-09。")),
    Head("place", gettext_lazy("坐标"), note=gettext_lazy("经度,纬度；线和面写几对，用分号隔开。")),
)  # fmt: skip


def apply(by: User, rows: Sequence[Row]) -> Outcome:
    """Add sites that are new by code, change those that differ, put in charge whoever is named."""
    outcome, names, seen = Outcome(), Names(), set[str]()
    kinds = {kind.name: kind for kind in SiteType.objects.all()}
    present = {site.code: site for site in Site.objects.select_related("unit", "type")}
    areas = {name: area for area in Area.objects.all() for name in (area.code, area.name)}
    for row in rows:
        fields = _fields(row, names, kinds, outcome)
        if fields is not None and row["within"]:
            fields |= _within(row, areas, outcome)
        if row["code"] in seen:
            says = _("编号“%s”重复。") % row["code"]
            outcome.problems.append(Problem(row.number, _("编号"), says, _("每处一行，编号不能重复。")))
        elif fields is not None:
            seen.add(row["code"])
            site = _apply_row(by, row, fields, present.get(row["code"]), outcome)
            _put_in_charge(by, row, site, outcome)
    return outcome


def _fields(row: Row, names: Names, kinds: dict[str, SiteType], outcome: Outcome) -> dict[str, Any] | None:
    unit = names.unit(row["unit"], row.number, _("属地单位"), outcome)
    partner = names.unit(row["partner"], row.number, _("包联单位"), outcome) if row["partner"] else None
    kind, given, before = kinds.get(row["type"] or ""), pairs_of(row["place"] or ""), len(outcome.problems)
    if kind is None:
        known = "、".join(kinds) or _("（还没有）")
        says = _("没有“%s”这种点位类型。") % row["type"]
        outcome.problems.append(Problem(row.number, _("点位类型"), says, _("现有类型：%s。") % known))
    if given is None:
        says = _("“%s”不是坐标。") % row["place"]
        outcome.problems.append(Problem(row.number, _("坐标"), says, _("请写成 113.05,34.12；几对之间用分号。")))
    elif given and not row["crs"]:
        says = _("有坐标，没有写坐标系。")
        outcome.problems.append(Problem(row.number, _("坐标系"), says, _("坐标系错了会差几百米，请问清来源再填。")))
    if unit is None or (row["partner"] and partner is None) or len(outcome.problems) > before:
        return None
    plain = {"name": row["name"], "type": kind, "unit": unit, "zone": row["zone"] or Zone.CORE}
    if partner is not None:  # an empty cell ends no partnership: that is an act of its own
        plain["partner"] = partner
    plain |= {"address": row["address"] or "", "length_m": row["length_m"], "pledged_on": row["pledged_on"]}
    return plain | siting.position(row["crs"] or "", given or [])


def _within(row: Row, areas: dict[str, Area], outcome: Outcome) -> dict[str, Any]:
    """The area or line that it is a part of; an unknown one is told, and the site stays where it is."""
    if (area := areas.get(row["within"])) is not None:
        return {"within": area}
    says = _("没有叫“%s”的区域路段。") % row["within"]
    outcome.problems.append(
        Problem(row.number, _("所在区域路段"), says, _("请先在“区域路段”里登记，或核对编号、名称。"))
    )
    return {}


def pairs_of(text: str) -> list[list[float]] | None:
    """The pairs of a cell; None when it holds something else, or numbers that are no place on earth."""
    try:
        words = text.replace("；", ";").replace("，", ",").split(";")
        pairs = [[float(number) for number in word.split(",")] for word in words if word.strip()]
    except ValueError:
        return None
    fit = all(len(pair) == 2 and -180 <= pair[0] <= 180 and -90 <= pair[1] <= 90 for pair in pairs)
    return pairs if fit else None


def _apply_row(by: User, row: Row, fields: dict[str, Any], site: Site | None, outcome: Outcome) -> Site:
    if site is None:
        outcome.added += 1
        outcome.lines.append(_("新增 %(name)s（%(unit)s）") % {"name": row["name"], "unit": fields["unit"]})
        return siting.add_site(by, code=row["code"], **_as_given(fields))
    if all(getattr(site, name) == value for name, value in fields.items()):
        outcome.unchanged += 1
        return site
    outcome.changed += 1
    outcome.lines.append(_("修改 %s") % site.name)
    return siting.change_site(by, site, version=site.version, **_as_given(fields))


def _as_given(fields: dict[str, Any]) -> dict[str, Any]:
    """A position goes through the service as it was given."""
    derived = ("latitude", "longitude", "line")
    return {name: value for name, value in fields.items() if name not in derived}


def _put_in_charge(by: User, row: Row, site: Site, outcome: Outcome) -> None:
    if not row["head"]:
        return
    held = Person.objects.filter(current(prefix="posts__"), name=row["head"], posts__isnull=False).distinct()[:20]
    own = [one for one in held if _near(one, site.unit)] or list(held)
    if len(own) == 1:
        siting.put_in_charge(by, site, person=own[0], part=Part.HEAD)
        return
    says = _("有几个人都叫“%s”。") if own else _("没有登记过“%s”。")
    remedy = _("请先空着，导入后在页面上选人。") if own else _("请先导入人员。")
    outcome.problems.append(Problem(row.number, _("责任人"), says % row["head"], remedy))


def _near(person: Person, unit: Unit) -> bool:
    return person.posts.filter(current(), unit=unit).exists()


def from_geojson(content: bytes) -> bytes:
    """The workbook that a GeoJSON file stands for: properties by our titles or names, geometry as coordinates.

    GeoJSON is WGS-84 by its own standard; a property “坐标系” says otherwise. Raises ValueError when it is none.
    """
    features = json.load(io.BytesIO(content))["features"]
    rows = [list(_cells(feature)) for feature in features]
    return sheets.workbook(_("点位"), [str(head.title) for head in HEADS], rows)


def _cells(feature: dict[str, Any]) -> Iterator[Any]:
    said, shape = feature.get("properties") or {}, feature.get("geometry") or {}
    place = ";".join(f"{pair[0]},{pair[1]}" for pair in _corners(shape.get("type"), shape.get("coordinates") or []))
    known = {"place": place, "crs": Crs.WGS84.label if place else ""}
    for head in HEADS:
        value = said.get(str(head.title), said.get(head.name, known.get(head.name, "")))
        yield value if value is not None else ""


def _corners(kind: str | None, coordinates: list[Any]) -> list[Any]:
    match kind:
        case "Point":
            return [coordinates]
        case "LineString":
            return list(coordinates)
        case "Polygon":
            return list(coordinates[0][:-1])
        case "MultiLineString" | "MultiPolygon":
            return _corners("LineString" if kind == "MultiLineString" else "Polygon", coordinates[0])
        case _:
            return []


register(Kind("sites", gettext_lazy("点位"), HEADS, apply, may_manage_areas))
