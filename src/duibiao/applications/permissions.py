"""Who may do what with applications, and which ones somebody sees."""

from django.db.models import Q

from duibiao.applications.choices import SelectionState, State
from duibiao.applications.models import Application
from duibiao.duties.permissions import speaks_for
from duibiao.ledger.permissions import leads
from duibiao.ledger.services.giving import has_leader
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, sees_all


def may_run(by: User) -> bool:
    """Set up a selection, examine, announce, name, send up."""
    return holds(by, Role.OFFICE)


def may_read_all(by: User) -> bool:
    return sees_all(by)


def may_take_part(by: User) -> bool:
    """The pages of the unit's door: whoever speaks for a unit."""
    return holds(by, Role.UNIT)


def may_apply(by: User, unit: Unit) -> bool:
    """A unit for itself and what is its own; the office for the county."""
    if unit.kind == UnitKind.COUNTY:
        return may_run(by)
    return speaks_for(by, unit)


def may_fill(by: User, application: Application) -> bool:
    return may_apply(by, application.unit)


def may_recommend(by: User, application: Application) -> bool:
    """The recommending unit. For the county a leader; for itself the unit's own leader, where one can log in."""
    unit = application.recommender
    if unit.kind == UnitKind.COUNTY:
        return holds(by, Role.LEADER)
    if unit.pk != application.unit_id:
        return speaks_for(by, unit)
    return speaks_for(by, unit) and (leads(by, unit) or not has_leader(unit))


def visible_selections(by: User) -> Q:
    """What is being prepared is the office's own affair."""
    return Q() if sees_all(by) else ~Q(state=SelectionState.DRAFT)


def visible_applications(by: User) -> Q:
    """All; one's own units' and below; and those that one's own unit is to recommend, once they are handed in."""
    if sees_all(by):
        return Q()
    return about_own_units(by) | (about_own_units(by, "recommender") & ~Q(state__in=(State.FILLING, State.DROPPED)))
