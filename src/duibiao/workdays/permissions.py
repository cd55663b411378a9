"""Who may change the work calendar."""

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds


def may_edit_calendar(by: User) -> bool:
    """The office: deadlines of the whole county rest on it."""
    return holds(by, Role.OFFICE)
