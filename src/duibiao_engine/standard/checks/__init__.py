"""Checks of a standard as a whole: everything that is wrong with it, at once, each with its line.

The model has already refused what is wrong in one place (a missing key, a word for a number); here is what can be seen only
by looking at several places together. Its one trick: every topic writes into the same findings, and none stops another.
"""

from __future__ import annotations

from duibiao_engine.problems import Problem
from duibiao_engine.standard.checks.above import check_above
from duibiao_engine.standard.checks.bands import check_bands
from duibiao_engine.standard.checks.codes import check_codes
from duibiao_engine.standard.checks.findings import Findings, LineOf, Path
from duibiao_engine.standard.checks.measures import check_measures
from duibiao_engine.standard.checks.people import check_people
from duibiao_engine.standard.checks.points import check_points
from duibiao_engine.standard.checks.reach import check_reach
from duibiao_engine.standard.checks.terms import check_terms
from duibiao_engine.standard.checks.unread import check_unread
from duibiao_engine.standard.checks.verdicts import check_verdicts
from duibiao_engine.standard.model import Standard

__all__ = ["check", "findings_of"]

_TOPICS = (
    check_codes, check_points, check_people, check_measures, check_terms, check_bands, check_reach, check_above, check_verdicts,
    check_unread,
)  # fmt: skip


def check(standard: Standard, file: str, line_of: LineOf) -> list[Problem]:
    """All problems of a standard, in the order of its lines."""
    return [problem for _, problem in findings_of(standard, file, line_of)]


def findings_of(standard: Standard, file: str, line_of: LineOf) -> list[tuple[Path, Problem]]:
    """The same, each with the path that it speaks of."""
    findings = Findings(standard, file, line_of)
    for topic in _TOPICS:
        topic(findings)
    return sorted(findings.found, key=lambda found: _line_number(found[1].place))


def _line_number(place: str) -> int:
    digits = "".join(letter for letter in place if letter.isdigit())
    return int(digits) if digits else 0
