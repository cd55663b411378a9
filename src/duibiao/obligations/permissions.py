"""Who may do what with obligations."""

from django.db.models import Q

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all


def may_set(by: User) -> bool:
    """Lay down what every unit must do, and judge what was handed in."""
    return holds(by, Role.OFFICE)


def may_fulfil(by: User, unit: Unit) -> bool:
    """A unit for itself and for those below it."""
    return holds(by, Role.UNIT) and may_see_unit(by, unit)


def visible_fulfilments(by: User) -> Q:
    """Those who see everything see all; a unit its own and those below."""
    if sees_all(by):
        return Q()
    seen = Q(pk__in=[])
    for grant in by.grants_held:
        if grant.unit is not None:
            seen |= Q(unit__path__startswith=grant.unit.path)
    return seen
