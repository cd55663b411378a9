"""Each term of a rule: its side, its points, and a measure of the kind that it can work with."""

from __future__ import annotations

from duibiao_engine.rules.base import Side, number
from duibiao_engine.standard.checks.findings import Findings, Path, Spot
from duibiao_engine.standard.checks.parameters import check_parameters
from duibiao_engine.standard.model import Term

_NUMBERS = frozenset({"flag", "count", "ratio", "score", "amount", "event"})
_HAPPENED = frozenset({"flag", "count", "event"})
_MARKS = frozenset({"ratio", "score", "amount", "count"})
_COMPARED = _NUMBERS - {"flag"}
_AT_PLACES = frozenset({"flag", "score", "count"})
#: Kinds of measures that a kind of term can work with.
FITTING: dict[str, frozenset[str]] = {
    "when": _HAPPENED, "unless": _HAPPENED, "false_report": _HAPPENED, "per": _NUMBERS, "short_of": _NUMBERS,
    "below": _MARKS, "above": _MARKS, "if_below": _NUMBERS, "if_above": _NUMBERS, "quota": frozenset({"count"}),
    "ladder": frozenset({"event", "count"}), "late": frozenset({"date"}), "judged": frozenset({"score", "amount", "count", "grade"}),
    "share": _NUMBERS, "grade": frozenset({"grade", "score"}), "bands": _NUMBERS, "scale": _MARKS, "all_of": _AT_PLACES,
    "share_of": _AT_PLACES, "mean_of": _MARKS | {"flag"}, "quorum": _AT_PLACES, "rank": _COMPARED, "relative": _COMPARED,
    "threshold_or_trend": _COMPARED,
}  # fmt: skip
#: What the kinds of measures are called.
KIND_NAMES = {
    "flag": "是否", "count": "计数", "ratio": "比率", "score": "评分", "amount": "数额", "grade": "等次", "date": "日期", "event": "事件",
}  # fmt: skip
#: Kinds whose points default to the indicator's when they earn, though they must be given when they deduct.
_ALL_WHEN_EARNING = frozenset({"when", "unless"})


def check_terms(findings: Findings) -> None:
    """Every term of every rule, and the start of the rule."""
    for spot in findings.spots:
        _start(findings, spot)
        for term, path in spot.terms():
            _side(findings, path, term)
            _points(findings, path, term)
            _measures_fit(findings, spot, term, path)
            check_parameters(findings, spot, term, path)


def _side(findings: Findings, path: Path, term: Term) -> None:
    kind = term.kind
    if term.side not in kind.sides:
        right = "deduct（扣分）" if Side.DEDUCT in kind.sides else "earn（得分）"
        findings.error(
            path,
            "term_side",
            f"“{kind.word}”不能写在 {term.side.value} 下",
            f"这种写法只用于 {right}",
            f"请改写成 {right}，或换一种写法",
        )


def _points(findings: Findings, path: Path, term: Term) -> None:
    kind, word = term.kind, term.parameters.word
    must = kind.needs_points and not kind.owns_points and not (term.side is Side.EARN and word in _ALL_WHEN_EARNING)
    if term.points is None and must:
        findings.error(
            path,
            "term_points_missing",
            f"“{word}”没有写多少分（points）",
            "不知道扣多少或得多少",
            "请补上 points，全部分值写 points: all",
        )
    elif term.points is not None and kind.owns_points:
        findings.error(
            (*path, "points"),
            "term_points_owned",
            f"“{word}”外面不能再写 points",
            "它的分数写在自己的各档里",
            "请删去外面的 points",
        )
    elif isinstance(term.points, float | int) and term.points < 0:
        findings.error(
            (*path, "points"),
            "term_points_negative",
            f"“{word}”的 points 是负数（{number(term.points)}）",
            "扣分写 deduct，得分写 earn，分数都写正数",
            "请改成正数，方向用 deduct 或 earn 表示",
        )
    elif term.points == 0:
        findings.warning(
            (*path, "points"), "term_points_zero", f"“{word}”的 points 是 0", "这个计分项不起作用", "请核对分数"
        )
    if term.cap is not None:
        _cap(findings, path, term, term.cap)


def _cap(findings: Findings, path: Path, term: Term, cap: float) -> None:
    once = term.points if isinstance(term.points, float | int) else None
    if cap == 0:
        findings.warning(
            (*path, "cap"), "term_cap", f"“{term.parameters.word}”的 cap 是 0", "这个计分项不起作用", "请核对 cap"
        )
    elif once is not None and cap < once:
        findings.warning(
            (*path, "cap"),
            "term_cap",
            f"“{term.parameters.word}”的 cap（{number(cap)}）比 points（{number(once)}）还小",
            "一次也计不满",
            "请核对 cap 和 points",
        )


def _start(findings: Findings, spot: Spot) -> None:
    indicator = spot.indicator
    sides = {term.side for term in indicator.rule}
    path = (*spot.path, "start")
    if not indicator.is_leaf:
        if indicator.start is not None:
            findings.warning(
                path,
                "start_unused",
                f"{spot.label}有下级，start 不起作用",
                "起始分只用于有计分办法的指标",
                "请删去 start",
            )
        return
    if len(sides) == 2 and indicator.start is None:
        findings.error(
            (*spot.path, "rule"),
            "start_missing",
            f"{spot.label}既有扣分又有得分，没有写从多少分起（start）",
            "不知道从满分扣起还是从 0 分加起",
            "请写 start: full（从满分起）、start: zero（从 0 起）或一个数",
        )
        return
    _start_has_room(findings, spot, sides, path)


def _start_has_room(findings: Findings, spot: Spot, sides: set[Side], path: Path) -> None:
    indicator, start = spot.indicator, spot.indicator.start_points
    low = 0.0 if indicator.floor is None else indicator.floor
    top = indicator.worth if indicator.cap is None else indicator.cap
    if low >= top:  # said where the points are checked
        return
    if indicator.bonus and start > 0:
        findings.warning(
            (*spot.path, "rule"),
            "bonus_start",
            f"加分项{spot.label}从 {number(start)} 分起算",
            "没有任何事实也会先得分",
            "加分项请用 earn；只扣分的附加项请写 start: zero 和负的 floor",
        )
    elif not low <= start <= top:
        findings.error(
            path,
            "start_outside",
            f"{spot.label}的起始分 {number(start)} 不在 {number(low)} 到 {number(top)} 之间",
            "一开始就超出上下限",
            "请核对 start、floor、cap",
        )
    elif (sides == {Side.EARN} and start >= top) or (sides == {Side.DEDUCT} and start <= low):
        findings.warning(
            path,
            "rule_idle",
            f"{spot.label}的计分办法改变不了得分",
            f"从 {number(start)} 分起，{'只加' if sides == {Side.EARN} else '只扣'}，已经到头",
            "请核对 start、floor、cap 和扣分、得分的方向",
        )


def _measures_fit(findings: Findings, spot: Spot, term: Term, path: Path) -> None:
    word = term.parameters.word
    for code in term.measures:
        measure = findings.standard.measures.get(code)
        if measure is not None and measure.kind not in FITTING[word]:
            fitting = "、".join(f"{KIND_NAMES[kind]}（{kind}）" for kind in KIND_NAMES if kind in FITTING[word])
            findings.error(spot.inside(path, term, "measure"), "measure_kind", f"“{word}”不能用{KIND_NAMES[measure.kind]}类计量项“{code}”（{measure.name}）",
                           f"它要的是：{fitting}", "请换一个计量项，或换一种计分写法，或改计量项的 kind")  # fmt: skip
