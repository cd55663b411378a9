"""Who may do what with duties."""

from django.db.models import Exists, OuterRef, Q

from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.duties.choices import State
from duibiao.duties.models import Duty
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, sees_all

#: Units without an account of their own: the one above signs and reports for them.
ANSWERED_FOR = (UnitKind.VILLAGE, UnitKind.COMMUNITY)


def may_assign(by: User) -> bool:
    """Give out duties of a campaign, change and withdraw them."""
    return may_run_campaigns(by)


def may_rule(by: User) -> bool:
    """Rule whose a duty is: the office alone."""
    return holds(by, Role.OFFICE)


def may_set_template(by: User) -> bool:
    return holds(by, Role.OFFICE)


def speaks_for(by: User, unit: Unit) -> bool:
    """The unit's own account; for a village or community, that of the unit above it."""
    if not holds(by, Role.UNIT):
        return False
    held = [grant.unit for grant in by.grants_held if grant.role == Role.UNIT and grant.unit is not None]
    own = any(one.pk == unit.pk for one in held)
    return own or (unit.kind in ANSWERED_FOR and any(unit.path.startswith(one.path) for one in held))


def may_answer(by: User, duty: Duty) -> bool:
    """Sign, object, report: the unit that owes."""
    return speaks_for(by, duty.unit)


def may_divide(by: User, duty: Duty) -> bool:
    """Give parts of a duty to units below: whoever has signed it, and the office."""
    return duty.state == State.SIGNED and (may_assign(by) or speaks_for(by, duty.unit))


def may_change(by: User, duty: Duty) -> bool:
    """Change, give out, withdraw, answer a first return, close: who assigned it. The office may everywhere."""
    return may_assign(by) or (duty.parent is not None and speaks_for(by, duty.parent.unit))


def may_grade(by: User, duty: Duty) -> bool:
    """Say how a unit supported: the one that leads, and the office."""
    return may_change(by, duty)


def may_read_all(by: User) -> bool:
    return sees_all(by) or holds(by, Role.ASSESSOR, Role.INSPECTOR)


def visible_duties(by: User) -> Q:
    """All, or for each indicator in which one's own units have a duty, the duties of everybody: a chain is seen whole.

    A draft is seen by those who may change it, and by nobody else.
    """
    if may_assign(by) or sees_all(by):
        return Q()
    if may_read_all(by):
        return ~Q(state=State.DRAFT)
    own = about_own_units(by)
    mine = Duty.objects.filter(own).exclude(state__in=[State.DRAFT, State.WITHDRAWN])
    same = mine.filter(campaign=OuterRef("campaign"), indicator=OuterRef("indicator")).exclude(indicator="")
    given = Q(parent__in=mine)
    return (own & ~Q(state=State.DRAFT)) | given | (Exists(same) & ~Q(state=State.DRAFT))
