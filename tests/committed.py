"""A cast that is really committed, for tests with several connections."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from duibiao.facts.models import Counter
from tests.cast import Cast, assemble
from tests.site import empty_every_table

__all__ = ["settled"]


@pytest.fixture
def settled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, really committed: other connections must see it."""
    with django_db_blocker.unblock():
        Counter.objects.get_or_create(pk=1)  # a test that flushed the database may have gone before
        yield assemble()
        empty_every_table()


def beside(work: Callable[[], object], faults: list[BaseException]) -> threading.Thread:
    """Work on a thread and a connection of its own."""

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def kill_whoever_waits_for_a_lock() -> None:
    """As if the worker had been stopped: its connection ends, its transaction with it."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_clear_snapshot(), pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchall():
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited")
