"""What single kinds of terms demand beyond a fitting measure: grades with points, places, targets, due days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from duibiao_engine.rules.base import number
from duibiao_engine.rules.deadline import Late
from duibiao_engine.rules.discretion import Judged
from duibiao_engine.rules.grade import Grade
from duibiao_engine.rules.quota import Quota
from duibiao_engine.rules.share import Share
from duibiao_engine.standard.checks.findings import Findings, Path, Spot, listed
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Term


def check_parameters(findings: Findings, spot: Spot, term: Term, path: Path) -> None:
    """The demands of this term's kind."""
    p = term.parameters
    measure = findings.standard.measures.get(getattr(p, "measure", ""))
    if isinstance(p, Quota):
        _places(findings, spot, term, path)
    elif isinstance(p, Late):
        _due(findings, spot.inside(path, term, "due"), p)
    elif isinstance(p, Grade) and measure is not None and measure.kind in ("grade", "score"):
        _grades(findings, spot.inside(path, term, "points"), measure, p.points)
    elif isinstance(p, Judged) and measure is not None:
        _judged(findings, spot, term, path, measure)
    if isinstance(p, Share) and p.target is None and measure is not None and measure.kind != "ratio":
        findings.error(
            spot.inside(path, term),
            "share_target",
            "“share”没有写目标（target）",
            f"“{measure.name}”不是比率，不知道多少算满",
            "请补上 target，例：target: 4",
        )
    if measure is not None:
        _reachable(findings, spot, term, path, measure)


def _places(findings: Findings, spot: Spot, term: Term, path: Path) -> None:
    for code in term.measures:
        measure = findings.standard.measures.get(code)
        if measure is not None and measure.per != "site":
            findings.error(spot.inside(path, term), "quota_places", f"“quota”用的计量项“{code}”（{measure.name}）不是按点位记的", "定额是逐个点位数的",
                           f"请在 measures 的 {code} 里加上 per: site")  # fmt: skip


def _due(findings: Findings, path: Path, p: Late) -> None:
    period = findings.standard.period
    if period is None or len(p.due) != len("2026-01-01"):
        return
    due = datetime.date.fromisoformat(p.due)
    if not period.start <= due <= period.end:
        findings.warning(
            path,
            "due_outside",
            f"截止日 {p.due} 不在考核期内",
            f"考核期是 {period.start} 至 {period.end}，期外的事实不计",
            '请核对年份；每年同一天的可以只写月日，例：due: "12-31"',
        )


def _grades(findings: Findings, path: Path, measure: Measure, given: Iterable[str]) -> None:
    known = dict.fromkeys(measure.grades, "")
    for name in given:
        if name not in known:
            findings.error(
                (*path, name),
                "unknown_grade",
                f"计量项“{measure.name}”没有“{name}”这个等次",
                f"它的等次是：{listed(known) or '（没有写）'}",
                findings.similar(name, known, "请核对等次的名称"),
            )
    without = [name for name in known if name not in set(given)]
    if without:
        findings.error(
            path,
            "grade_without_points",
            f"等次{'、'.join(f'“{name}”' for name in without)}没有规定分数",
            f"计量项“{measure.name}”可以评为这些等次",
            "请给每个等次都写上分数，不得分的写 0",
        )


def _judged(findings: Findings, spot: Spot, term: Term, path: Path, measure: Measure) -> None:
    ranges = getattr(term.parameters, "ranges", None)
    if ranges is not None:
        _grades(findings, spot.inside(path, term, "ranges"), measure, ranges)
    elif measure.kind == "grade":
        findings.error(
            spot.inside(path, term, "measure"),
            "measure_kind",
            f"“judged”的 between 不能用等次类计量项“{measure.code}”（{measure.name}）",
            "between 要的是评判的分数",
            "请改用 ranges 按等次写范围，或把计量项的 kind 改成 score",
        )


def _reachable(findings: Findings, spot: Spot, term: Term, path: Path, measure: Measure) -> None:
    """A target that the measure can never come to is a slip of the pen (950 for 95.0, 0.95 for 95)."""
    limits = (0.0, 100.0) if measure.kind == "ratio" else measure.range
    if limits is None or measure.combine == "sum":
        return
    for key in ("target", "limit", "at_least", "at_most"):
        value = getattr(term.parameters, key, None)
        if value is None or (key == "at_least" and term.parameters.word in ("quorum", "quota")):
            continue
        where = spot.inside(path, term, key)
        if not limits[0] <= value <= limits[1]:
            findings.warning(
                where,
                "target_outside",
                f"{key} 写的是 {number(value)}，而“{measure.name}”只会在 {number(limits[0])} 到 {number(limits[1])} 之间",
                "这个数永远到不了",
                f"请核对 {key}",
            )
        elif measure.kind == "ratio" and 0 < value <= 1:
            findings.warning(
                where,
                "target_fraction",
                f"{key} 写的是 {number(value)}，比率按百分数计",
                f"{number(value)} 就是百分之 {number(value)}",
                f"若想写百分之 {number(value * 100)}，请写 {number(value * 100)}",
            )
