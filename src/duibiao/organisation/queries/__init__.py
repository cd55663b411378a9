"""The only place that reads the organisation for pages."""

from duibiao.organisation.queries.people import (
    contacts,
    liaison_users,
    liaison_users_of,
    liaisons_of,
    office_contacts,
    people,
    people_of,
    person,
)
from duibiao.organisation.queries.units import (
    accounts,
    county,
    is_set_up,
    overview,
    unit,
    unit_groups,
    units,
    without_liaison,
    working_group,
    working_groups,
)

__all__ = [
    "accounts",
    "contacts",
    "county",
    "is_set_up",
    "liaison_users",
    "liaison_users_of",
    "liaisons_of",
    "office_contacts",
    "overview",
    "people",
    "people_of",
    "person",
    "unit",
    "unit_groups",
    "units",
    "without_liaison",
    "working_group",
    "working_groups",
]
