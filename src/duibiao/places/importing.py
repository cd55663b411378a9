"""Areas and road segments by workbook, with the person who answers for each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.lib.spans import current
from duibiao.organisation.importing import Names
from duibiao.organisation.models import Person, Unit, User
from duibiao.places import services
from duibiao.places.choices import AreaKind, Part
from duibiao.places.models import Area
from duibiao.places.permissions import may_manage_areas

HEADS = (
    Head("code", gettext_lazy("编号"), required=True),
    Head("name", gettext_lazy("名称"), required=True),
    Head("kind", gettext_lazy("类别"), required=True, options=AreaKind.choices),
    Head("unit", gettext_lazy("责任单位"), required=True, note=gettext_lazy("单位的代码、名称或简称。")),
    Head("extent", gettext_lazy("起止范围")),
    Head("length_m", gettext_lazy("长度（米）"), kind=int),
    Head("head", gettext_lazy("责任人"), note=gettext_lazy("姓名；此人要已在责任单位（或其下属、上级）登记。")),
)


def apply(by: User, rows: Sequence[Row]) -> Outcome:
    """Add areas that are new by code, change those that differ, appoint whoever is named."""
    outcome, names = Outcome(), Names()
    present = {area.code: area for area in Area.objects.select_related("unit")}
    seen: set[str] = set()
    for row in rows:
        if row["code"] in seen:
            outcome.problems.append(
                Problem(row.number, _("编号"), _("编号“%s”重复。") % row["code"], _("每处一行，编号不能重复。"))
            )
            continue
        seen.add(row["code"])
        unit = names.unit(row["unit"], row.number, _("责任单位"), outcome)
        if unit is not None:
            area = _apply_row(by, row, unit, present.get(row["code"]), outcome)
            _appoint(by, row, area, outcome)
    return outcome


def _apply_row(by: User, row: Row, unit: Unit, area: Area | None, outcome: Outcome) -> Area:
    fields = {"name": row["name"], "kind": row["kind"], "extent": row["extent"] or "", "length_m": row["length_m"]}
    if area is None:
        outcome.added += 1
        outcome.lines.append(_("新增 %(name)s（%(unit)s）") % {"name": row["name"], "unit": unit})
        return services.add_area(by, unit=unit, code=row["code"], **fields)
    if {name: getattr(area, name) for name in fields} == fields and area.unit_id == unit.pk:
        outcome.unchanged += 1
        return area
    outcome.changed += 1
    outcome.lines.append(_("修改 %s") % area.name)
    return services.change_area(by, area, version=area.version, unit=unit, **fields)


def _appoint(by: User, row: Row, area: Area, outcome: Outcome) -> None:
    if not row["head"]:
        return
    found = list(
        Person.objects.filter(current(prefix="posts__"), name=row["head"], posts__isnull=False).distinct()[:20]
    )
    own = [person for person in found if person.posts.filter(current(), unit=area.unit).exists()] or found
    if len(own) == 1:
        services.appoint(by, area, person=own[0], part=Part.HEAD)
    elif own:
        outcome.problems.append(
            Problem(row.number, _("责任人"), _("有几个人都叫“%s”。") % row["head"], _("请先空着，导入后在页面上选人。"))
        )
    else:
        outcome.problems.append(
            Problem(row.number, _("责任人"), _("没有登记过“%s”。") % row["head"], _("请先导入人员。"))
        )


register(Kind("areas", gettext_lazy("区域路段"), HEADS, apply, may_manage_areas))
