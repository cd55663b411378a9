"""Bands of rules and of grades: every number that can occur has one band, and only one."""

from __future__ import annotations

import math

from duibiao_engine.rules.bands import Bands
from duibiao_engine.standard.checks.findings import Findings, Path
from duibiao_engine.standard.checks.intervals import LINE, Span, between, gaps, overlaps
from duibiao_engine.standard.measures import Measure

_FROM_ZERO = between(0, math.inf)


def check_bands(findings: Findings) -> None:
    """Bands of all rules, then the bands of grades."""
    for spot in findings.leaves:
        for term, path in spot.terms():
            parameters = term.parameters
            if isinstance(parameters, Bands) and parameters.measure in findings.standard.measures:
                spans = [
                    Span.of(at_least=band.at_least, above=band.above, below=band.below, at_most=band.at_most)
                    for band in parameters.steps
                ]
                measure = findings.standard.measures[parameters.measure]
                _cover(
                    findings,
                    spot.inside(path, term, "steps"),
                    f"{spot.label}的分档",
                    spans,
                    domain(measure),
                    measure.kind == "flag",
                )
    _grades(findings)


def domain(measure: Measure) -> Span:
    """The numbers that a measure can come to."""
    if measure.range is not None and measure.combine != "sum":
        return between(*measure.range)
    if measure.kind == "flag":
        return between(0, 1)
    if measure.kind == "ratio":
        return between(0, 100)
    return _FROM_ZERO if measure.kind in ("count", "event") else LINE


def _cover(findings: Findings, path: Path, label: str, spans: list[Span], line: Span, only_ends: bool = False) -> None:
    for gap in gaps(spans, line):
        if only_ends and not (gap.holds(0) or gap.holds(1)):
            continue
        findings.error(
            path,
            "bands_gap",
            f"{label}有空档：{gap.in_words()}时没有规定",
            "各档要不重不漏地盖住可能出现的数",
            "请补上这一段，或改相邻一档的边界",
        )
    for first, second, both in overlaps(spans, line):
        if only_ends and not (both.holds(0) or both.holds(1)):
            continue
        where = findings.line_of((*path, first))
        findings.error(
            (*path, second),
            "bands_overlap",
            f"{label}有重叠：{both.in_words()}时有两档",
            f"另一档在{where}",
            "请改其中一档的边界，如一档写 at_least: 90、另一档写 below: 90",
        )
    for place, span in enumerate(spans):
        if span.meet(line) is None:
            findings.warning(
                (*path, place),
                "bands_idle",
                f"{label}里有一档永远用不到：{span.in_words()}",
                f"这里的数只会是：{line.in_words()}",
                "请核对这一档的边界",
            )


def _grades(findings: Findings) -> None:
    grades = findings.standard.grades
    if grades is None or grades.of is None:
        return
    for place, band in enumerate(grades.bands):
        if band.at_least is not None and band.below is not None and band.at_least >= band.below:
            findings.error(
                ("grades", "bands", place),
                "band_edges",
                f"等次“{band.name}”的下边界不小于上边界",
                "这一档里没有数",
                "请核对 at_least 和 below",
            )
            return
    spans = [Span.of(at_least=band.at_least, below=band.below) for band in grades.bands]
    _cover(findings, ("grades", "bands"), "等次", spans, _total_line(findings, grades.of))


def _total_line(findings: Findings, of: str) -> Span:
    whole = findings.standard
    low = -math.inf if (whole.floor or 0) < 0 else 0.0
    full = 100.0 if of == "rate" else (whole.rescale or whole.points or math.inf)
    above_full = any(spot.indicator.bonus for spot in findings.spots)
    return between(low, math.inf if above_full else full)
