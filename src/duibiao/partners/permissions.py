"""Who may do what with partners."""

from django.db.models import Q

from duibiao.duties.permissions import speaks_for
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units, holds
from duibiao.places.models import Bond


def may_keep(by: User) -> bool:
    """Say who stands by what and how it counts."""
    return holds(by, Role.OFFICE)


def may_record(by: User, bond: Bond) -> bool:
    """The partner itself, as long as it stands by the place."""
    return bond.is_current and speaks_for(by, bond.unit)


def visible_bonds(by: User) -> Q:
    """All; those of one's own units and below; those of places on one's own ground. Assessors and inspectors read all."""
    if holds(by, Role.ASSESSOR, Role.INSPECTOR):
        return Q()
    return about_visible_units(by) | about_visible_units(by, "site__unit")
