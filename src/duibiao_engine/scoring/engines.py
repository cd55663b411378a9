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
from ibis.expr.operations import DatabaseTable


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def arg_max(value: float, order: int, where: bool = True) -> float:  # type: ignore[empty-body]
    """DuckDB's own: the value beside the greatest `order` of those that have a value."""


def beside_greatest(value: ir.NumericColumn, order: ir.IntegerColumn, where: ir.BooleanValue | None) -> ir.Value:
    """The value beside the greatest `order` of each group, of the rows that have a value.

    The general form becomes a sorted aggregate, for which DuckDB builds a key of bytes for every fact; where the facts lie
    in DuckDB its own function does the same in a third of the time.
    """
    if _lies_in_duckdb(value):
        return arg_max(value, order) if where is None else arg_max(value, order, where=where)
    there = value.notnull()
    return value.argmax(order, where=there if where is None else there & where)


def _lies_in_duckdb(value: ir.Value) -> bool:
    # tables in memory and tables that are bound later belong to no engine yet
    sources = {table.source.name for table in value.op().find(DatabaseTable)}
    return sources == {"duckdb"}


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
