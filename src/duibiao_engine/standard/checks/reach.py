"""How far a rule can take the points: no more than the indicator has, and no less.

Real sheets do lose more than there is (3 × 0.7 of 2 points), so these are warnings. Terms without an end of their own
(扣完为止) and terms that take everything at once fill up whatever is left and are not held against the sum.
"""

from __future__ import annotations

from dataclasses import dataclass

from duibiao_engine.rules.base import Scene, Side, number
from duibiao_engine.rules.deadline import Late
from duibiao_engine.standard.checks.findings import SAME, Findings, Spot
from duibiao_engine.standard.model import Indicator, Standard, Term

_ENDLESS = frozenset({"per", "above", "ladder", "false_report"})


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the most that terms of one side can come to; `firm` leaves out those that fill up what is left."""

    least: float
    most: float
    firm: float


def reach(standard: Standard, indicator: Indicator, side: Side) -> Reach:
    """What the terms of a side can come to together."""
    least = most = firm = 0.0
    for term in indicator.rule:
        if term.side is side:
            low, high = _extremes(standard, indicator, term)
            least, most = least + low, most + high
            firm += 0.0 if _fills_up(term) else high
    return Reach(least, most, firm)


def _extremes(standard: Standard, indicator: Indicator, term: Term) -> tuple[float, float]:
    worth = indicator.worth
    scene = Scene(term.side, term.worth(worth), term.cap, worth, standard.measures, 0, 364, 364)
    low, high = term.kind.extremes(term.parameters, scene)
    return (low, high) if term.cap is None else (min(low, term.cap), min(high, term.cap))


def _fills_up(term: Term) -> bool:
    endless = term.parameters.word in _ENDLESS or (isinstance(term.parameters, Late) and term.parameters.each_day)
    return (endless and term.cap is None) or (term.side is Side.DEDUCT and term.points == "all")


def bounds(indicator: Indicator) -> tuple[float, float]:
    """Floor and cap of a leaf."""
    return (0.0 if indicator.floor is None else indicator.floor), (
        indicator.worth if indicator.cap is None else indicator.cap
    )


def lowest_rate(findings: Findings, spot: Spot) -> float:
    """A share of its points (in per cent) below which the indicator cannot fall, never too high a guess."""
    indicator = spot.indicator
    if spot.node.policy == "zero" or indicator.bonus or not indicator.worth:
        return 0.0
    if indicator.is_leaf:
        low, top = bounds(indicator)
        lost, won = reach(findings.standard, indicator, Side.DEDUCT), reach(findings.standard, indicator, Side.EARN)
        return 100 * min(max(indicator.start_points - lost.most + won.least, low), top) / indicator.worth
    counted = [
        lowest_rate(findings, child) for child in findings.children[spot.node.number] if not child.indicator.bonus
    ]
    loses_by_bonus = any((child.indicator.floor or 0) < 0 for child in findings.children[spot.node.number])
    own = 0.0 if loses_by_bonus else min(counted, default=0.0)
    return max(own, 100 * indicator.floor / indicator.worth) if indicator.floor is not None else own


def check_reach(findings: Findings) -> None:
    """Every rule against the points of its indicator."""
    for spot in findings.leaves:
        if not _is_sound(findings, spot.indicator):
            continue
        sides = {term.side for term in spot.indicator.rule}
        if sides == {Side.DEDUCT}:
            _losses(findings, spot)
        elif sides == {Side.EARN}:
            _gains(findings, spot)
        elif spot.indicator.start is not None:
            _both(findings, spot)


def _is_sound(findings: Findings, indicator: Indicator) -> bool:
    """Whether points, bounds and start are what they should be; if not, that has been said already."""
    low, top = bounds(indicator)
    given = indicator.points is not None or not findings.standard.scored
    negative = any(term.points not in (None, "all") and float(term.points or 0) < 0 for term in indicator.rule)
    return given and not negative and low < top and low <= indicator.start_points <= top


def _losses(findings: Findings, spot: Spot) -> None:
    (low, _), lost = bounds(spot.indicator), reach(findings.standard, spot.indicator, Side.DEDUCT)
    room = spot.indicator.start_points - low
    if room <= SAME:
        return
    if lost.firm > room + SAME:
        _say(findings, spot, "loses_more", f"最多可扣 {number(lost.firm)} 分，只有 {number(room)} 分可扣", "扣到底以后再出问题就不再扣分",
             f"若是“扣完为止”，请给这个计分项写 cap: {number(room)}；否则请核对分数")  # fmt: skip
    elif lost.most < room - SAME:
        _say(
            findings,
            spot,
            "loses_less",
            f"最多只扣 {number(lost.most)} 分，达不到 {number(room)} 分",
            "做得最差也有得分",
            "请核对各计分项；确有保底分的请写 floor",
        )


def _gains(findings: Findings, spot: Spot) -> None:
    (_, top), won = bounds(spot.indicator), reach(findings.standard, spot.indicator, Side.EARN)
    room = top - spot.indicator.start_points
    if room <= SAME:
        return
    if won.firm > room + SAME:
        _say(
            findings,
            spot,
            "earns_more",
            f"最多可得 {number(won.firm)} 分，超过 {number(room)} 分",
            "得满以后再做也不加分",
            "请核对各计分项的分数，或给计分项写 cap",
        )
    elif won.most < room - SAME:
        _say(
            findings,
            spot,
            "earns_less",
            f"最多只得 {number(won.most)} 分，得不到 {number(room)} 分",
            "做得最好也得不到满分",
            "请核对各计分项的分数",
        )


def _both(findings: Findings, spot: Spot) -> None:
    low, top = bounds(spot.indicator)
    lost, won = (
        reach(findings.standard, spot.indicator, Side.DEDUCT),
        reach(findings.standard, spot.indicator, Side.EARN),
    )
    best = spot.indicator.start_points + won.most - lost.least
    if best < top - SAME:
        _say(
            findings,
            spot,
            "earns_less",
            f"最多只得 {number(best)} 分，得不到 {number(top)} 分",
            "做得最好也得不到满分",
            "请核对各计分项的分数和 start",
        )
    if won.firm > top - low + SAME:
        _say(
            findings,
            spot,
            "earns_more",
            f"最多可得 {number(won.firm)} 分，超过 {number(top - low)} 分",
            "得满以后再做也不加分",
            "请核对各计分项的分数，或给计分项写 cap",
        )
    if lost.firm > top - low + SAME:
        _say(
            findings,
            spot,
            "loses_more",
            f"最多可扣 {number(lost.firm)} 分，只有 {number(top - low)} 分可扣",
            "扣到底以后再出问题就不再扣分",
            "请核对各计分项的分数，或给计分项写 cap",
        )


def _say(findings: Findings, spot: Spot, code: str, what: str, why: str, remedy: str) -> None:
    findings.warning((*spot.path, "rule"), code, f"{spot.label}：{what}", why, remedy)
