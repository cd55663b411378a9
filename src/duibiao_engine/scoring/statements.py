"""Expressions as SQL text that is compiled once and bound many times.

Compiling an Ibis expression takes longer than running it for one unit. A statement keeps the text; the small tables of
the plan (a leaf's terms, a parent's children) are written into it as VALUES when it is bound, so nothing has to be stored
in the database for it, and it can run on any cursor inside anybody's transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from duibiao_engine.scoring.engines import sql

#: Stands in a compiled text where the unit is bound.
UNIT = "«unit»"

_TYPES = {
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE PRECISION",
    pa.string(): "TEXT",
    pa.bool_(): "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """Compiled text with named tables that are not there yet."""

    text: str

    @classmethod
    def of(cls, expression: ir.Table, dialect: str) -> Statement:
        """Compile an expression for a dialect (`duckdb`, `postgres`)."""
        return cls(sql(expression, dialect))

    def bind(self, tables: Mapping[str, pa.Table], *, unit: str) -> str:
        """The text with the tables written in and the unit in its place; complete, without parameters."""
        body = self.text.replace(f"'{UNIT}'", quoted(unit))
        ctes = ", ".join(f'"{name}" AS ({values(table)})' for name, table in tables.items() if f'"{name}"' in body)
        if not ctes:
            return body
        rest = f", {body[5:]}" if body.startswith("WITH ") else f" {body}"
        return f"WITH {ctes}{rest}"


def quoted(value: Any) -> str:
    """A literal; text is quoted by the SQL standard (backslashes mean nothing)."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, datetime.date):
        return f"'{value.isoformat()}'"
    text = str(value)
    if "\x00" in text:
        raise ValueError("文本里不能有空字符")
    return "'" + text.replace("'", "''") + "'"


def values(table: pa.Table) -> str:
    """A table as a SELECT over VALUES, every column with its type."""
    names = table.schema.names
    types = [_TYPES[field.type] for field in table.schema]
    columns = ", ".join(f'CAST("{n}" AS {t}) AS "{n}"' for n, t in zip(names, types, strict=True))
    if not table.num_rows:
        nothing = ", ".join(f'CAST(NULL AS {t}) AS "{n}"' for n, t in zip(names, types, strict=True))
        return f"SELECT {nothing} WHERE FALSE"
    rows = ", ".join(_row(row.values()) for row in table.to_pylist())
    listed = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {columns} FROM (VALUES {rows}) AS given({listed})"


def _row(row: Iterable[Any]) -> str:
    return "(" + ", ".join(quoted(value) for value in row) + ")"
