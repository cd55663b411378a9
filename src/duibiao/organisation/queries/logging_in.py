"""Reading the account that a session belongs to."""

from duibiao.notices.queries import unread_of
from duibiao.organisation.models import RoleGrant, User


def with_grants(pk: int) -> User | None:
    """The account, its person, all its roles and how many messages wait: one statement, for every request asks."""
    rows = RoleGrant.objects.filter(user=pk).select_related("user__person", "unit")
    found = list(rows.annotate(unread=unread_of("user")))
    if not found:  # nobody has given it a role yet
        return User.objects.filter(pk=pk).first()
    user = found[0].user
    user.unread_notices = found[0].unread or 0
    user.grants_held = [*found]
    return user
