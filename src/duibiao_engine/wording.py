"""A term of a rule in a clerk's words: `专题研究次数每少 1 次扣 0.5 分（应 3 次）`.

Its one trick: a kind's clause is a short template over its own parameters, so a new kind is readable as soon as it has
a line in each of the two tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from duibiao_engine.rules.base import Language, MeasureLike, Side, named, number
from duibiao_engine.standard.model import Term

Measures = Mapping[str, MeasureLike]
#: (parameters, names of the measures, points in words) → clause without the side's own word
Clause = Callable[[Any, list[str], str], str]

_FRACTION = {"whole": "不足一个的不计", "ceil": "不足一个按一个计", "linear": "按比例"}
_TREND = {
    "rising": "逐年上升",
    "falling": "逐年下降",
    "not_above_mean": "不高于前几年平均",
    "not_below_mean": "不低于前几年平均",
}


def in_words(term: Term, measures: Measures, language: Language) -> str:
    """The term as a clause, with its cap."""
    parameters = term.parameters
    names = [named(measures, code, language) for code in term.measures]
    clauses = _EN if language == "en" else _ZH
    clause = clauses[parameters.word](parameters, names, _points(term, language))
    return clause + _cap(term, language)


def _points(term: Term, language: Language) -> str:
    deducts = term.side is Side.DEDUCT
    if term.points in ("all", None):
        if language == "en":
            return "all points are lost" if deducts else "all points"
        return "扣完本项分" if deducts else "得满分"
    if language == "en":
        return f"{'−' if deducts else '+'}{number(float(term.points or 0))}"
    return f"{'扣' if deducts else '得'} {number(float(term.points or 0))} 分"


def _cap(term: Term, language: Language) -> str:
    if term.cap is None:
        return ""
    if language == "en":
        return f", at most {number(term.cap)}"
    return f"，最多{'扣' if term.side is Side.DEDUCT else '得'} {number(term.cap)} 分"


def _listed(table: Mapping[str, float], unit: str = " 分") -> str:
    return "、".join(f"{name} {number(points)}{unit}" for name, points in table.items())


def _bands(p: Any, unit: str) -> str:
    return "；".join(f"{band.in_words('')} {number(band.points)}{unit}" for band in p.steps)


def _ranges(p: Any) -> str:
    if p.between is not None:
        return f"{number(p.between[0])}–{number(p.between[1])}"
    return "、".join(f"{grade} {number(low)}–{number(high)}" for grade, (low, high) in p.ranges.items())


def _due(p: Any, names: list[str]) -> str:
    return number(p.target) if getattr(p, "target", None) is not None else names[-1]


def _quota_zh(p: Any, names: list[str], points: str) -> str:
    kind = f"，其中{names[1]}至少 {number(p.of_kind_at_least)}" if p.of_kind else ""
    where = "合计" if p.count == "whole_sample" else "每处"
    return f"抽 {p.sample} 处，{names[0]}{where}至少 {number(p.at_least)}{kind}，每少一个{points}"


def _quota_en(p: Any, names: list[str], points: str) -> str:
    kind = f", of which {number(p.of_kind_at_least)} {names[1]}" if p.of_kind else ""
    return f"{p.sample} places, at least {number(p.at_least)} {names[0]}{kind}: {points} for each missing"


_ZH: dict[str, Clause] = {
    "when": lambda p, n, pts: f"{n[0]}的，{pts}",
    "unless": lambda p, n, pts: f"没有“{n[0]}”的，{pts}",
    "per": lambda p, n, pts: (
        f"{n[0]}每 {number(p.every or 1)} 个{pts}" + (f"（{number(p.beyond)} 个以内不计）" if p.beyond else "")
    ),
    "short_of": lambda p, n, pts: f"{n[0]}应达到 {_due(p, n)}，每少一个{pts}",
    "below": lambda p, n, pts: (
        f"{n[0]}目标 {number(p.target)}%，每低 {number(p.step)} 个百分点{pts}（{_FRACTION[p.fraction]}）"
    ),
    "above": lambda p, n, pts: (
        f"{n[0]}不超过 {number(p.target)}%，每高 {number(p.step)} 个百分点{pts}（{_FRACTION[p.fraction]}）"
    ),
    "if_below": lambda p, n, pts: f"{n[0]}低于 {number(p.limit)} 的，{pts}",
    "if_above": lambda p, n, pts: f"{n[0]}高于 {number(p.limit)} 的，{pts}",
    "quota": _quota_zh,
    "ladder": lambda p, n, pts: (
        f"{n[0]}按层级计：{_listed(p.steps)}" + ("，同一事项取最高" if p.same_event == "highest" else "")
    ),
    "late": lambda p, n, pts: f"{n[0]}应在 {p.due} 前完成，" + ("每迟一天" if p.each_day else "逾期") + pts,
    "judged": lambda p, n, pts: f"{n[0]}由评判人在 {_ranges(p)} 分范围内评定",
    "false_report": lambda p, n, pts: f"{n[0]}：经核查不实的，每件{pts}",
    "share": lambda p, n, pts: f"{n[0]} ÷ {number(p.target or 100)}，按比例{pts}",
    "grade": lambda p, n, pts: f"{n[0]}：{_listed(p.points)}",
    "bands": lambda p, n, pts: f"{n[0]}：{_bands(p, ' 分')}",
    "scale": lambda p, n, pts: f"{n[0]}按 {number(p.top)} 分制评判，折算{pts}",
    "all_of": lambda p, n, pts: f"{n[0]}：抽查的各处全部符合，{pts}",
    "share_of": lambda p, n, pts: f"{n[0]}：按符合率{pts}",
    "mean_of": lambda p, n, pts: f"{n[0]}：按各点位平均分{pts}",
    "quorum": lambda p, n, pts: f"{n[0]}：抽 {p.sample} 处，{p.at_least} 处符合即{pts}",
    "rank": lambda p, n, pts: (
        f"{n[0]}按同组名次：第 1 名起依次 {'/'.join(number(x) for x in p.points)} 分，其余 {number(p.beyond)} 分"
    ),
    "relative": lambda p, n, pts: f"{n[0]}以同组最好为满分，按比例{pts}",
    "threshold_or_trend": lambda p, n, pts: (
        f"{n[0]}"
        + (f"不低于 {number(p.at_least)}" if p.at_least is not None else f"不高于 {number(p.at_most)}")
        + f"，或近 {p.years} 年{_TREND[p.otherwise]}，{pts}"
    ),
}

_EN: dict[str, Clause] = {
    "when": lambda p, n, pts: f"if {n[0]}: {pts}",
    "unless": lambda p, n, pts: f"unless {n[0]}: {pts}",
    "per": lambda p, n, pts: (
        f"{pts} for every {number(p.every or 1)} {n[0]}" + (f" beyond {number(p.beyond)}" if p.beyond else "")
    ),
    "short_of": lambda p, n, pts: f"{n[0]}: {_due(p, n)} due, {pts} for each one short",
    "below": lambda p, n, pts: (
        f"{n[0]}: target {number(p.target)} %, {pts} per {number(p.step)} point below ({p.fraction})"
    ),
    "above": lambda p, n, pts: (
        f"{n[0]}: limit {number(p.target)} %, {pts} per {number(p.step)} point above ({p.fraction})"
    ),
    "if_below": lambda p, n, pts: f"{n[0]} below {number(p.limit)}: {pts}",
    "if_above": lambda p, n, pts: f"{n[0]} above {number(p.limit)}: {pts}",
    "quota": _quota_en,
    "ladder": lambda p, n, pts: (
        f"{n[0]} by level: {_listed(p.steps, '').replace('、', ', ')}"
        + (", the highest for one event" if p.same_event == "highest" else "")
    ),
    "late": lambda p, n, pts: f"{n[0]} due {p.due}: {pts} " + ("for each day late" if p.each_day else "if late"),
    "judged": lambda p, n, pts: f"{n[0]} judged within {_ranges(p).replace('、', ', ')}",
    "false_report": lambda p, n, pts: f"{n[0]} found false: {pts} each",
    "share": lambda p, n, pts: f"{n[0]} ÷ {number(p.target or 100)} in proportion: {pts}",
    "grade": lambda p, n, pts: f"{n[0]}: {_listed(p.points, '').replace('、', ', ')}",
    "bands": lambda p, n, pts: (
        f"{n[0]}: "
        + ", ".join(
            f"[{number(b.low) if abs(b.low) < 1e299 else '…'}, {number(b.high) if abs(b.high) < 1e299 else '…'}) {number(b.points)}"
            for b in p.steps
        )
    ),
    "scale": lambda p, n, pts: f"{n[0]} judged out of {number(p.top)}, scaled: {pts}",
    "all_of": lambda p, n, pts: f"{n[0]}: every place conforms: {pts}",
    "share_of": lambda p, n, pts: f"{n[0]}: by the share that conforms: {pts}",
    "mean_of": lambda p, n, pts: f"{n[0]}: by the mean of the places: {pts}",
    "quorum": lambda p, n, pts: f"{n[0]}: {p.at_least} of {p.sample} conform: {pts}",
    "rank": lambda p, n, pts: f"{n[0]} by rank: {'/'.join(number(x) for x in p.points)}, behind {number(p.beyond)}",
    "relative": lambda p, n, pts: f"{n[0]} relative to the best: {pts}",
    "threshold_or_trend": lambda p, n, pts: (
        f"{n[0]} "
        + (f"at least {number(p.at_least)}" if p.at_least is not None else f"at most {number(p.at_most)}")
        + f", or {p.otherwise.replace('_', ' ')} over {p.years} years: {pts}"
    ),
}
