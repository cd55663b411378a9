"""Progress of long work, on stderr, only where someone is looking; it leaves nothing behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Step = Callable[[str], None]


@contextmanager
def progress(steps: int) -> Iterator[Step]:
    """Call the step with the words for what begins now."""
    console = Console(stderr=True, highlight=False)
    shown = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
        console=console, transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip
    with shown:
        task = shown.add_task("", total=steps)
        begun = False

        def step(words: str) -> None:
            nonlocal begun
            shown.update(task, description=words, advance=1 if begun else 0)
            begun = True

        yield step
