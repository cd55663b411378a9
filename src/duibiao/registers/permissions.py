"""Who keeps registers, who records in them, and whose rows one sees."""

from django.db.models import Exists, OuterRef, Q

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, may_see_unit, sees_all
from duibiao.registers.models import CoHost, Entry


def may_keep(by: User) -> bool:
    """Make a register, connect it with a measure, say which of two numbers counts."""
    return holds(by, Role.OFFICE)


def may_read(by: User) -> bool:
    """Everybody but inspectors, who have no unit."""
    return sees_all(by) or holds(by, Role.UNIT, Role.ASSESSOR)


def may_record(by: User, unit: Unit) -> bool:
    """A unit for itself and for those below it; nobody writes a unit's rows in its place."""
    return holds(by, Role.UNIT) and may_see_unit(by, unit)


def visible_entries(by: User) -> Q:
    """The SQL condition: all for the office, leaders and assessors; a unit its own, those below, and what it held with others."""
    if sees_all(by) or holds(by, Role.ASSESSOR):
        return Q()
    together = CoHost.objects.filter(about_own_units(by), entry=OuterRef("pk"))
    return about_own_units(by) | Q(Exists(together))


def may_see(by: User, entry: Entry) -> bool:
    """The same for one row."""
    return Entry.objects.filter(visible_entries(by), pk=entry.pk).exists()


def counted_entries(by: User) -> Q:
    """Of these, the rows that are summed: what was held with others counts with its host alone."""
    return Q() if sees_all(by) or holds(by, Role.ASSESSOR) else about_own_units(by)


def counts_for(by: User, entry: Entry) -> bool:
    """The same for one row."""
    return holds(by, Role.ASSESSOR) or may_see_unit(by, entry.unit)
