"""Who may do what with the ledger, and whose materials one sees."""

from django.db.models import Q

from duibiao.lib.spans import current
from duibiao.organisation.choices import PostKind, Role
from duibiao.organisation.models import Post, Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all


def may_run_ledger(by: User) -> bool:
    """Say what is demanded, set the window, fix a state, open passes."""
    return holds(by, Role.OFFICE)


def may_review(by: User) -> bool:
    """The second and last look. Its result is a fact."""
    return holds(by, Role.OFFICE)


def may_give(by: User, unit: Unit) -> bool:
    """The unit itself, those above it, and the office on its behalf."""
    return may_run_ledger(by) or (holds(by, Role.UNIT) and may_see_unit(by, unit))


def may_check(by: User, unit: Unit) -> bool:
    """The first look: who heads the unit, or the deputy in charge."""
    return may_give(by, unit) and not may_run_ledger(by) and leads(by, unit)


def leads(by: User, unit: Unit) -> bool:
    return by.person_id is not None and Post.objects.filter(leading(), unit=unit, person=by.person_id).exists()


def leading() -> Q:
    """The SQL condition of posts that lead a unit now."""
    return current() & Q(kind__in=(PostKind.HEAD, PostKind.DEPUTY))


def visible_in(by: User, prefix: str = "unit__") -> Q:
    """The SQL condition of what belongs to units that `by` sees: all for the office, leaders and assessors."""
    if sees_all(by) or holds(by, Role.ASSESSOR):
        return Q()
    mine = Q(pk__in=[])
    for grant in by.grants_held:
        if grant.unit is not None and grant.role == Role.UNIT:
            mine |= Q(**{f"{prefix}path__startswith": grant.unit.path})
    return mine


def may_read_ledger(by: User) -> bool:
    """Everybody but inspectors, who have no unit: they visit places."""
    return holds(by, Role.OFFICE, Role.ADMINISTRATOR, Role.LEADER, Role.UNIT, Role.ASSESSOR)
