"""Who may do what with campaigns."""

from django.db.models import Q

from duibiao.campaigns.models import Campaign
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, may_see_unit, sees_all


def may_run_campaigns(by: User) -> bool:
    """Set up, change, move and close campaigns."""
    return holds(by, Role.OFFICE)


def may_self_check(by: User, unit: Unit) -> bool:
    """Say what is missing and by when: the unit itself, those above it, and the office with it."""
    return may_run_campaigns(by) or (holds(by, Role.UNIT) and may_see_unit(by, unit))


def visible_campaigns(by: User) -> Q:
    """Those who see everything see all; a unit sees the campaigns that it or a unit below it takes part in."""
    if sees_all(by) or holds(by, Role.INSPECTOR, Role.ASSESSOR):
        return Q()
    return about_own_units(by, "participants__unit")


def may_see_score(by: User, campaign: Campaign, unit: Unit) -> bool:
    """A unit's score: the office and leaders, an assessor, and the unit itself with those above it."""
    return holds(by, Role.ASSESSOR) or may_see_unit(by, unit)
