"""Who a session belongs to, with what every page asks about him."""

from allauth.account.auth_backends import AuthenticationBackend

from duibiao.organisation.models import User
from duibiao.organisation.queries.logging_in import with_grants


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Logs in like allauth's own; the account comes with its roles."""

    def get_user(self, user_id: int) -> User | None:
        user = with_grants(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
