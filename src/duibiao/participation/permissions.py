"""Who may do what with reports and feedback."""

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds


def may_moderate(by: User) -> bool:
    """Look at residents' reports, decide about them, and read how to reach whoever sent one. Administrators may not."""
    return holds(by, Role.OFFICE)


def may_take_apart(by: User) -> bool:
    """Record feedback of higher levels and make its items problems."""
    return holds(by, Role.OFFICE)
