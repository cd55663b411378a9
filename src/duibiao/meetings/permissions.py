"""Who may do what with meetings."""

from django.db.models import Q

from duibiao.meetings.choices import State
from duibiao.meetings.models import Meeting
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all


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
    paths = [grant.unit.path for grant in by.grants_held if grant.unit is not None]
    seen = Q(pk__in=[])
    for path in paths:
        seen |= Q(units__path__startswith=path) | Q(decisions__duty__unit__path__startswith=path)
        seen |= Q(decisions__duty__children__unit__path__startswith=path)
    return seen
