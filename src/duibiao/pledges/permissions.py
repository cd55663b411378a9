"""Who may do what with pledges."""

from django.db.models import Q

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all


def may_make(by: User) -> bool:
    """Make pledges, take in scans, settle them."""
    return holds(by, Role.OFFICE)


def may_sign(by: User, unit: Unit) -> bool:
    """The unit itself: the account is granted for exactly this unit."""
    return holds(by, Role.UNIT) and any(
        grant.role == Role.UNIT and grant.unit_id == unit.pk for grant in by.grants_held
    )


def may_see(by: User, unit: Unit) -> bool:
    return may_see_unit(by, unit)


def visible_pledges(by: User) -> Q:
    """Those who see everything see all; a unit its own and those below."""
    if sees_all(by):
        return Q()
    seen = Q(pk__in=[])
    for grant in by.grants_held:
        if grant.unit is not None:
            seen |= Q(unit__path__startswith=grant.unit.path)
    return seen
