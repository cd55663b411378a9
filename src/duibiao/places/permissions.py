"""Who may do what with areas."""

from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_manage_organisation, may_manage_people_of


def may_manage_areas(by: User) -> bool:
    return may_manage_organisation(by)


def may_manage_areas_of(by: User, unit: Unit) -> bool:
    """The office everywhere; a unit in its own and below."""
    return may_manage_people_of(by, unit)
