"""Measuring honestly: every measurement in a process of its own, the best of several, and the machine said beside it.

Its one trick: a script calls itself with `--measure` and prints one line of JSON, so that peak memory is that of the one
thing measured and nothing is warm that would be cold in use.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from material import DEFAULT_FOLDER

Figures = dict[str, Any]


def in_process_of_its_own(script: str, measure: str, *options: object, python: str = sys.executable) -> Figures:
    """What `script --measure NAME …` printed as its last line."""
    command = [python, script, "--measure", measure, *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{measure} failed:\n{done.stderr[-3000:]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def best(times: int, run: Callable[[], Figures]) -> Figures:
    """The quickest of several runs; the machine's other work can only make a run slower, never quicker."""
    return min((run() for _ in range(times)), key=lambda figures: float(figures["seconds"]))


def hand_in(**figures: Any) -> None:
    """Print a measurement with the process's peak memory (Linux counts it in KiB, macOS in bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gib = peak / (1024**3 if sys.platform == "darwin" else 1024**2)
    print(json.dumps({**figures, "gib": round(gib, 2)}))


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Seconds of what stands inside, by the clock and of the processors, as the two entries of the list."""
    took: list[float] = []
    start, worked = time.perf_counter(), time.process_time()
    yield took
    took += [time.perf_counter() - start, time.process_time() - worked]


def arguments(about: str, *, rows: str, times: int = 2) -> argparse.ArgumentParser:
    """What all scripts take."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default=rows, help=f"numbers of facts, with commas (default {rows})")
    parser.add_argument("--times", type=int, default=times, help="runs of each measurement; the best counts")
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="where made-up facts are kept")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    return parser


def sizes(text: str) -> list[int]:
    """`1e6,1e7` as whole numbers."""
    return [int(float(part)) for part in text.split(",")]


def say_machine() -> None:
    """One line about where and how this was run."""
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(
        f"machine: {platform.machine()}, {os.cpu_count()} CPUs, {_memory()}, load {load}, Python {platform.python_version()}"
    )
    print(f"command: {' '.join(['python', *sys.argv])}")
    print(
        f"versions: {', '.join(f'{name} {_version(name)}' for name in ('duckdb', 'ibis-framework', 'polars', 'pandas'))}\n"
    )


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GiB"


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def say_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns of equal width; numbers to the right."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for number, row in enumerate(cells):
        print(
            "  ".join(
                text.ljust(w) if i == 0 else text.rjust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True))
            )
        )
        if not number:
            print("  ".join("─" * w for w in widths))
    print(flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 100 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def say_target(claim: str, found: float, limit: float) -> None:
    """A target of the design, and whether this run met it."""
    print(f"{'met    ' if found <= limit else 'NOT MET'}  {claim}: {found:.3f} (at most {limit:g})")
