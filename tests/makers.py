"""Makes what a test needs, through the services, as the site would. Values are plain; a test names what matters to it."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from duibiao.lib import sheets
from duibiao.organisation import services
from duibiao.organisation.choices import PostKind, Role, UnitKind
from duibiao.organisation.models import Person, RoleGrant, Unit, User
from duibiao.organisation.services.setting_up import Credentials
from duibiao.places import services as places
from duibiao.places.choices import AreaKind
from duibiao.places.models import Area

#: What everybody in the cast logs in with.
PASSWORD = "Green-Hill-2026"
_numbers = count(1)


def county() -> Unit:
    """青禾县, with its administrator 郑 and its office 林."""
    made = services.set_up_county(
        name="青禾县", code="379900", administrator=Credentials("zheng", PASSWORD), office=Credentials("lin", PASSWORD)
    )
    User.objects.update(must_change_password=False)
    return made


def unit(by: User, *, parent: Unit, **fields: Any) -> Unit:
    number = next(_numbers)
    start = {"code": f"U{number:05d}", "name": f"单位{number}", "kind": UnitKind.DEPARTMENT}
    return services.add_unit(by, parent=parent, **{**start, **fields})


def person(by: User, *, unit: Unit, name: str = "钱一", kind: str = PostKind.LIAISON, **fields: Any) -> Person:
    return services.add_person(by, name=name, unit=unit, kind=kind, **fields)


def area(by: User, *, unit: Unit, **fields: Any) -> Area:
    number = next(_numbers)
    start = {"code": f"A{number:05d}", "name": f"路段{number}", "kind": AreaKind.SEGMENT}
    return places.add_area(by, unit=unit, **{**start, **fields})


def account(name: str, role: Role, *, unit: Unit | None = None, person: Person | None = None) -> User:
    user = User.objects.create_user(name, PASSWORD, person=person)
    RoleGrant.objects.create(user=user, role=role, unit=unit)
    return user


def book(heads: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """A workbook as a clerk would hand it in."""
    return sheets.workbook("表", heads, rows)
