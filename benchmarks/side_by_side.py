"""The same raw facts and the same work, by the engine, by hand-written queries and by general tools.

Read the file, leave out what was superseded or does not apply, add up each measure, take 100 capped deductions, roll three
levels up, round the totals. Every contestant's totals are compared with the engine's before a figure is believed.
OpenFisca lives in an environment of its own (`--openfisca PYTHON`, with openfisca-core, pandas and pyarrow); it gets the
facts as its persons and the counties as its households, and is left out where no environment is named.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import material
from contestants import CAPPED, FIRST, SECOND, WORTH, by_pandas, by_polars
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
from scale import frame

from duibiao_engine.rounding import rounded
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.run import plan_for
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.scoring.written import plan_tables
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard

LEAVES = len(CAPPED)

SQL = """
    WITH told AS (
        SELECT f.unit, f.measure, sum(f.value) AS x
        FROM facts f ANTI JOIN (SELECT supersedes FROM facts WHERE supersedes IS NOT NULL) c ON f.sequence = c.supersedes
        WHERE (f.grade IS NULL OR f.grade <> 'n/a') AND (f."at" IS NULL OR (f."at" >= '2026-01-01' AND f."at" < '2027-01-01'))
        GROUP BY ALL),
    leaf AS (
        SELECT u.unit, r.second, greatest(r.worth - least(r.each * coalesce(t.x, 0), r.cap), 0) AS points
        FROM units u CROSS JOIN rules r LEFT JOIN told t ON t.unit = u.unit AND t.measure = r.measure),
    second AS (SELECT unit, second // 5 AS first, sum(points) AS points FROM leaf GROUP BY ALL),
    first AS (SELECT unit, first, sum(points) AS points FROM second GROUP BY ALL)
    SELECT unit, round(sum(points)::DECIMAL(18, 9), 2)::DOUBLE AS total FROM first GROUP BY unit"""


def standard() -> Standard:
    """Three levels over 100 leaves, each losing something for each event up to a cap."""
    leaves = [
        {"code": f"l{n}", "name": f"三级 {n}", "points": WORTH,
         "rule": [{"deduct": {"points": each, "per": material.name(n), "cap": cap}}]}
        for n, (each, cap) in enumerate(CAPPED)
    ]  # fmt: skip
    tree = material.parents("f", material.parents("s", leaves, SECOND), FIRST)
    said: dict[str, Any] = {
        "id": "side", "title": "并排", "edition": "1", "issuer": "基准测试", "points": WORTH * LEAVES, "indicators": tree,
        "period": {"from": datetime.date(material.YEAR, 1, 1), "to": datetime.date(material.YEAR, 12, 31)},
        "rounding": {"total": {"places": 2}},
        "measures": {material.name(n): {"name": f"计量项 {n}", "kind": "count", "missing": "none"} for n in range(LEAVES)},
    }  # fmt: skip
    made, problems = parse_standard(said)
    assert made is not None, problems[:3]
    return made


def by_the_engine(path: Path) -> dict[str, float]:
    """The engine, from the standard's text to the totals."""
    made = standard()
    connection = ibis.duckdb.connect(preserve_insertion_order="false")
    plan, facts = plan_for(made), connection.read_parquet(path, table_name="facts")
    evaluation = Evaluation(plan, facts, frame(connection), None, named_table)
    text = Statement.of(evaluation.totals.select("unit", "worst"), "duckdb").bind(plan_tables(plan), unit="")
    return {unit: rounded(points, made.rounding.total) for unit, points in connection.raw_sql(text).fetchall()}


def by_sql(path: Path) -> dict[str, float]:
    """One hand-written DuckDB query for this very standard."""
    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        connection.execute(f"CREATE VIEW facts AS SELECT * FROM '{path}'")
        connection.execute(
            "CREATE TABLE units AS SELECT printf('c%04d', i) AS unit FROM range(?) AS r(i)", [material.UNITS]
        )
        connection.execute(
            "CREATE TABLE rules (measure VARCHAR, each DOUBLE, cap DOUBLE, worth DOUBLE, second INTEGER)"
        )
        connection.executemany("INSERT INTO rules VALUES (?, ?, ?, ?, ?)", [
            (material.name(n), each, cap, WORTH, n // SECOND) for n, (each, cap) in enumerate(CAPPED)
        ])  # fmt: skip
        return dict(connection.execute(SQL).fetchall())


CONTESTANTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "engine": by_the_engine, "DuckDB by hand": by_sql, "polars by hand": by_polars, "pandas": by_pandas,
}  # fmt: skip
BY_HAND = ("DuckDB by hand", "polars by hand")


def measure(name: str, path: Path) -> None:
    """One contestant, in this process."""
    run = CONTESTANTS[name]
    with stopwatch() as took:
        totals = run(path)
    hand_in(seconds=took[0], cpu=took[1], totals=totals)


def compare(rows: int, times: int, given: argparse.Namespace) -> dict[str, Figures]:
    """All contestants on one file, their totals checked."""
    material.facts_file(given.data, rows, leaves=LEAVES)
    options = ("--rows", rows, "--data", given.data)
    found = {
        name: best(times, lambda name=name: in_process_of_its_own(__file__, name, *options)) for name in CONTESTANTS
    }  # type: ignore[misc]
    if given.openfisca:
        script = str(Path(__file__).with_name("openfisca_side.py"))
        path = material.facts_file(given.data, rows, leaves=LEAVES)
        found["OpenFisca"] = best(
            1,
            lambda: in_process_of_its_own(
                script, "OpenFisca", "--facts", path, "--counties", material.UNITS, python=given.openfisca
            ),
        )
    for name, figures in found.items():
        apart = _apart(found["engine"]["totals"], figures["totals"])
        assert apart <= 0.0100001, f"{name} differs by {apart}"
    return found


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    """The largest difference: contestants that round in binary may part by a unit of the last place."""
    assert one.keys() == other.keys()
    return max(abs(points - other[unit]) for unit, points in one.items())


def report(rows: int, found: dict[str, Figures]) -> None:
    """A line for each contestant, and what became of the targets."""
    engine = found["engine"]["seconds"]
    print(f"{rows:,} facts, {LEAVES} capped deductions")
    say_table(("contestant", "seconds", "CPU s", "engine ÷ it", "GiB"), [
        (name, f["seconds"], f["cpu"], engine / f["seconds"], f["gib"]) for name, f in found.items()
    ])  # fmt: skip
    say_target("engine ÷ best by hand", engine / min(found[name]["seconds"] for name in BY_HAND), 1.3)
    for name in found.keys() - {"engine", *BY_HAND}:
        say_target(f"engine ÷ {name}", engine / found[name]["seconds"], 1.0)


def main() -> None:
    """Measure one contestant (as a child) or all of them."""
    parser = arguments(__doc__ or "", rows="1e6,1e7")
    parser.add_argument("--openfisca", metavar="PYTHON", help="a Python that has openfisca-core, pandas and pyarrow")
    given = parser.parse_args()
    if given.measure:
        return measure(given.measure, material.facts_file(given.data, sizes(given.rows)[0], leaves=LEAVES))
    say_machine()
    for rows in sizes(given.rows):
        report(rows, compare(rows, given.times, given))
    return None


if __name__ == "__main__":
    main()
