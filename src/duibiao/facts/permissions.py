"""Who may record what, and whose facts one sees."""

from django.db.models import Q

from duibiao.facts.choices import Source
from duibiao.facts.models import Fact
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, may_see_unit, sees_all


def may_post_facts(by: User) -> bool:
    """The office records facts. What units hand in becomes a fact when it is reviewed."""
    return holds(by, Role.OFFICE)


def may_post_from(by: User, source: str) -> bool:
    """The office whatever it is; an inspector what was seen at a visit."""
    return may_post_facts(by) or (source == Source.VISIT and holds(by, Role.INSPECTOR))


def may_supersede(by: User, fact: Fact) -> bool:
    """The office; an inspector what came from an own visit."""
    own = fact.recorded_by_id == by.pk and may_post_from(by, fact.source)
    return may_post_facts(by) or own


def visible_facts(by: User) -> Q:
    """All of them for the office, leaders and assessors; else those about one's own units."""
    return Q() if sees_all(by) or holds(by, Role.ASSESSOR) else about_own_units(by)


def may_see_facts_of(by: User, unit: Unit) -> bool:
    return holds(by, Role.ASSESSOR) or may_see_unit(by, unit)
