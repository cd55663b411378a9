"""Who may record what, and whose facts one sees."""

from django.db.models import Q

from duibiao.facts.models import Fact
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all


def may_post_facts(by: User) -> bool:
    """The office records facts. What units hand in becomes a fact when it is reviewed."""
    return holds(by, Role.OFFICE)


def may_supersede(by: User, fact: Fact) -> bool:
    return may_post_facts(by)


def visible_facts(by: User) -> Q:
    """All of them for the office, leaders and assessors; else those about one's own units."""
    if sees_all(by) or holds(by, Role.ASSESSOR):
        return Q()
    mine = Q(pk__in=[])
    for grant in by.grants_held:
        if grant.unit is not None:
            mine |= Q(unit__path__startswith=grant.unit.path)
    return mine


def may_see_facts_of(by: User, unit: Unit) -> bool:
    return holds(by, Role.ASSESSOR) or may_see_unit(by, unit)
