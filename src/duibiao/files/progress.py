"""Saying how far a job has come, while its transaction is still open.

Its one trick: a connection of its own, so that others see the percentage although nothing of the work is committed yet.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from duibiao.files.models import Import, Progress

Say = Callable[[float], None]
#: A job that has said nothing for so long has been stopped in the middle.
SILENT = timedelta(seconds=60)
_UPSERT = (
    "INSERT INTO files_progress (of, percent, at) VALUES (%s, %s, %s)"
    " ON CONFLICT (of) DO UPDATE SET percent = excluded.percent, at = excluded.at"
)


def silently(part: float) -> None:
    """For work that is done before anybody could look."""


@contextmanager
def told(stored: int) -> Iterator[Say]:
    """A function that takes the part done, 0 to 1. It writes at most three times a second."""
    beside, last = connection.copy(), 0.0

    def say(part: float) -> None:
        nonlocal last
        if time.monotonic() - last > 0.3:
            last = time.monotonic()
            with beside.cursor() as cursor:
                cursor.execute(_UPSERT, [stored, round(100 * part), timezone.now()])

    try:
        say(0)
        yield say
    finally:
        beside.close()


def of(stored: Import, now: datetime | None = None) -> tuple[int, bool]:
    """The percentage, and whether the job has fallen silent."""
    found = Progress.objects.filter(pk=stored.pk).first()
    heard = max(found.at, stored.asked_at) if found else stored.asked_at
    percent = found.percent if found and found.at >= stored.asked_at else 0
    return percent, (now or timezone.now()) - heard > SILENT
