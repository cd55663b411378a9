"""How long a sheet of 1,200 scoring clauses takes to read, cold and warm. Prints the machine, the figures and whether it met its target."""

from __future__ import annotations

import platform
import time
from pathlib import Path

import yaml

from duibiao_engine.standard.importing.clauses import read_clause
from duibiao_engine.standard.importing.clauses.assembling import _read

CASES = Path(__file__).resolve().parents[1] / "tests" / "engine" / "importing" / "clauses"
ROWS, TARGET_SECONDS = 1200, 3.0


def clauses() -> list[tuple[str, float | None]]:
    """1,200 different clauses: the development corpus with other figures in front, so that no reading is remembered."""
    cases = [case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    rounds = range(ROWS // len(cases) + 1)
    rows = [
        (f"第{number}轮{case['clause']}" if number else case["clause"], case["points"])
        for number in rounds
        for case in cases
    ]
    return rows[:ROWS]


def timed(rows: list[tuple[str, float | None]]) -> float:
    """Seconds of the processor for all rows: others may use the machine."""
    begun = time.process_time()
    for clause, points in rows:
        read_clause(clause, points=points)
    return time.process_time() - begun


def main() -> None:
    """Print the figures."""
    rows = clauses()
    cold = timed(rows)
    _read.cache_clear()
    warm = timed(rows)
    print(f"{platform.machine()} Python {platform.python_version()}   python benchmarks/read_clauses.py")
    print(
        f"{len(rows)} clauses: {cold:.2f} s with a new grammar, {warm:.2f} s again, {1000 * warm / len(rows):.2f} ms each"
    )
    print(f"target {TARGET_SECONDS} s: {'met' if cold <= TARGET_SECONDS else 'MISSED'}")


if __name__ == "__main__":
    main()
