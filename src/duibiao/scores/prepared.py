"""Statements that the database reads and plans once per connection, and only runs afterwards.

Where a statement is the same for every unit and short to run, reading it takes longer than doing what it says.
"""

import time
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import dict_row

#: Statements that one connection keeps; the larger ones take some three megabytes of the database's memory.
PREPARED = 12


def run_prepared(text: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a statement that is prepared at its first run, on the site's own connection and in its transaction."""
    begun = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(_preparing(), row_factory=dict_row) as cursor:
        rows = cursor.execute(text, given, prepare=True).fetchall()
    if connection.queries_logged:  # whoever counts statements counts this one
        connection.queries_log.append({"sql": text, "time": f"{time.monotonic() - begun:.3f}"})
    return rows


def _preparing() -> Any:
    """The site's connection, made to keep statements; the framework's own cursors go on preparing nothing."""
    connection.ensure_connection()
    held = connection.connection
    if held.prepare_threshold is None:  # the first time on this connection
        held.prepare_threshold, held.prepared_max = 0, PREPARED
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")  # one unit is planned like another
    return held
