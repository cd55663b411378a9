"""The moment at which something is done: now, or, where a demonstration tells of days gone by, the moment that it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("applications_told", default=None)


def now() -> datetime:
    return _told.get() or timezone.now()


def day() -> date:
    return timezone.localdate(now())


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """What is done inside is done then."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
