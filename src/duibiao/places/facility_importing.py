"""Facilities by workbook: what is where, who answers for it, and how it was found if somebody has looked."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.lib.spans import today
from duibiao.organisation.importing import Names
from duibiao.organisation.models import User
from duibiao.places import facilities, siting
from duibiao.places.choices import Crs, FacilityState, Zone
from duibiao.places.models import Facility, SiteType
from duibiao.places.permissions import may_manage_areas
from duibiao.places.site_importing import pairs_of

HEADS = (
    Head("code", gettext_lazy("编号"), required=True),
    Head("name", gettext_lazy("名称"), required=True, note=gettext_lazy("如：府前街北口宣传栏。")),
    Head("type", gettext_lazy("设施种类"), required=True, note=gettext_lazy("如：宣传栏、公益广告。")),
    Head("unit", gettext_lazy("属地单位"), required=True, note=gettext_lazy("单位的代码、名称或简称。")),
    Head("answers", gettext_lazy("责任单位"), note=gettext_lazy("谁管它、谁更换；空着就是属地单位。")),
    Head("zone", gettext_lazy("区域"), options=Zone.choices),
    Head("address", gettext_lazy("地址")),
    Head("state", gettext_lazy("状态"), options=[one for one in FacilityState.choices if one[0] != "unseen"]),
    Head("looked_on", gettext_lazy("查看日期"), kind=date, note=gettext_lazy("写了状态就要写；空着算今天。")),
    Head("words", gettext_lazy("说明")),
    Head("crs", gettext_lazy("坐标系"), options=Crs.choices, note=gettext_lazy("有坐标就要写；高德、腾讯是 GCJ-02，百度是 BD-09。")),
    Head("place", gettext_lazy("坐标"), note=gettext_lazy("经度,纬度。")),
)  # fmt: skip


def apply(by: User, rows: Sequence[Row]) -> Outcome:
    """Add facilities that are new by code, change those that differ, keep what was seen."""
    outcome, names, seen = Outcome(), Names(), set[str]()
    kinds = {kind.name: kind for kind in facilities.types()}
    present = {one.site.code: one for one in Facility.objects.select_related("site__unit", "site__type", "unit")}
    for row in rows:
        fields = _fields(row, names, kinds, outcome)
        if row["code"] in seen:
            says = _("编号“%s”重复。") % row["code"]
            outcome.problems.append(Problem(row.number, _("编号"), says, _("每处一行，编号不能重复。")))
        elif fields is not None:
            seen.add(row["code"])
            _look(by, row, _apply_row(by, row, fields, present.get(row["code"]), outcome))
    return outcome


def _fields(row: Row, names: Names, kinds: dict[str, SiteType], outcome: Outcome) -> dict[str, Any] | None:
    before = len(outcome.problems)
    unit = names.unit(row["unit"], row.number, _("属地单位"), outcome)
    answers = names.unit(row["answers"], row.number, _("责任单位"), outcome) if row["answers"] else unit
    kind, given = kinds.get(row["type"] or ""), pairs_of(row["place"] or "")
    if kind is None:
        says = _("没有“%s”这种设施。") % row["type"]
        outcome.problems.append(Problem(row.number, _("设施种类"), says, _("现有种类：%s。") % "、".join(kinds)))
    if given is None or len(given) > 1:
        says = _("“%s”不是一处坐标。") % row["place"]
        outcome.problems.append(Problem(row.number, _("坐标"), says, _("请写成 113.05,34.12。")))
    elif given and not row["crs"]:
        says = _("有坐标，没有写坐标系。")
        outcome.problems.append(Problem(row.number, _("坐标系"), says, _("坐标系错了会差几百米，请问清来源再填。")))
    if row["looked_on"] and row["looked_on"] > today():
        says = _("查看日期还没有到。")
        outcome.problems.append(Problem(row.number, _("查看日期"), says, _("请核对年月日。")))
    if len(outcome.problems) > before:
        return None
    plain = {"name": row["name"], "type": kind, "unit": unit, "zone": row["zone"] or Zone.CORE}
    return plain | {"answers": answers, "address": row["address"] or "", "crs": row["crs"] or "", "given": given or []}


def _apply_row(by: User, row: Row, fields: dict[str, Any], held: Facility | None, outcome: Outcome) -> Facility:
    if held is None:
        outcome.added += 1
        outcome.lines.append(_("新增 %(name)s（%(unit)s）") % {"name": row["name"], "unit": fields["answers"]})
        return facilities.add(by, code=row["code"], **fields)
    site = {name: value for name, value in fields.items() if name not in ("answers", "crs", "given")}
    site |= siting.position(fields["crs"], fields["given"])
    same = all(getattr(held.site, name) == value for name, value in site.items())
    if same and held.unit_id == fields["answers"].pk:
        outcome.unchanged += 1
        return held
    outcome.changed += 1
    outcome.lines.append(_("修改 %s") % held)
    return facilities.change(by, held, version=held.site.version, **fields)


def _look(by: User, row: Row, facility: Facility) -> None:
    """The same day's same state is the same look, whichever file says so."""
    if not row["state"]:
        return
    day = row["looked_on"] or today()
    at = timezone.make_aware(datetime.combine(day, time(12))) if day != today() else timezone.now()
    reference = f"import:{day.isoformat()}:{row['state']}"
    facilities.look(by, facility, state=row["state"], at=at, reference=reference, words=row["words"] or "")


register(Kind("facilities", gettext_lazy("公共设施"), HEADS, apply, may_manage_areas))
