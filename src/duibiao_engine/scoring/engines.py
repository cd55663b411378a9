"""Executing expressions: the one place that talks to a database engine.

Fusing selects makes shorter SQL, but it costs Ibis more time than the whole evaluation of a county; every engine here
flattens nested selects by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa


@contextmanager
def quick_compile() -> Iterator[None]:
    """Compile without fusing selects; the caller's own setting comes back afterwards."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


def fetch(engine: Any, expression: ir.Table) -> pa.Table:
    """The rows of an expression, from DuckDB, PostgreSQL or Spark."""
    with quick_compile():
        return engine.to_pyarrow(expression)


def rows(engine: Any, expression: ir.Table) -> list[dict[str, Any]]:
    """The same as dictionaries."""
    found: list[dict[str, Any]] = fetch(engine, expression).to_pylist()
    return found


def sql(expression: ir.Table, dialect: str) -> str:
    """The expression as SQL text of a dialect (`duckdb`, `postgres`)."""
    with quick_compile():
        return str(ibis.to_sql(expression, dialect=dialect, pretty=False))
