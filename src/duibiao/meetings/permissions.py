"""Who may do what with meetings."""

from functools import reduce
from operator import or_

from django.db.models import Q

from duibiao.meetings.choices import State
from duibiao.meetings.models import Meeting
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, may_see_unit, sees_all


def may_run_meetings(by: User) -> bool:
    """Call a meeting, write down what it resolved, look back."""
    return holds(by, Role.OFFICE)


def may_raise(by: User, meeting: Meeting, unit: Unit | None) -> bool:
    """Put a matter to a meeting that is still to come: the office, and a unit that takes part, for itself."""
    if meeting.state != State.PLANNED:
        return False
    if may_run_meetings(by):
        return True
    invited = unit is not None and meeting.units.filter(pk=unit.pk).exists()
    return holds(by, Role.UNIT) and unit is not None and invited and may_see_unit(by, unit)


def visible_meetings(by: User) -> Q:
    """Those who see everything see all; a unit those that it, or a unit below it, takes part in or has to carry out."""
    if sees_all(by):
        return Q()
    ways = ("units", "decisions__duty__unit", "decisions__duty__children__unit")
    return reduce(or_, (about_own_units(by, way) for way in ways))
