"""Who may do what with obligations."""

from django.db.models import Q

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units, holds, may_see_unit


def may_set(by: User) -> bool:
    """Lay down what every unit must do, and judge what was handed in."""
    return holds(by, Role.OFFICE)


def may_fulfil(by: User, unit: Unit) -> bool:
    """A unit for itself and for those below it."""
    return holds(by, Role.UNIT) and may_see_unit(by, unit)


def visible_fulfilments(by: User) -> Q:
    """Those who see everything see all; a unit its own and those below."""
    return about_visible_units(by)
