"""Collects what is wrong with a file while it is read.

Its one trick: a fault found by a whole-column comparison (a mask of rows) becomes at most a few hundred problems with
places and one sentence with the number of the others, so that a bad column of a million rows stays readable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.problems import Problem, Severity, has_errors

#: So many problems of one code are listed with their places; the others are counted.
LISTED = 200


class Words(NamedTuple):
    """The three sentences of a problem."""

    what: str
    why: str = ""
    remedy: str = ""


class Placed(Protocol):
    """A table whose cells have places."""

    @property
    def file(self) -> str: ...

    def place(self, row: int, column: str) -> str: ...


class Findings:
    """Problems found so far, in the order in which they were looked for."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self._counts: dict[tuple[str, str], int] = {}

    def add(
        self, code: str, file: str, place: str, words: Words, severity: Severity = Severity.ERROR, *, times: int = 1
    ) -> None:
        """Notes one problem (or `times` of them, of which only this one is shown)."""
        seen = self._counts.get((code, file), 0)
        self._counts[code, file] = seen + times
        if seen < LISTED:
            self._listed.append(Problem(severity, code, file, place, *words))

    def rows(
        self, table: Placed, column: str, wrong: pa.Array, code: str, say: Callable[[int], Words],
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Notes one problem for every row where the mask is true."""
        found = pc.indices_nonzero(pc.fill_null(wrong, False))
        for row in found[:LISTED].to_pylist():
            self.add(code, table.file, table.place(row, column), say(row), severity)
        hidden = max(len(found) - LISTED, 0)
        if hidden:
            self._counts[code, table.file] += hidden

    @property
    def failed(self) -> bool:
        """Whether anything found so far stops the work."""
        return has_errors(self._listed)

    def problems(self) -> list[Problem]:
        """All of them: errors first, then what is only to be known; what was not listed is counted."""
        listed = self._listed + [self._others(code, file) for (code, file), n in self._counts.items() if n > LISTED]
        return sorted(listed, key=lambda problem: problem.severity is not Severity.ERROR)

    def _others(self, code: str, file: str) -> Problem:
        example = next(problem for problem in self._listed if (problem.code, problem.file) == (code, file))
        hidden = self._counts[code, file] - LISTED
        return Problem(
            example.severity,
            code,
            file,
            "",
            f"另有 {hidden} 处同样的问题",
            "",
            "改好上面列出的再读一次，即可看到其余的",
        )
