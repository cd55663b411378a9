"""Gates and grades: their demands can be met, name things that exist, and do not stand in each other's way."""

from __future__ import annotations

from collections.abc import Mapping

from duibiao_engine.rules.base import number
from duibiao_engine.standard.above import Bound, CoverageLevel, Gate
from duibiao_engine.standard.checks.above import unknown_indicator
from duibiao_engine.standard.checks.findings import Findings, Path, listed

_STATUSES = {"met": "达标", "partly": "部分达标", "not_met": "未达标"}


def check_verdicts(findings: Findings) -> None:
    """All gates, then grades by coverage."""
    for row, gate in enumerate(findings.standard.gates):
        _gate(findings, ("gates", row), gate)
    grades = findings.standard.grades
    if grades is None:
        return
    for row, level in enumerate(grades.levels):
        _shares(
            findings, ("grades", "levels", row), f"等次“{level.name}”", level.shares, {**_STATUSES, **_grades(findings)}
        )
    _order_of_levels(findings, grades.levels)
    if grades.of == "total" and not findings.standard.scored:
        findings.error(
            ("grades", "of"),
            "unscored_grades",
            "等次按总分划分，但标准没有总分",
            "开头写的是 points: null",
            "请改用 by: coverage（按达标比例），或给标准写出总分",
        )


def _grades(findings: Findings) -> dict[str, str]:
    return {grade: "" for measure in findings.standard.measures.values() for grade in measure.grades}


def _gate(findings: Findings, path: Path, gate: Gate) -> None:
    label = f"门槛“{gate.name}”"
    if gate.coverage is not None:
        _shares(
            findings, (*path, "coverage"), label, {str(key): bound for key, bound in gate.coverage.items()}, _STATUSES
        )
    if gate.grades is not None:
        _shares(findings, (*path, "grades"), label, gate.grades, _grades(findings))
    if gate.score is not None:
        if gate.score.indicator and gate.score.indicator not in findings.standard.by_code:
            unknown_indicator(findings, (*path, "score", "indicator"), label, gate.score.indicator)
        _bound(
            findings,
            (*path, "score"),
            label,
            gate.score,
            above_full=any(spot.indicator.bonus for spot in findings.spots),
        )


def _shares(findings: Findings, path: Path, label: str, shares: Mapping[str, Bound], known: dict[str, str]) -> None:
    if not shares:
        findings.error(
            path, "no_condition", f"{label}没有写条件", "没有条件就总是通过", "请写上比例，例：met: {at_least: 85}"
        )
    for name, bound in shares.items():
        if name not in known:
            findings.error(
                (*path, name),
                "unknown_grade",
                f"{label}里的“{name}”不是等次也不是达标情况",
                f"可以写：{listed(known) or '（没有哪个计量项有等次）'}",
                findings.similar(name, known, "请核对名称"),
            )
        _bound(findings, (*path, name), label, bound)
    demands = [bound.at_least or 0 for bound in shares.values()]
    least = sum(demands)
    if least > 100 >= max(demands):
        findings.error(
            path,
            "gate_never",
            f"{label}永远通不过",
            f"各项至少的比例加起来是 {number(least)}%，超过 100%",
            "请核对各个 at_least",
        )


def _bound(findings: Findings, path: Path, label: str, bound: Bound, *, above_full: bool = False) -> None:
    low, high = bound.at_least, bound.at_most
    if low is not None and high is not None and low > high:
        findings.error(
            path,
            "gate_never",
            f"{label}永远通不过",
            f"至少 {number(low)}% 又至多 {number(high)}%",
            "请核对 at_least 和 at_most",
        )
    elif (low is not None and low > 100 and not above_full) or (high is not None and high < 0):
        findings.error(
            path, "gate_never", f"{label}永远通不过", "比例只会在 0% 到 100% 之间", "请写 0 到 100 之间的百分数"
        )
    elif (low is None or low <= 0) and (high is None or high >= 100) and not above_full:
        findings.warning(
            path, "gate_always", f"{label}总是通过", "这个条件挡不住任何单位", "请核对 at_least 和 at_most"
        )
    elif low is not None and 0 < low < 1:
        findings.warning(
            path,
            "target_fraction",
            f"{label}写的是 {number(low)}，比例按百分数计",
            f"{number(low)} 就是百分之 {number(low)}",
            f"若想写百分之 {number(low * 100)}，请写 {number(low * 100)}",
        )


def _order_of_levels(findings: Findings, levels: tuple[CoverageLevel, ...]) -> None:
    """The first level that holds counts: a level that demands all that an earlier one does is never reached."""
    for row, level in enumerate(levels):
        for earlier_row, earlier in enumerate(levels[:row]):
            if earlier.shares and all(
                _implies(level.shares.get(name), bound) for name, bound in earlier.shares.items()
            ):
                where = findings.line_of(("grades", "levels", earlier_row))
                findings.error(
                    ("grades", "levels", row),
                    "level_unreachable",
                    f"等次“{level.name}”永远评不上",
                    f"够得上它的都先评为“{earlier.name}”（{where}）",
                    "请把要求高的等次排在前面",
                )
                break


def _implies(strict: Bound | None, loose: Bound) -> bool:
    """Whether whatever satisfies `strict` satisfies `loose` too."""
    low_holds = (loose.at_least or 0) <= 0 or (strict is not None and (strict.at_least or 0) >= (loose.at_least or 0))
    high = 100.0 if loose.at_most is None else loose.at_most
    return low_holds and (high >= 100 or (strict is not None and strict.at_most is not None and strict.at_most <= high))
