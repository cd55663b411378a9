"""Two editions side by side.

Opened by the campaign office on the day a new edition comes out. In ten seconds: what is new, what is gone, where points or rules
changed, how sure the pairing is; and the way to take a campaign over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.queries import campaigns
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import queries
from duibiao.standards.models import Edition
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao_engine.standard.compare import Changed, Comparison, Listed, Moved, Renumbered, Reworded
from duibiao_engine.standard.model import Standard

#: What the engine calls a difference, in words of the page; what is not here is said by the engine itself.
KEYS = {
    "points": gettext_lazy("分值"),
    "applies_to": gettext_lazy("谁来承担"),
    "method": gettext_lazy("测评方法"),
    "combine": gettext_lazy("合成方式"),
    "weight": gettext_lazy("权重"),
    "cap": gettext_lazy("上限"),
    "floor": gettext_lazy("下限"),
    "rescale": gettext_lazy("折算"),
    "bonus": gettext_lazy("加分"),
    "not_applicable": gettext_lazy("不适用时"),
    "start": gettext_lazy("起算"),
    "name": gettext_lazy("名称"),
    "kind": gettext_lazy("类型"),
    "unit": gettext_lazy("计量单位"),
    "title": gettext_lazy("标准名称"),
    "edition": gettext_lazy("版次"),
    "issuer": gettext_lazy("发布机关"),
    "period": gettext_lazy("考核期"),
    "grades": gettext_lazy("等次"),
    "ranking": gettext_lazy("排名办法"),
    "cycle": gettext_lazy("评选周期"),
    "rounding": gettext_lazy("取整办法"),
}


@dataclass(frozen=True)
class Line:
    """A line of the table: which indicator, before, after, and a remark."""

    thing: str
    old: str
    new: str
    remark: str = ""


@dataclass(frozen=True)
class Part:
    """A kind of difference with its lines; `anchor` is where the figures above lead."""

    anchor: str
    title: str
    lines: list[Line]


def parts_of(found: Comparison, before: Standard, after: Standard) -> list[Part]:
    """Everything that differs, the weightiest first; kinds without a line are left out."""
    parts = [
        Part("added", _("新增的指标"), [Line(_listed(one), "", _said(after, one)) for one in found.added]),
        Part("removed", _("删去的指标"), [Line(_listed(one), _said(before, one), "") for one in found.removed]),
        Part("points", _("改了分值"), _changed(found.points)),
        Part("rules", _("改了计分办法"), _changed(found.rules)),
        Part("reworded", _("改了文字"), [_reworded(one) for one in found.reworded]),
        Part("moved", _("换了上级"), [_moved(one) for one in found.moved]),
        Part("renumbered", _("换了编号"), [_renumbered(one) for one in found.renumbered]),
        Part("settings", _("改了对象、方法等"), _changed(found.settings)),
        Part("measures", _("计量项的变化"), _measures(found)),
        Part("whole", _("标准总体"), [Line(_key(one.key), one.old, one.new) for one in found.whole]),
    ]
    return [part for part in parts if part.lines]


def _listed(one: Listed) -> str:
    return f"{one.code} {one.name}"


def _said(standard: Standard, one: Listed) -> str:
    """What the clause says; a level without a clause says its name."""
    return standard.by_code[one.code].indicator.text or one.name


def _key(key: str) -> str:
    return str(KEYS.get(key, key))


def _changed(found: Iterable[Changed]) -> list[Line]:
    return [Line(_listed(one.new), by.old, by.new, _key(by.key)) for one in found for by in one.differences]


def _reworded(one: Reworded) -> Line:
    alike = _("相似 %d%%") % round(100 * one.similarity)
    old, new = f"{one.old.name}\n{one.old_text}".strip(), f"{one.new.name}\n{one.new_text}".strip()
    return Line(_listed(one.new), old, new, alike)


def _moved(one: Moved) -> Line:
    top = _("第一级")
    return Line(_listed(one.new), one.old_parent or top, one.new_parent or top)


def _renumbered(one: Renumbered) -> Line:
    return Line(one.name, one.old, one.new)


def _measures(found: Comparison) -> list[Line]:
    added = [Line(one.name, "", _("新增")) for one in found.measures_added]
    removed = [Line(one.name, _("删去"), "") for one in found.measures_removed]
    return [*added, *removed, *_changed(found.measures_changed)]


def chosen(request: HttpRequest, held: list[Edition], name: str) -> Edition | None:
    asked = request.GET.get(name, "")
    return next((one for one in held if str(one.pk) == asked), None)


def proposed_old(held: list[Edition], new: Edition | None) -> Edition | None:
    """The edition before: of the same standard if there is one."""
    others = [one for one in held if new is None or one.pk != new.pk]
    akin = [one for one in others if new is not None and one.standard == new.standard]
    return next(iter(akin or others), None)


@page(may_manage_organisation)
def compare(request: HttpRequest) -> HttpResponse:
    """Choose two editions; what differs stands below, each kind with old and new side by side."""
    by = by_of(request)
    held = list(queries.editions(by).filter(state="published"))
    new = chosen(request, held, "new")
    old = chosen(request, held, "old") or (proposed_old(held, new) if new else None)
    known: dict[str, Any] = {"held": held, "old": old, "new": new}
    if old is not None and new is not None and old.pk != new.pk:
        found = queries.comparison(old, new)
        known |= {
            "parts": parts_of(found, queries.standard_of(old), queries.standard_of(new)),
            "same": found.is_same,
            "mapping": found.mapping,
        }
        known["sure"] = sum(pair.confidence >= 0.9 for pair in found.mapping)
        known["campaigns"] = campaigns(by).filter(edition=old)
    return render(request, "office/standards/compare.html", known)
