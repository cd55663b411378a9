"""A nation's facts: the full evaluation (unit totals and term lines) beside the bare GROUP BY with the same anti-join.

2,843 counties × 300 leaf indicators, 2 % of the facts superseded, read from Parquet by DuckDB. The evaluation is timed
from the standard to the last total, compiling included; it leaves its lines in a table, and the bare query its groups.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import ibis
import material
from measuring import (
    Figures,
    arguments,
    best,
    hand_in,
    in_process_of_its_own,
    say_machine,
    say_table,
    say_target,
    sizes,
    stopwatch,
)

from duibiao_engine.facts.schema import NOT_APPLICABLE, UNIT_GROUPS, UNITS, table
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.lines import Frame
from duibiao_engine.scoring.run import plan_for
from duibiao_engine.scoring.statements import Statement, values
from duibiao_engine.scoring.written import plan_tables


def limits() -> dict[str, str]:
    """DuckDB keeps up to a GiB beside its limit (Parquet pages, results); whatever it spills goes where the data is."""
    return {
        "memory_limit": "3GB",
        "preserve_insertion_order": "false",
        "temp_directory": tempfile.mkdtemp(prefix="spill-", dir=material.DEFAULT_FOLDER.parent),
    }


BARE = """
    CREATE TEMP TABLE grouped AS
    SELECT f.unit, f.measure, sum(f.value) AS total, count(*) AS n
    FROM facts f ANTI JOIN (SELECT supersedes FROM facts WHERE supersedes IS NOT NULL) c ON f.sequence = c.supersedes
    GROUP BY f.unit, f.measure"""


def bare(path: Path) -> None:
    """The least that any evaluation must do."""
    with duckdb.connect(config=limits()) as connection:
        connection.execute(f"CREATE VIEW facts AS SELECT * FROM '{path}'")
        with stopwatch() as took:
            connection.execute(BARE)
        row = connection.execute("SELECT count(*), sum(n) FROM grouped").fetchone()
    hand_in(seconds=took[0], cpu=took[1], groups=row and row[0], counted=row and row[1])


def full(path: Path, rows: int) -> None:
    """Lines, then totals resting on them."""
    connection = ibis.duckdb.connect(**limits())
    facts = connection.read_parquet(path, table_name="facts")
    given = frame(connection)
    with stopwatch() as took:
        plan = plan_for(material.standard(facts=rows))
        evaluation, bound = Evaluation(plan, facts, given, None, named_table), plan_tables(plan)
        with stopwatch() as compiling:
            lines = Statement.of(evaluation.lines, "duckdb").bind(bound, unit="")
        connection.raw_sql(f"CREATE TEMP TABLE term_lines AS {lines}")
        with stopwatch() as above:
            totals = Statement.of(evaluation.resting_on_table("term_lines").totals, "duckdb").bind(bound, unit="")
            found = connection.raw_sql(totals).fetchall()
    (counted,) = connection.raw_sql("SELECT count(*) FROM term_lines").fetchone()
    hand_in(seconds=took[0], cpu=took[1], above=above[0], compiling=compiling[0], units=len(found), lines=counted)


def frame(connection: Any) -> Frame:
    """All counties, of one kind; everything applies to everybody."""
    names = [material.unit_name(number) for number in range(material.UNITS)]
    held = {
        "units": table(UNITS, {"unit": names, "name": names, "kind": ["county"] * len(names)}),
        "unit_groups": table(UNIT_GROUPS, {}),
        "not_applicable": table(NOT_APPLICABLE, {}),
    }
    for name, rows in held.items():
        connection.raw_sql(f"CREATE TABLE {name} AS {values(rows)}")
    return Frame(*(connection.table(name) for name in held))


def compare(rows: int, times: int, folder: Path) -> tuple[Figures, Figures]:
    """Both measurements of one size."""
    path = material.facts_file(folder, rows)
    options = ("--rows", rows, "--data", folder)
    print(f"{rows:,} facts, {path.stat().st_size / 1e6:,.0f} MB of Parquet", flush=True)
    return (
        best(times, lambda: in_process_of_its_own(__file__, "bare", *options)),
        best(times, lambda: in_process_of_its_own(__file__, "full", *options)),
    )


def report(found: dict[int, tuple[Figures, Figures]]) -> None:
    """The table and what became of the targets."""
    head = (
        "facts",
        "bare s",
        "full s",
        "ratio",
        "CPU ratio",
        "M facts/s",
        "of it compiling",
        "of it above the lines",
        "bare GiB",
        "full GiB",
    )
    say_table(head, [
        (f"{rows:,}", b["seconds"], f["seconds"], f["seconds"] / b["seconds"], f["cpu"] / b["cpu"], rows / f["seconds"] / 1e6, f["compiling"],
         f["above"], b["gib"], f["gib"]) for rows, (b, f) in found.items()
    ])  # fmt: skip
    most = max(found)
    bare_most, full_most = found[most]
    say_target(f"full ÷ bare at {most:,}", full_most["seconds"] / bare_most["seconds"], 1.5)
    say_target(f"peak GiB at {most:,}", full_most["gib"], 4)
    smaller = most // 10
    if smaller in found:
        growth = full_most["seconds"] / found[smaller][1]["seconds"] / 10
        say_target(f"growth {smaller:,} → {most:,}, over linear", growth, 1.1)


def main() -> None:
    """Measure one thing (as a child) or all of them."""
    parser = arguments(__doc__ or "", rows="1e6,1e7,1e8")
    given: argparse.Namespace = parser.parse_args()
    if given.measure:
        rows = sizes(given.rows)[0]
        path = material.facts_file(given.data, rows)
        return bare(path) if given.measure == "bare" else full(path, rows)
    say_machine()
    report({rows: compare(rows, given.times, given.data) for rows in sizes(given.rows)})
    return None


if __name__ == "__main__":
    main()
