"""Who may do what with standards. Everybody who may log in may read a published edition."""

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds


def may_keep_standards(by: User) -> bool:
    """Take in, publish and bind editions."""
    return holds(by, Role.OFFICE)


def may_read_drafts(by: User) -> bool:
    return holds(by, Role.OFFICE, Role.ADMINISTRATOR)
