"""Keys of other systems: made, taken back, recognised. The key itself is 256 random bits, so a plain hash is enough."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.lib.spans import today
from duibiao.organisation.models import ApiToken, User
from duibiao.organisation.permissions import may_manage_accounts, require

PREFIX = "db_"
#: The time of the last use is written at most so often.
NOTED_EVERY = timedelta(minutes=1)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def open_token(by: User, *, name: str, user: User, scopes: Iterable[str], expires_on: date) -> tuple[ApiToken, str]:
    """A new key and its row. The key is returned here and never again."""
    require(may_manage_accounts(by))
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        user=user,
        digest=digest_of(key),
        begins=key[:8],
        scopes=sorted(scopes),
        made_by=by,
        expires_on=expires_on,
    )
    note(by, "organisation.open_token", token, account=user.pk, scopes=token.scopes)
    return token, key


@transaction.atomic
def revoke_token(by: User, token: ApiToken) -> None:
    """Nobody comes in with it any more. Taking it back twice changes nothing."""
    require(may_manage_accounts(by))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        note(by, "organisation.revoke_token", token)


def recognise(key: str) -> ApiToken | None:
    """The row of a key that is good today, with its account; the time of use is noted."""
    good = ApiToken.objects.filter(revoked_at__isnull=True, expires_on__gte=today(), user__is_active=True)
    token = good.select_related("user__person").filter(digest=digest_of(key)).first()
    now = timezone.now()
    if token is not None and (token.last_used_at is None or now - token.last_used_at > NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
