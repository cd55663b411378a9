"""Units and people by workbook: columns, and how rows are applied. Rows refer to each other by code or by name."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.lib.spans import current
from duibiao.organisation import services
from duibiao.organisation.choices import PostKind, UnitKind
from duibiao.organisation.models import Post, Unit, UnitGroup, User
from duibiao.organisation.permissions import may_manage_organisation

UNIT_HEADS = (
    Head(
        "code",
        gettext_lazy("单位代码"),
        required=True,
        note=gettext_lazy("不重复、以后不变的编号；再次导入时按它认单位。"),
    ),
    Head("name", gettext_lazy("单位名称"), required=True),
    Head(
        "kind",
        gettext_lazy("单位类别"),
        required=True,
        options=[(key, words) for key, words in UnitKind.choices if key != "county"],
    ),
    Head("parent", gettext_lazy("上级单位"), note=gettext_lazy("上级单位的代码或名称；空着就是县（市、区）。")),
    Head("short_names", gettext_lazy("简称"), note=gettext_lazy("几个简称用顿号隔开。")),
    Head("groups", gettext_lazy("所属分组"), note=gettext_lazy("几个分组用顿号隔开；没有的分组会新建。")),
    Head("phone", gettext_lazy("办公电话")),
    Head("address", gettext_lazy("地址")),
    Head("order", gettext_lazy("排序"), kind=int),
)
PEOPLE_HEADS = (
    Head("name", gettext_lazy("姓名"), required=True),
    Head("unit", gettext_lazy("单位"), required=True, note=gettext_lazy("单位的代码、名称或简称。")),
    Head("kind", gettext_lazy("岗位"), required=True, options=PostKind.choices),
    Head("title", gettext_lazy("职务")),
    Head("phone", gettext_lazy("手机")),
)


def split(text: str | None) -> list[str]:
    """顿号, commas and bars all separate."""
    for sign in "，,;；|/":
        text = (text or "").replace(sign, "、")
    return [word.strip() for word in (text or "").split("、") if word.strip()]


class Names:
    """Finds a unit by code, name or short name; a name that two units bear finds none."""

    def __init__(self) -> None:
        self.found: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(current()):
            self.add(unit)

    def add(self, unit: Unit) -> None:
        for name in {unit.code, unit.name, *unit.short_names}:
            known = self.found.setdefault(name, [])
            if unit not in known:
                known.append(unit)

    def unit(self, name: str, row: int, column: str, outcome: Outcome) -> Unit | None:
        units = self.found.get(name, [])
        if len(units) == 1:
            return units[0]
        if units:
            outcome.problems.append(
                Problem(
                    row,
                    column,
                    _("有 %(n)d 个单位都叫“%(name)s”。") % {"n": len(units), "name": name},
                    _("请改写单位代码。"),
                )
            )
        else:
            outcome.problems.append(
                Problem(
                    row,
                    column,
                    _("没有叫“%s”的单位。") % name,
                    _("请核对名称，或先把这个单位加进来（上级单位要排在前面）。"),
                )
            )
        return None


def apply_units(by: User, rows: Sequence[Row]) -> Outcome:
    """Add units that are new by code, change those that differ."""
    outcome, names = Outcome(), Names()
    root = next(unit for units in names.found.values() for unit in units if unit.kind == UnitKind.COUNTY)
    groups = {group.name: group for group in UnitGroup.objects.all()}
    present = {unit.code: unit for unit in Unit.objects.select_related("parent").prefetch_related("groups")}
    seen: dict[str, int] = {}
    for row in rows:
        if row["code"] in seen:
            says = _("代码“%(code)s”与第 %(row)d 行重复。") % {"code": row["code"], "row": seen[row["code"]]}
            outcome.problems.append(Problem(row.number, _("单位代码"), says, _("每个单位一行，代码不能重复。")))
            continue
        seen[row["code"]] = row.number
        parent = names.unit(row["parent"], row.number, _("上级单位"), outcome) if row["parent"] else root
        if parent is not None and _name_is_free(row, parent, present, outcome):
            _apply_unit(by, row, parent, groups, present, names, outcome)
    return outcome


def _name_is_free(row: Row, parent: Unit, present: dict[str, Unit], outcome: Outcome) -> bool:
    taken = [one for one in present.values() if (one.name, one.parent_id, one.until) == (row["name"], parent.pk, None)]
    if any(one.code != row["code"] for one in taken):
        says = _("“%(parent)s”下面已有“%(name)s”，代码是 %(code)s。") % {
            "parent": parent,
            "name": row["name"],
            "code": taken[0].code,
        }
        outcome.problems.append(
            Problem(row.number, _("单位名称"), says, _("若是同一单位，请改用那个代码；若不是，请改名称。"))
        )
        return False
    return True


def _apply_unit(
    by: User,
    row: Row,
    parent: Unit,
    groups: dict[str, UnitGroup],
    present: dict[str, Unit],
    names: Names,
    outcome: Outcome,
) -> None:
    wished = [group_of(name, groups) for name in split(row["groups"])]
    fields: dict[str, Any] = {
        "name": row["name"],
        "kind": row["kind"],
        "short_names": split(row["short_names"]),
        "phone": row["phone"] or "",
        "address": row["address"] or "",
        "order": row["order"] or 0,
    }
    unit = present.get(row["code"])
    if unit is None:
        unit = services.add_unit(by, parent=parent, code=row["code"], groups=wished, **fields)
        outcome.added += 1
        outcome.lines.append(_("新增 %(name)s（%(parent)s）") % {"name": unit.name, "parent": parent.name})
    elif unit.kind == UnitKind.COUNTY:
        outcome.problems.append(
            Problem(row.number, _("单位代码"), _("这是县（市、区）本身的代码。"), _("请换一个代码。"))
        )
        return
    elif _differs(unit, {**fields, "parent": parent}, wished):
        services.change_unit(by, unit, version=unit.version, groups=wished, parent=parent, **fields)
        outcome.changed += 1
        outcome.lines.append(_("修改 %s") % unit.name)
    else:
        outcome.unchanged += 1
    present[unit.code] = unit
    names.add(unit)


def _differs(unit: Unit, fields: dict[str, Any], groups: list[UnitGroup]) -> bool:
    now = {name: getattr(unit, name) for name in fields}
    return now != fields or {group.pk for group in unit.groups.all()} != {group.pk for group in groups}


def group_of(name: str, groups: dict[str, UnitGroup]) -> UnitGroup:
    """The group of that name; made when there is none."""
    if name not in groups:
        groups[name] = UnitGroup.objects.create(name=name, order=len(groups) + 1)
    return groups[name]


def apply_people(by: User, rows: Sequence[Row]) -> Outcome:
    """Add people and posts. The same name in the same unit is the same person: the row is the post as it should be."""
    outcome, names = Outcome(), Names()
    held = {
        (post.person.name, post.unit_id, post.kind): post
        for post in Post.objects.filter(current()).select_related("person")
    }
    for row in rows:
        unit = names.unit(row["unit"], row.number, _("单位"), outcome)
        if unit is None:
            continue
        post = held.get((row["name"], unit.pk, row["kind"]))
        if post is None:
            _add_post(by, row, unit, held, outcome)
        elif (post.title, post.person.phone) != (row["title"] or "", row["phone"] or post.person.phone):
            services.change_post(by, post, title=row["title"] or "", phone=row["phone"] or post.person.phone)
            outcome.changed += 1
            outcome.lines.append(_("修改 %(name)s（%(unit)s）") % {"name": row["name"], "unit": unit})
        else:
            outcome.unchanged += 1
    return outcome


def _add_post(by: User, row: Row, unit: Unit, held: dict[tuple[str, int, str], Post], outcome: Outcome) -> None:
    colleague = next((post for (name, at, _kind), post in held.items() if name == row["name"] and at == unit.pk), None)
    if colleague is not None:
        post = services.begin_post(by, colleague.person, unit=unit, kind=row["kind"], title=row["title"] or "")
    else:
        person = services.add_person(
            by, name=row["name"], unit=unit, phone=row["phone"] or "", kind=row["kind"], title=row["title"] or ""
        )
        post = person.posts.select_related("person").get()
    held[(row["name"], unit.pk, row["kind"])] = post
    outcome.added += 1
    outcome.lines.append(
        _("新增 %(name)s：%(unit)s%(kind)s") % {"name": row["name"], "unit": unit, "kind": post.get_kind_display()}
    )


register(Kind("units", gettext_lazy("单位"), UNIT_HEADS, apply_units, may_manage_organisation))
register(Kind("people", gettext_lazy("人员和岗位"), PEOPLE_HEADS, apply_people, may_manage_organisation))
