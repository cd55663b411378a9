"""What must be worked out again when the calendar has changed. Upper apps register; this floor knows none by name.

`register("duties.schedule", work_out_again)` in an app's `ready()`: the function takes nothing, runs in a job of its own
transaction, may be called twice, and reads the new calendar from `queries.calendar()`.
"""

import logging
from collections.abc import Callable

from django.db import transaction

_functions: dict[str, Callable[[], object]] = {}
log = logging.getLogger(__name__)


def register(name: str, function: Callable[[], object]) -> None:
    """Call `function` after every change of the calendar. The same name again takes the other's place."""
    _functions[name] = function


def run_all() -> list[str]:
    """Call everybody, each in a transaction of its own; returns the names of those that failed, after all were called."""
    failed = []
    for name, function in sorted(_functions.items()):
        try:
            with transaction.atomic():
                function()
        except Exception:
            log.exception("%s could not follow the new calendar", name)
            failed.append(name)
    return failed
