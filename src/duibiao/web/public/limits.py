"""How often one address may do a thing. Counted in the cache that all processes share; nothing about who it was is kept."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def over(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Counts this time; whether it is one too many. The address itself is not written down, only what it hashes to here."""
    address = f"{settings.SECRET_KEY}:{address_of(request)}"
    key = f"{what}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False


def address_of(request: HttpRequest) -> str:
    """Who asks: behind a proxy what the proxy says, for there everybody would be one and the same."""
    said = request.headers.get("X-Real-IP", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return said or request.META.get("REMOTE_ADDR", "")
