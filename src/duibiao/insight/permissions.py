"""Who looks at what: everybody at what is theirs to see anyway; the office draws boundaries and names the seasons."""

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds


def may_draw(by: User) -> bool:
    """Take in boundaries, name inspection seasons."""
    return holds(by, Role.OFFICE)
