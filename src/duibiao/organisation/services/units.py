"""Adding, changing and closing units. A unit is never deleted: what was assessed stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import Unit, UnitGroup, User
from duibiao.organisation.permissions import may_manage_organisation, require


class Circle(Exception):
    """A unit cannot stand below itself."""


@transaction.atomic
def add_unit(by: User, *, parent: Unit, groups: Iterable[UnitGroup] = (), **fields: Any) -> Unit:
    """A new unit below `parent`."""
    require(may_manage_organisation(by))
    unit = Unit.objects.create(parent=parent, **fields)
    unit.path = unit.path_below(parent)
    unit.save(update_fields=["path"])
    unit.groups.set(groups)
    note(by, "organisation.add_unit", unit)
    return unit


@transaction.atomic
def change_unit(
    by: User, unit: Unit, *, version: int, groups: Iterable[UnitGroup] | None = None, **fields: Any
) -> Unit:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`. Moving it takes along all below."""
    require(may_manage_organisation(by))
    before = {name: getattr(unit, name) for name in fields}
    parent = fields.get("parent", unit.parent)
    if parent is not None and parent.path.startswith(unit.path):
        raise Circle
    changes = versions.save(unit, version=version, **fields)
    if groups is not None:
        unit.groups.set(groups)
    if parent is not None and unit.path != unit.path_below(parent):
        move_below(unit, parent)
    note(
        by,
        "organisation.change_unit",
        unit,
        fields=sorted(name for name in fields if before[name] != getattr(unit, name)),
        changes=changes,
    )
    return unit


def move_below(unit: Unit, parent: Unit) -> None:
    """Give the unit and everything below it the paths of their new place."""
    old, new = unit.path, unit.path_below(parent)
    below = Unit.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    unit.path = new


@transaction.atomic
def close_unit(by: User, unit: Unit, *, version: int, until: date) -> None:
    """The unit exists until that day; its history stays."""
    require(may_manage_organisation(by))
    versions.save(unit, version=version, until=until)
    note(by, "organisation.close_unit", unit, until=until.isoformat())
