"""Who asks: a key, what it may do, and how often."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from duibiao.organisation.choices import TokenScope
from duibiao.organisation.models import ApiToken
from duibiao.organisation.permissions import require
from duibiao.organisation.services.tokens import recognise


class Key(HttpBearer):
    """A key in the header `Authorization: Bearer …`. Whoever holds it sees what its account sees."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = recognise(token)
        if found is not None:
            require(self.scope in found.scopes)
            request.user = found.user
        return found


READ, POST = Key(TokenScope.READ), Key(TokenScope.POST)


class PerKey(SimpleRateThrottle):
    """Three hundred requests a minute for a key; sixty for an address without one."""

    def get_cache_key(self, request: HttpRequest) -> str:
        token: Any = getattr(request, "auth", None)
        return f"api:{token.pk}" if isinstance(token, ApiToken) else f"api:{request.META.get('REMOTE_ADDR', '')}"


WITH_KEY, WITHOUT_KEY = PerKey("300/m"), PerKey("60/m")
