"""PostgreSQL says what DuckDB says: the same packs and facts, within 1e-9 before rounding and identical after it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.db import connection

from duibiao_engine.facts.schema import FactSet
from duibiao_engine.rounding import rounded
from duibiao_engine.scoring.engines import fetch
from duibiao_engine.scoring.expression import LINES, Evaluation, named_table
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.run import evaluate, plan_for
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.scoring.written import plan_tables
from tests.engine.agreeing import CASES, case, differences

_TYPES = {
    pa.int32(): "integer", pa.int64(): "bigint", pa.float64(): "double precision", pa.string(): "text",
    pa.bool_(): "boolean",
}  # fmt: skip
GIVEN = ("facts", "units", "unit_groups", "not_applicable")

pytestmark = pytest.mark.django_db


def hold(name: str, table: pa.Table) -> ibis.Table:
    """A temporary table with these rows, as an expression finds it."""
    columns = ", ".join(f'"{field.name}" {_TYPES.get(field.type, "timestamp")}' for field in table.schema)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "given_{name}" ({columns}) ON COMMIT DROP')
        places = ", ".join(["%s"] * len(table.schema))
        cursor.executemany(
            f'INSERT INTO "given_{name}" VALUES ({places})', [tuple(row.values()) for row in table.to_pylist()]
        )
        cursor.execute(f'ANALYZE "given_{name}"')
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=f"given_{name}")


def in_postgres(plan: Plan, facts: FactSet) -> Evaluation:
    given, *frame = (hold(name, getattr(facts, name)) for name in GIVEN)
    return Evaluation(plan, given, Frame(*frame), None, named_table)


def ask(expression: ibis.Table, plan: Plan, schema: pa.Schema) -> pa.Table:
    """The rows of an expression by the text that the site would run, with the columns of a schema."""
    text = Statement.of(expression, "postgres").bind(plan_tables(plan), unit="")
    with connection.cursor() as cursor:
        # the tables of the plan stand in the text and have no statistics
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
        cursor.execute(text)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return pa.Table.from_pylist(
        [{name: plain(row[name], schema.field(name).type) for name in schema.names} for row in rows], schema
    )


def plain(value: Any, wanted: pa.DataType) -> Any:
    if value is None or isinstance(value, dt.datetime):
        return value
    return float(value) if wanted == pa.float64() else value


@pytest.mark.parametrize("name", CASES)
def test_postgres_agrees_before_and_after_rounding(name: str) -> None:
    standard, facts = case(name)
    plan = plan_for(standard)
    here, there, duckdb = evaluate(plan, facts), in_postgres(plan, facts), ibis.duckdb.connect()
    lines = fetch(duckdb, here.lines)
    found = ask(there.lines, plan, LINES)
    assert differences(lines, found, "unit", "term") == []
    nodes = fetch(duckdb, here.resting_on(lines).nodes)
    hold("lines", found)
    reached = ask(there.resting_on_table("given_lines").nodes, plan, nodes.schema)
    assert differences(nodes, reached, "unit", "node") == []
    assert shown(reached, standard.rounding.total) == shown(nodes, standard.rounding.total)


def shown(nodes: pa.Table, places: Any) -> dict[str, float]:
    """The totals as they are printed."""
    return {row["unit"]: rounded(row["worst"], places) for row in nodes.to_pylist() if row["node"] == 0}
