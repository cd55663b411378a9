"""One changed fact in a county of 200 units: the new leaf, its parents, the total and the rank, on DuckDB and PostgreSQL.

What the database needs by itself for the leaf's facts (a bare sum over the unit and the measure with the same anti-join)
is measured beside it and taken off: what remains is the price of the engine, and must not grow with the facts.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis
import material
import pyarrow as pa
from measuring import Figures, arguments, hand_in, in_process_of_its_own, say_machine, say_table, say_target, sizes

from duibiao_engine.facts.schema import FACTS, NOT_APPLICABLE, UNIT_GROUPS, UNITS, table
from duibiao_engine.ranking import ranks_within
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.incremental import Incremental, Tables
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.run import plan_for
from duibiao_engine.scoring.statements import Statement, quoted
from duibiao_engine.scoring.tree import ROW
from duibiao_engine.scoring.written import plan_tables

COUNTY, LEAVES, CHANGES = 200, 300, 40
NODES = {
    "unit": "string", "node": "int32", "worst": "float64", "best": "float64", "full": "float64", "counted": "boolean",
    "in_full": "boolean", "applies": "boolean", "open": "int64",
}  # fmt: skip
OWN = """SELECT sum(f.value) AS x, count(*) AS n FROM facts f WHERE f.unit = {unit} AND f.measure = {measure} AND NOT EXISTS
    (SELECT 1 FROM facts c WHERE c.supersedes = f.sequence AND c.unit = {unit} AND c.measure = {measure})"""


class Database(Protocol):
    """Runs SQL text; rows come back as dictionaries."""

    dialect: str

    def run(self, text: str) -> Sequence[dict[str, Any]]: ...

    def load(self, path: Path) -> None: ...


class DuckDB:
    """In memory, with the two indexes that a journal has."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def run(self, text: str) -> Sequence[dict[str, Any]]:
        """Rows of a statement."""
        done = self.connection.execute(text)
        names = [column[0] for column in done.description or ()]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def load(self, path: Path) -> None:
        """The facts, in the order in which they were recorded."""
        self.connection.execute(f"CREATE TABLE facts AS SELECT * FROM '{path}'")


class PostgreSQL:
    """The embedded server, in a schema of its own."""

    dialect = "postgres"

    def __init__(self) -> None:
        os.environ.setdefault("DUIBIAO_DATA", str(material.DEFAULT_FOLDER / "one-fact"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
        import django

        django.setup()
        from django.db import connection

        from duibiao import running

        running.prepare()
        self.cursor = connection.cursor()
        self.cursor.execute("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench; SET search_path = bench")
        self.cursor.execute("SET jit = off")

    def run(self, text: str) -> Sequence[dict[str, Any]]:
        """Rows of a statement."""
        self.cursor.execute(text)
        names = [column.name for column in self.cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self.cursor.fetchall()] if names else []

    def load(self, path: Path) -> None:
        """COPY, then the journal's indexes and statistics."""
        kinds = {pa.int64(): "bigint", pa.float64(): "double precision", pa.string(): "text"}
        columns = ", ".join(f'"{field.name}" {kinds.get(field.type, "timestamp")}' for field in FACTS)
        self.run(f"CREATE TABLE facts ({columns})")
        with self.cursor.copy("COPY facts FROM STDIN") as copy:
            for batch in duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_reader(50_000):
                for row in batch.to_pylist():
                    copy.write_row(tuple(row.values()))
        self.run("CREATE INDEX ON facts (unit, measure)")
        self.run("CREATE UNIQUE INDEX ON facts (supersedes)")
        self.run("ANALYZE facts")


def given() -> Tables:
    """The tables of the database, as an expression finds them."""
    schemas = {"facts": FACTS, "units": UNITS, "unit_groups": UNIT_GROUPS, "not_applicable": NOT_APPLICABLE}
    facts, *frame = (ibis.table(ibis.Schema.from_pyarrow(schema), name=name) for name, schema in schemas.items())
    return Tables(facts, Frame(*frame), ibis.table(NODES, name="nodes"))


def set_up(database: Database, path: Path, plan: Plan) -> None:
    """The county, its facts, and every node worked out once by a whole evaluation."""
    from duibiao_engine.scoring.statements import values

    database.load(path)
    names = [material.unit_name(number) for number in range(COUNTY)]
    units = table(UNITS, {"unit": names, "name": names, "kind": ["county"] * COUNTY})
    for name, held in (
        ("units", units),
        ("unit_groups", table(UNIT_GROUPS, {})),
        ("not_applicable", table(NOT_APPLICABLE, {})),
    ):
        database.run(f"CREATE TABLE {name} AS {values(held)}")
    tables = given()
    evaluation = Evaluation(plan, tables.facts, tables.frame, None, named_table)
    if database.dialect == "postgres":
        database.run("SET enable_nestloop = off")
    for name, expression in (("lines", evaluation.lines), ("nodes", evaluation.resting_on_table("lines").nodes)):
        text = Statement.of(expression, database.dialect).bind(plan_tables(plan), unit="")
        database.run(f"CREATE TABLE {name} AS {text}")
    if database.dialect == "postgres":
        database.run("SET enable_nestloop = on")
        database.run("CREATE INDEX ON nodes (unit, node)")
        database.run("ANALYZE nodes")


def measure(database: Database, path: Path, rows: int) -> None:
    """The middle of many changes, each to another unit and leaf."""
    plan = plan_for(material.standard(leaves=LEAVES, units=COUNTY, facts=rows))
    set_up(database, path, plan)
    incremental = Incremental(plan, given(), database.dialect)
    draw = random.Random(5)
    leaves = draw.sample(plan.leaves, 5)
    for leaf in leaves:  # compiled once in the life of a process
        incremental.prepare(leaf)
        incremental.change(database.run, material.unit_name(0), leaf)
    engine, own, counted = [], [], []
    for number in range(CHANGES):
        leaf, unit = leaves[number % len(leaves)], material.unit_name(draw.randrange(COUNTY))
        code = leaf.indicator.rule[0].measures[0]
        add(database, rows + number + 1, unit, code)
        with clocked(own):
            (found,) = database.run(OWN.format(unit=quoted(unit), measure=quoted(code)))
        with clocked(engine):
            change(database, incremental, unit, leaf)
        counted.append(found["n"])
    beyond = statistics.median(engine) - statistics.median(own)
    hand_in(
        seconds=statistics.median(engine), own=statistics.median(own), beyond=beyond, facts=statistics.median(counted)
    )


@contextmanager
def clocked(into: list[float]) -> Iterator[None]:
    """Adds the milliseconds of what stands inside."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def add(database: Database, sequence: int, unit: str, measure: str) -> None:
    """One more fact; uncommitted, as it would be in a request."""
    row = {
        "sequence": sequence,
        "uid": f"new-{sequence}",
        "measure": measure,
        "unit": unit,
        "value": 1.0,
        "out_of": 2.0,
    }
    names = ", ".join(f'"{name}"' for name in row)
    database.run(f"INSERT INTO facts ({names}) VALUES ({', '.join(quoted(value) for value in row.values())})")


def change(database: Database, incremental: Incremental, unit: str, leaf: Any) -> None:
    """The leaf, its parents and the total, written where they are kept; then the rank among the peers."""
    found = incremental.change(database.run, unit, leaf)
    rows = ", ".join("(" + ", ".join(quoted(row[name]) for name in ROW) + ")" for row in found.nodes)
    numbers = ", ".join(str(row["node"]) for row in found.nodes)
    database.run(f"DELETE FROM nodes WHERE unit = {quoted(unit)} AND node IN ({numbers})")
    columns = ", ".join(f'"{name}"' for name in ROW)
    database.run(f"INSERT INTO nodes ({columns}) VALUES {rows}")
    totals = database.run("SELECT unit, worst FROM nodes WHERE node = 0")
    numbers_shown = {row["unit"]: incremental.total(row["worst"]) for row in totals}
    assert unit in ranks_within(numbers_shown, dict.fromkeys(numbers_shown, "county"))


def main() -> None:
    """Measure one database and size (as a child) or all of them."""
    parser = arguments(__doc__ or "", rows="1e4,1e5,1e6")
    asked = parser.parse_args()
    if asked.measure:
        rows = sizes(asked.rows)[0]
        path = material.facts_file(asked.data, rows, units=COUNTY, leaves=LEAVES)
        return measure(DuckDB() if asked.measure == "duckdb" else PostgreSQL(), path, rows)
    say_machine()
    found: dict[tuple[str, int], Figures] = {}
    for rows in sizes(asked.rows):
        material.facts_file(asked.data, rows, units=COUNTY, leaves=LEAVES)
        for name in ("duckdb", "postgres"):
            found[name, rows] = in_process_of_its_own(__file__, name, "--rows", rows, "--data", asked.data)
    report(found)
    return None


def report(found: dict[tuple[str, int], Figures]) -> None:
    """The table and what became of the target."""
    head = ("database", "facts", "of the leaf", "all ms", "its own ms", "beyond ms")
    say_table(
        head, [(name, rows, f["facts"], f["seconds"], f["own"], f["beyond"]) for (name, rows), f in found.items()]
    )
    # facts are changed in PostgreSQL; DuckDB plans anew for each statement and stands here for comparison
    kept = {rows: figures["beyond"] for (name, rows), figures in found.items() if name == "postgres"}
    for rows, beyond in kept.items():
        say_target(f"ms beyond the database's own, PostgreSQL, {rows:,} facts", beyond, 30)
    say_target("most facts ÷ fewest", kept[max(kept)] / kept[min(kept)], 1.3)


if __name__ == "__main__":
    main()
