"""Who may do what with upkeep, and the SQL conditions of what one may see."""

from django.db.models import Q

from duibiao.duties.permissions import speaks_for
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units, holds, may_see_unit, sees_all


def may_keep(by: User) -> bool:
    """Keep the lists: register, plan, drop; lay down rules, zones and routines: the office."""
    return holds(by, Role.OFFICE)


def may_register(by: User, unit: Unit) -> bool:
    """A unit may name its own shortcomings; the office everybody's."""
    return may_keep(by) or speaks_for(by, unit)


def may_work(by: User, unit: Unit) -> bool:
    """Do what the unit owes and say so: the unit itself."""
    return speaks_for(by, unit)


def may_accept(by: User) -> bool:
    """Look whether it is so: the office and inspectors; never who said so (the service and the database)."""
    return holds(by, Role.OFFICE, Role.INSPECTOR)


def may_see_shortcoming(by: User, unit: Unit) -> bool:
    """The same for a single one: what is another's is refused in words."""
    return holds(by, Role.INSPECTOR, Role.ASSESSOR) or may_see_unit(by, unit)


def visible_shortcomings(by: User) -> Q:
    """All; an inspector and an assessor too, who look at every unit; a unit its own and those below."""
    if sees_all(by) or holds(by, Role.INSPECTOR, Role.ASSESSOR):
        return Q()
    return about_visible_units(by)
