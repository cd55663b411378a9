"""Supervisors' links. Its one trick: a key is worked out, not kept: its row's number and a keyed hash of it and its owner.

The office may show the same link twice, print a sheet of them, and yet a stolen database opens no door.
"""

import hmac
from hashlib import sha256

from django.conf import settings

from duibiao.lib.spans import current, today
from duibiao.participation.models import Supervisor, SupervisorKey

#: Hexadecimal digits of the hash that a key carries: 120 bits.
LENGTH = 30


def token_of(key: SupervisorKey) -> str:
    """Lower case only: some clients lower-case addresses."""
    said = f"supervisor:{key.pk}:{key.supervisor_id}".encode()
    return f"{key.pk:x}-{hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()[:LENGTH]}"


def link_of(key: SupervisorKey) -> str:
    return f"/public/supervisors/{token_of(key)}/"


def supervisor_of(token: str) -> Supervisor | None:
    """Whose link it is: if it is right, not taken back, its day not over, and its owner in office."""
    number, _dash, _rest = token.partition("-")
    try:
        usable = SupervisorKey.objects.filter(current(prefix="supervisor__"), supervisor__erased_at=None)
        found = usable.select_related("supervisor__area").get(
            pk=int(number, 16), revoked_at=None, until__gte=today()
        )  # fmt: skip
    except (ValueError, OverflowError, SupervisorKey.DoesNotExist):
        return None
    return found.supervisor if hmac.compare_digest(token_of(found).encode(), token.encode()) else None
