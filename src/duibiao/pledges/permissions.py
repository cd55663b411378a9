"""Who may do what with pledges."""

from django.db.models import Q

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units, holds, may_see_unit


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
    return about_visible_units(by)
