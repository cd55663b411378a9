"""The same made-up nation for every benchmark: 2,843 counties, 300 leaf indicators, as many facts as asked for.

Its one trick: every cell of a fact is drawn from the hash of its sequence, so that rows are written straight to Parquet
by DuckDB on any number of threads, and the same size always gives the same file.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard

#: 2,843 county-level divisions and 300 leaves, as the design asks.
UNITS, LEAVES = 2843, 300
#: One fact in fifty corrects an earlier one.
CORRECTION_EVERY = 50
#: How many facts lie between a correction and what it corrects, about.
CORRECTION_LAG = 5000
YEAR = 2026
DEFAULT_FOLDER = Path(tempfile.gettempdir()) / "duibiao-benchmarks"

#: What the leaves look like, in turn; `expected` is the mean number of facts in force for a unit and measure.
_SHAPES = ("flag", "event", "count", "ratio", "share", "bands")


def standard(*, leaves: int = LEAVES, units: int = UNITS, facts: int) -> Standard:
    """Three levels; capped deductions of several kinds, shares and bands."""
    expected = max(facts / (units * leaves), 1.0)
    seconds = parents("s", [_leaf(m, expected) for m in range(leaves)], 6)
    said: dict[str, Any] = {
        "id": "benchmark", "title": "基准测试", "edition": str(YEAR), "issuer": "基准测试", "points": 2 * leaves,
        "period": {"from": datetime.date(YEAR, 1, 1), "to": datetime.date(YEAR, 12, 31)}, "rounding": {"total": {"places": 2}},
        "measures": {name(m): _measure(m) for m in range(leaves)}, "indicators": parents("f", seconds, 5),
    }  # fmt: skip
    made, problems = parse_standard(said)
    assert made is not None, problems[:3]
    return made


def parents(letter: str, children: list[dict[str, Any]], each: int) -> list[dict[str, Any]]:
    groups = [children[start : start + each] for start in range(0, len(children), each)]
    return [
        {"code": f"{letter}{i}", "name": f"指标 {letter}{i}", "points": sum(c["points"] for c in g), "children": g}
        for i, g in enumerate(groups)
    ]


def name(number: int) -> str:
    """A measure's code."""
    return f"m{number:03d}"


def shape(number: int) -> str:
    """How a leaf's rule looks."""
    return _SHAPES[number % len(_SHAPES)]


def _measure(number: int) -> dict[str, Any]:
    kind = {"share": "count", "bands": "score"}.get(shape(number), shape(number))
    return {"name": f"计量项 {number}", "kind": kind, "missing": "none" if kind in ("event", "count") else "unknown"}


def _leaf(number: int, expected: float) -> dict[str, Any]:
    measure = name(number)
    rules: dict[str, list[dict[str, Any]]] = {
        "flag": [{"deduct": {"points": 1.5, "when": measure}}],
        "event": [{"deduct": {"points": 0.02, "per": {"measure": measure, "every": 1, "beyond": round(expected)}, "cap": 1.5}}],
        "count": [{"deduct": {"points": 0.05, "short_of": {"measure": measure, "target": round(expected * 3)}, "cap": 1.2}}],
        "ratio": [{"deduct": {"points": 0.5, "below": {"measure": measure, "target": 95, "fraction": "whole"}, "cap": 1.8}}],
        "share": [{"earn": {"points": 2, "share": {"measure": measure, "target": round(expected * 3)}}}],
        "bands": [{"earn": {"bands": {"measure": measure, "steps": [
            {"at_least": 51, "points": 2}, {"at_least": 49, "below": 51, "points": 1}, {"below": 49, "points": 0}]}}}],
    }  # fmt: skip
    return {"code": f"l{number}", "name": f"三级 {number}", "points": 2, "rule": rules[shape(number)]}


def facts_file(folder: Path, rows: int, *, units: int = UNITS, leaves: int = LEAVES) -> Path:
    """The Parquet file of so many facts; it is made where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"facts-{rows}-{units}x{leaves}.parquet"
    if not path.exists():
        half = path.with_suffix(".half")
        with duckdb.connect(config={"memory_limit": "3GB", "preserve_insertion_order": "true"}) as connection:
            connection.execute(
                f"COPY ({_facts_sql(rows, units, leaves)}) TO '{half}' (FORMAT parquet, COMPRESSION zstd)"
            )
        half.rename(path)
    return path


def _facts_sql(rows: int, units: int, leaves: int) -> str:
    """The columns of `facts.schema.FACTS`, in order. A correction is about the same unit and measure as what it corrects."""
    lag = min(CORRECTION_LAG * CORRECTION_EVERY, rows // CORRECTION_EVERY**2 * CORRECTION_EVERY)
    draw = "((hash({of} * 1000003 + {salt}) >> 11) / 9007199254740992.0)"
    u, m, day, v, odd = (draw.format(of="origin" if salt < 3 else "sequence", salt=salt) for salt in range(1, 6))
    return f"""
    WITH measures AS (SELECT i::INTEGER AS k, printf('m%03d', i) AS measure FROM range({leaves}) AS r(i)),
    units AS (SELECT i::INTEGER AS c, printf('c%04d', i) AS unit FROM range({units}) AS r(i)),
    numbered AS (
        SELECT i AS sequence, i % {CORRECTION_EVERY} = 0 AND i > {lag} + {CORRECTION_EVERY} AS corrects,
               CASE WHEN corrects THEN i - {lag} - 1 - hash(i) % {CORRECTION_EVERY - 1} ELSE i END::BIGINT AS origin
        FROM range(1, {rows} + 1) AS r(i)),
    placed AS (
        SELECT *, floor({u} * {units})::INTEGER AS c, floor({m} * {leaves})::INTEGER AS k, {v} AS v, {odd} < 0.005 AS na,
               TIMESTAMP '{YEAR}-01-01' + to_minutes(floor({day} * 525600)::BIGINT) AS moment
        FROM numbered)
    SELECT sequence::BIGINT AS sequence, 'f' || sequence AS uid, measure,
           unit, 'site-' || sequence % 40 AS site, moment AS at,
           CASE WHEN na THEN NULL ELSE CASE k % 6 WHEN 0 THEN floor(v + 0.1) WHEN 1 THEN 1.0 WHEN 2 THEN floor(v * 7)
               WHEN 3 THEN floor(v * 6) + 45 WHEN 4 THEN floor(v * 7) ELSE round(v * 100, 1) END END::DOUBLE AS value,
           CASE WHEN k % 6 = 3 AND NOT na THEN 50.0 END::DOUBLE AS out_of,
           CASE WHEN na THEN 'n/a' END AS grade,
           CASE sequence % 3 WHEN 0 THEN 'county' WHEN 1 THEN 'city' ELSE 'self' END AS level,
           CASE sequence % 4 WHEN 0 THEN 'visit' WHEN 1 THEN 'material' WHEN 2 THEN 'register' ELSE 'import' END AS source,
           'r' || sequence // 7 AS reference, moment + INTERVAL 1 DAY AS recorded_at,
           'p' || sequence % 500 AS recorded_by, CASE WHEN corrects THEN origin END AS supersedes,
           CASE WHEN corrects THEN '录入有误' END AS reason
    FROM placed JOIN measures USING (k) JOIN units USING (c)"""


def unit_name(number: int) -> str:
    """A unit's id."""
    return f"c{number:04d}"
