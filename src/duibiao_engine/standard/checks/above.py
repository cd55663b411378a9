"""Scorecards, vetoes, penalties and the cycle: they watch things that exist, and something can set them off."""

from __future__ import annotations

from duibiao_engine.rules.base import number
from duibiao_engine.standard.above import Penalty, Scorecard, Veto
from duibiao_engine.standard.checks.findings import Findings, Path, is_same
from duibiao_engine.standard.checks.reach import lowest_rate
from duibiao_engine.standard.checks.terms import KIND_NAMES

_HAPPEN = ("event", "flag", "count")
_ADD_UP = ("flag", "count", "ratio", "score", "amount", "event")


def check_above(findings: Findings) -> None:
    """Everything above the tree but gates and grades."""
    for row, card in enumerate(findings.standard.scorecards):
        _scorecard(findings, ("scorecards", row), card)
    for row, veto in enumerate(findings.standard.vetoes):
        _veto(findings, ("vetoes", row), veto)
    for row, penalty in enumerate(findings.standard.penalties):
        _penalty(findings, ("penalties", row), penalty)
    _cycle(findings)


def _scorecard(findings: Findings, path: Path, card: Scorecard) -> None:
    measures = findings.standard.measures
    if card.measures == "all":
        if not any(measure.kind == "score" for measure in measures.values()):
            findings.error(
                (*path, "measures"),
                "scorecard_empty",
                f"得分卡“{card.name}”没有可算的计量项",
                "measures: all 指所有评分（score）类计量项，这里一个也没有",
                "请列出要算的计量项，例：measures: [road_clean]",
            )
        return
    if not card.measures:
        findings.error(
            (*path, "measures"),
            "scorecard_empty",
            f"得分卡“{card.name}”没有可算的计量项",
            "measures 是空的",
            "请列出要算的计量项",
        )
    for place, code in enumerate(card.measures):
        if code in measures and measures[code].kind not in _ADD_UP:
            findings.error(
                (*path, "measures", place),
                "measure_kind",
                f"得分卡“{card.name}”不能用{KIND_NAMES[measures[code].kind]}类计量项“{code}”",
                "得分卡把数值加起来",
                "请换成有数值的计量项",
            )


def event_fits(findings: Findings, path: Path, label: str, event: str) -> None:
    """An event that is watched must be able to happen."""
    measure = findings.standard.measures.get(event)
    if measure is not None and measure.kind not in _HAPPEN:
        findings.error(
            (*path, "event"),
            "event_kind",
            f"{label}看的“{event}”（{measure.name}）是{KIND_NAMES[measure.kind]}类计量项",
            "它不会“发生”，永远触发不了",
            "请用事件（event）类计量项，或改它的 kind",
        )


def _veto(findings: Findings, path: Path, veto: Veto) -> None:
    label = f"一票否决“{veto.name}”"
    if veto.event is not None:
        event_fits(findings, path, label, veto.event)
    elif veto.indicator is not None and veto.rate_below is not None:
        _section(findings, path, label, veto.indicator, veto.rate_below)
    if veto.effect == "suspend" and veto.months is None:
        findings.warning(
            path,
            "veto_months",
            f"{label}没有写暂停几个月（months）",
            "后果是 suspend（暂停资格）",
            "请补上 months，例：months: 12",
        )
    if veto.months is not None and veto.effect in ("fail", "zero"):
        findings.warning(
            (*path, "months"),
            "veto_months",
            f"{label}的 months 不起作用",
            f"后果 {veto.effect} 当期就了结",
            "请删去 months，或改 effect",
        )


def _section(findings: Findings, path: Path, label: str, code: str, rate_below: float) -> None:
    spot = next((one for one in findings.spots if one.node.code == code), None)
    if spot is None:
        unknown_indicator(findings, (*path, "indicator"), label, code)
        return
    lowest = lowest_rate(findings, spot)
    if rate_below <= lowest:
        findings.error(
            (*path, "rate_below"),
            "veto_never",
            f"{label}永远触发不了",
            f"{spot.label}的得分率最低是 {number(lowest)}%，不会低于 {number(rate_below)}%",
            "请核对 rate_below（写百分数，70% 写 70）",
        )
    elif rate_below > 100 and not spot.indicator.bonus:
        findings.error(
            (*path, "rate_below"),
            "veto_always",
            f"{label}永远触发",
            f"得分率不会达到 {number(rate_below)}%",
            "请核对 rate_below（写百分数，70% 写 70）",
        )
    elif rate_below <= 1:
        findings.warning(
            (*path, "rate_below"),
            "target_fraction",
            f"{label}的 rate_below 写的是 {number(rate_below)}，得分率按百分数计",
            f"{number(rate_below)} 就是百分之 {number(rate_below)}",
            f"若想写百分之 {number(rate_below * 100)}，请写 {number(rate_below * 100)}",
        )


def unknown_indicator(findings: Findings, path: Path, label: str, code: str) -> None:
    """A code that no indicator has."""
    known = {spot.node.code: spot.indicator.name for spot in findings.spots}
    findings.error(
        path,
        "unknown_indicator",
        f"{label}说的指标“{code}”不存在",
        "指标里没有这个编号",
        findings.similar(code, known, "请核对编号"),
    )


def _penalty(findings: Findings, path: Path, penalty: Penalty) -> None:
    label = f"罚分“{penalty.name}”"
    event_fits(findings, path, label, penalty.event)
    whole = findings.standard.points
    if whole is None:
        findings.error(
            (*path, "points"),
            "unscored_penalty",
            f"{label}没有总分可罚",
            "开头写的是 points: null，整个标准不计分",
            "请改用一票否决（vetoes），或给标准写出总分",
        )
    elif penalty.points > whole:
        findings.warning(
            (*path, "points"),
            "penalty_size",
            f"{label}一次罚 {number(penalty.points)} 分，总分只有 {number(whole)} 分",
            "一次就罚完了",
            "请核对 points；要取消资格请用一票否决（vetoes）",
        )
    if penalty.cap is not None and penalty.cap < penalty.points:
        findings.warning(
            (*path, "cap"),
            "term_cap",
            f"{label}的 cap（{number(penalty.cap)}）比 points（{number(penalty.points)}）还小",
            "一次也罚不满",
            "请核对 cap 和 points",
        )
    elif penalty.cap is not None and not penalty.each and penalty.cap > penalty.points:
        findings.warning(
            (*path, "cap"),
            "penalty_cap_idle",
            f"{label}的 cap 不起作用",
            "each: false 只罚一次",
            "请删去 cap，或写 each: true",
        )


def _cycle(findings: Findings) -> None:
    cycle, period = findings.standard.cycle, findings.standard.period
    if cycle is None:
        return
    total = sum(year.weight for year in cycle.years)
    if not is_same(total, 100):
        findings.error_unless_partial(
            ("cycle", "years"),
            "cycle_weights",
            f"评选周期各年权重之和是 {number(total)}",
            "应当是 100",
            "请核对各年的 weight，例：15、25、60",
        )
    years = [year.year for year in cycle.years]
    for place, year in enumerate(years):
        if year in years[:place]:
            findings.error(
                ("cycle", "years", place),
                "cycle_year_twice",
                f"评选周期里 {year} 年写了两次",
                "一年只有一个权重",
                "请删去一个",
            )
    if years != sorted(years):
        findings.warning(
            ("cycle", "years"), "cycle_order", "评选周期的年份没有按先后排", "容易看错哪年权重大", "请按年份先后排"
        )
    if period is not None and period.end.year not in years:
        findings.warning(
            ("cycle", "years"),
            "cycle_period",
            f"考核期在 {period.end.year} 年，评选周期里没有这一年",
            f"周期是 {'、'.join(map(str, years))} 年",
            "请核对 period 和 cycle",
        )
