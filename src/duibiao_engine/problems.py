"""What is wrong with content, as a value.

A clerk's standard or table of facts is content, not code: when it is wrong, nothing is thrown. Every problem found is kept
as a value that says what, where, why and what to do next, and all of them are shown at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: an error stops the work, a warning is shown beside the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    `code` is stable and never translated (tests and programs match on it); the other texts are Chinese, for people.
    `place` is a line (``第 12 行``) or a cell (``事实!C7``); it is empty when the whole file is meant.
    """

    severity: Severity
    code: str
    file: str
    place: str
    what: str
    why: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file} {self.place}".strip()
        mark = "错误" if self.severity is Severity.ERROR else "提醒"
        tail = "".join(f"{text}。" for text in (self.why, self.remedy) if text)
        return f"[{mark}] {where}：{self.what}。{tail}"


class ContentError(Exception):
    """Raised only at the border of a command or a service, when content with errors was to be used all the same."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def error(code: str, file: str, place: str, what: str, why: str = "", remedy: str = "") -> Problem:
    """Shorthand for a problem that stops the work."""
    return Problem(Severity.ERROR, code, file, place, what, why, remedy)


def warning(code: str, file: str, place: str, what: str, why: str = "", remedy: str = "") -> Problem:
    """Shorthand for a problem that is shown and does not stop the work."""
    return Problem(Severity.WARNING, code, file, place, what, why, remedy)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the work."""
    return any(problem.severity is Severity.ERROR for problem in problems)
