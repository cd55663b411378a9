"""What somebody wants to record, checked against its measure before anything is written."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure

NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A fact that is not recorded yet. `uid` is the sender's; sending it twice records it once."""

    uid: str
    measure: Measure
    unit: Unit
    site: str | None = None
    at: datetime | None = None
    value: float | None = None
    out_of: float | None = None
    grade: str | None = None
    level: str | None = None
    reference: str | None = None
    liable: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a draft: the field, in words."""

    field: str
    says: str


class Refused(Exception):
    """A draft cannot be recorded."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("；".join(fault.says for fault in self.faults))


def faults(draft: Draft) -> Iterator[Fault]:
    """Everything that is wrong with a draft."""
    if draft.grade == NOT_APPLICABLE:
        if draft.value is not None:
            yield Fault("value", _("“不适用”的事实不能再填数值"))
        return
    yield from _number_faults(draft)
    yield from _kind_faults(draft)


def _number_faults(draft: Draft) -> Iterator[Fault]:
    for field in ("value", "out_of"):
        number = getattr(draft, field)
        if number is not None and not math.isfinite(number):
            yield Fault(field, _("要填一个普通的数"))
    bounds = draft.measure.definition.get("range")
    if bounds and draft.value is not None and not bounds[0] <= draft.value <= bounds[1]:
        yield Fault("value", _("数值要在 %(low)g 到 %(high)g 之间") % {"low": bounds[0], "high": bounds[1]})


def _kind_faults(draft: Draft) -> Iterator[Fault]:
    kind, grades = draft.measure.kind, draft.measure.definition.get("grades") or []
    if kind == "flag" and draft.value not in (0, 1):
        yield Fault("value", _("只能填“是”或“否”"))
    if kind in ("count", "event") and draft.value is not None and draft.value < 0:
        yield Fault("value", _("件数不能小于 0"))
    if kind in ("count", "score", "amount") and draft.value is None:
        yield Fault("value", _("请填数值"))
    if kind == "ratio":
        yield from _ratio_faults(draft)
    if kind == "grade" and draft.grade not in grades:
        yield Fault("grade", _("等次要在“%(grades)s”中选") % {"grades": "、".join(grades)})
    if kind == "date" and draft.at is None:
        yield Fault("at", _("请填日期"))
    if draft.measure.definition.get("per") == "site" and not draft.site:
        yield Fault("site", _("这一项按点位记录，请填点位"))


def _ratio_faults(draft: Draft) -> Iterator[Fault]:
    if draft.value is None or draft.out_of is None:
        yield Fault("out_of", _("比率要填分子和分母两个数"))
    elif draft.value < 0 or draft.out_of < 0:
        yield Fault("value", _("分子和分母不能小于 0"))
