"""The secret address of a person's calendar: opened, closed, recognised. 256 random bits, so a plain hash is enough."""

import hashlib
import secrets
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.notices.models import Feed

#: A calendar program asks every quarter of an hour or so.
PER_MINUTE = 12


@transaction.atomic
def open_feed(by: Any) -> str:
    """A new address for one's own calendar; returned here and never again. The old one is closed."""
    key = secrets.token_urlsafe(32)
    fields = {"digest": _digest(key), "made_at": timezone.now(), "read_at": None}
    Feed.objects.update_or_create(user=by, defaults=fields)
    note(by, "notices.open_feed", by)
    return key


@transaction.atomic
def close_feed(by: Any) -> None:
    """Nobody reads the calendar by its address any more."""
    if Feed.objects.filter(user=by).delete()[0]:
        note(by, "notices.close_feed", by)


def recognise(key: str) -> Feed | None:
    """Whose address this is, if his account is open."""
    feed = Feed.objects.select_related("user").filter(digest=_digest(key), user__is_active=True).first()
    if feed is not None:
        Feed.objects.filter(pk=feed.pk).update(read_at=timezone.now())
    return feed


def is_too_often(who: str) -> bool:
    """Whether an address of the network asked too often within a minute."""
    place = f"feed:{who}:{timezone.now():%H%M}"
    cache.add(place, 0, 90)
    return cache.incr(place) > PER_MINUTE


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
