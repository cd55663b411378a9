"""Registers for tests: those that every county keeps, and rows of unit A in them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.registers import services
from duibiao.registers.models import Entry, Feed, Register
from duibiao.registers.recording import Given
from duibiao.standards.models import Measure
from tests.cast import Cast

_numbers = count(1)


def activities(cast: Cast) -> Register:
    """普法活动: place, people, copies; joint ones."""
    services.lay_out(cast.lin)
    return Register.objects.get(name="普法活动")


def given(**said: Any) -> Given:
    """A lecture of yesterday for thirty people."""
    values = {"place": "文化广场", "people": 30, **said.pop("values", {})}
    start: dict[str, Any] = {
        "day": today() - timedelta(days=1),
        "kind": "普法讲座",
        "title": f"民法典讲座{next(_numbers)}",
    }
    return Given(**{**start, **said}, values=values)


def recorded(cast: Cast, register: Register, *, by: User | None = None, unit: Unit | None = None, **said: Any) -> Entry:
    uid = said.pop("uid", f"e{next(_numbers)}")
    feed, at = said.pop("feed", True), said.pop("at", None)
    return services.record(
        by or cast.wang, register, unit=unit or cast.unit_a, uid=uid, given=given(**said), feed=feed, at=at
    )


def fed(cast: Cast, register: Register, *, column: str = "", since: date | None = None, **said: Any) -> Feed:
    """The small standard's count of meetings is the register's."""
    measure = Measure.objects.get(pk=said.pop("measure", "meetings"))
    own = register.columns.get(key=column) if column else None
    start = since or today() - timedelta(days=200)
    return services.connect(cast.lin, register, measure=measure, column=own, kinds=said.pop("kinds", []), since=start)
