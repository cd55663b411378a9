"""Reading the account that a session belongs to."""

from duibiao.organisation.models import RoleGrant, User


def with_grants(pk: int) -> User | None:
    """The account, its person and all its roles: one statement, for every request asks."""
    held = list(RoleGrant.objects.filter(user=pk).select_related("user__person", "unit"))
    if not held:  # nobody has given it a role yet
        return User.objects.filter(pk=pk).first()
    user = held[0].user
    user.grants_held = held
    return user
