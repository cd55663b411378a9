"""Points add up at every level, weights are there and make sense, caps and floors leave room.

Full marks are reckoned for each kind of unit: an indicator whose policy is `own_full` is missing from the full mark of the
kinds that it does not apply to. A parent is right when its fullest kind has just the points that it declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from duibiao_engine.rules.base import number
from duibiao_engine.standard.checks.findings import SAME, Findings, Path, Spot, is_same, listed
from duibiao_engine.standard.model import Combination


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent indicator, or the standard itself over its first level (number 0)."""

    number: int
    path: Path
    label: str
    points: float | None
    combine: Combination
    spot: Spot | None = None


class FullMarks:
    """The full mark of every indicator for every kind of unit."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        used = {name for spot in findings.spots for name in spot.indicator.applies_to}
        self.kinds = tuple(dict.fromkeys([*findings.standard.unit_kinds, *sorted(used)])) or ("",)
        self._known: dict[tuple[int, str], float] = {}

    @cached_property
    def parents(self) -> list[Parent]:
        """The standard itself and every indicator with children."""
        whole = self.findings.standard
        rest = [
            Parent(spot.node.number, spot.path, spot.label, spot.indicator.points, spot.indicator.combine, spot)
            for spot in self.findings.spots
            if not spot.indicator.is_leaf
        ]
        return [Parent(0, (), "总分", whole.points, whole.combine), *rest]

    def counted(self, parent: int) -> list[Spot]:
        """Children inside the full mark."""
        return [spot for spot in self.findings.children.get(parent, ()) if not spot.indicator.bonus]

    def sums(self, parent: int) -> dict[str, float]:
        """For each kind of unit, what the children add up to."""
        return {kind: sum(self.carried(spot, kind) for spot in self.counted(parent)) for kind in self.kinds}

    def carried(self, spot: Spot, kind: str) -> float:
        """What an indicator brings into its parent's full mark for units of this kind."""
        key = (spot.node.number, kind)
        if key not in self._known:
            self._known[key] = self._carried(spot, kind)
        return self._known[key]

    def _carried(self, spot: Spot, kind: str) -> float:
        applies = all(kind in names for names in spot.node.applies_to)
        if not applies and spot.node.policy == "own_full":
            return 0.0
        indicator = spot.indicator
        own = indicator.worth
        if applies and indicator.children and indicator.combine == "sum":
            below = self.sums(spot.node.number)
            # a parent that does not add up is reported once, where it stands; above it counts as declared
            own = below[kind] if is_same(max(below.values()), indicator.worth) else indicator.worth
        return own if indicator.rescale is None or not indicator.worth else own * indicator.rescale / indicator.worth


def check_points(findings: Findings) -> None:
    """Everything about points, weights, caps and floors."""
    marks = FullMarks(findings)
    _points_are_given(findings)
    for parent in marks.parents:
        if parent.combine == "sum" and findings.standard.scored:
            _adds_up(findings, marks, parent)
        _weights(findings, parent)
        if not marks.counted(parent.number):
            findings.error(parent.path, "only_bonus", f"{parent.label}的下级全是加分项（bonus）", "加分项不进满分，这里就没有满分可算",
                           "请至少留一个不是加分项的下级")  # fmt: skip
    _bounds(findings, marks)
    _ranking(findings, marks)


def _points_are_given(findings: Findings) -> None:
    scored = findings.standard.scored
    for spot in findings.spots:
        points = spot.indicator.points
        if scored and points is None:
            findings.error(spot.path, "points_missing", f"{spot.label}没有写分值（points）", "整个标准是计分的，每个指标都要有满分",
                           "请补上 points；不计分的标准请在开头写 points: null")  # fmt: skip
        elif not scored and points is not None:
            findings.error((*spot.path, "points"), "points_in_unscored", f"{spot.label}写了分值，而整个标准不计分", "开头写的是 points: null，每项只判达标、部分达标、未达标",
                           "请删去这里的 points，或者在开头写出总分并给每个指标写分值")  # fmt: skip
        elif points == 0 and not spot.indicator.bonus:
            findings.warning(
                (*spot.path, "points"),
                "points_zero",
                f"{spot.label}的分值是 0",
                "满分是 0 就算不出得分率",
                "请核对分值；不计入总分的请在加权的上级里写 weight: 0",
            )


def _adds_up(findings: Findings, marks: FullMarks, parent: Parent) -> None:
    children = marks.counted(parent.number)
    if parent.points is None or not children or any(spot.indicator.points is None for spot in children):
        return
    sums = marks.sums(parent.number)
    most = max(sums.values())
    if is_same(most, parent.points):
        return
    by_kind = len(set(sums.values())) > 1
    names = findings.standard.unit_kinds
    said = (
        listed(f"{names.get(kind, kind)} {number(total)}" for kind, total in sums.items()) if by_kind else number(most)
    )
    findings.error_unless_partial(
        (*parent.path, "points"), "points_sum", f"{parent.label}写的是 {number(parent.points)} 分，下级加起来是 {said} 分",
        f"相差 {number(abs(most - parent.points))} 分（{_added(children)}）",
        "请核对各级分值；只考核一部分单位的指标若不进其他单位的满分，请给它写 not_applicable: own_full；来源本身不全的，请在开头写 partial: true",
    )  # fmt: skip


def _added(children: list[Spot]) -> str:
    shown = [number(spot.indicator.rescale or spot.indicator.worth) for spot in children]
    return " + ".join(shown[:12]) + (" + …" if len(shown) > 12 else "")


def _weights(findings: Findings, parent: Parent) -> None:
    children = findings.children.get(parent.number, [])
    if parent.combine != "weighted":
        for spot in children:
            if spot.indicator.weight is not None:
                findings.warning((*spot.path, "weight"), "weight_unused", f"{spot.label}写了权重，但上级不是加权汇总", "这个权重不起作用",
                                 "请删去 weight，或者在上级写 combine: weighted")  # fmt: skip
        return
    counted = [spot for spot in children if not spot.indicator.bonus]
    missing = [spot for spot in counted if spot.indicator.weight is None]
    for spot in missing:
        findings.error(
            spot.path,
            "weight_missing",
            f"{spot.label}没有写权重（weight）",
            "上级按权重汇总（combine: weighted）",
            "请补上 weight；不计入的写 0",
        )
    if not missing and counted:
        _weights_sum(findings, parent, sum(spot.indicator.weight or 0 for spot in counted))


def _weights_sum(findings: Findings, parent: Parent, total: float) -> None:
    path = (*parent.path, "combine")
    if total <= SAME:
        findings.error(
            path,
            "weights_zero",
            f"{parent.label}的下级权重全是 0",
            "权重 0 就是不计入，这样什么也不计",
            "请写出各部分的权重",
        )
        return
    fitting = [100.0, 1.0] + ([parent.points] if parent.points else [])
    if not any(is_same(total, fit) for fit in fitting):
        findings.warning(
            path,
            "weights_sum",
            f"{parent.label}的下级权重之和是 {number(total)}",
            "一般应是 100、1 或本级分值；现在按各权重占总和的比例计算",
            "请核对各下级的 weight",
        )


def _bounds(findings: Findings, marks: FullMarks) -> None:
    whole = findings.standard
    if whole.points is not None:
        _room(findings, (), "总分", whole.points, whole.floor, whole.cap, has_bonus=_has_bonus(findings, 0))
    for spot in findings.spots:
        indicator = spot.indicator
        above_full = indicator.bonus or (not indicator.is_leaf and _has_bonus(findings, spot.node.number))
        floor = 0.0 if indicator.is_leaf and indicator.floor is None else indicator.floor
        _room(findings, spot.path, spot.label, indicator.worth, floor, indicator.cap, has_bonus=above_full)


def _has_bonus(findings: Findings, parent: int) -> bool:
    return any(
        spot.indicator.bonus or _has_bonus(findings, spot.node.number) for spot in findings.children.get(parent, ())
    )


def _room(
    findings: Findings,
    path: Path,
    label: str,
    points: float,
    floor: float | None,
    cap: float | None,
    *,
    has_bonus: bool,
) -> None:
    top = points if cap is None else cap
    if floor is not None and floor >= top and (floor > 0 or cap is not None):
        findings.error(
            (*path, "floor" if floor > 0 else "cap"),
            "cap_floor",
            f"{label}的下限 {number(floor)} 不低于上限 {number(top)}",
            "这样得分永远是同一个数",
            "请核对 cap（上限）、floor（下限）和分值",
        )
    elif cap is not None and cap < points - SAME:
        findings.warning(
            (*path, "cap"),
            "cap_below_points",
            f"{label}的上限 {number(cap)} 低于分值 {number(points)}",
            "这样永远得不到满分",
            "请核对 cap 和 points",
        )
    elif cap is not None and cap > points + SAME and not has_bonus:
        findings.warning(
            (*path, "cap"),
            "cap_above_points",
            f"{label}的上限 {number(cap)} 高于分值 {number(points)}",
            "不是加分项，得分不应超过满分",
            "请核对 cap；确是加分的请写 bonus: true",
        )


def _ranking(findings: Findings, marks: FullMarks) -> None:
    whole = findings.standard
    fulls = {kind: round(total, 6) for kind, total in marks.sums(0).items() if kind in whole.unit_kinds and total > 0}
    if (
        whole.ranking.within == "all"
        and whole.ranking.by == "total"
        and whole.combine == "sum"
        and len(set(fulls.values())) > 1
    ):
        said = "、".join(f"{whole.unit_kinds[kind]} {number(total)}" for kind, total in fulls.items())
        findings.warning(
            ("ranking",),
            "ranking_unequal",
            "所有单位按总分一起排名，但各类单位的满分不同",
            f"满分：{said}",
            "请写 by: rate（按得分率），或 within: kind（分类排名）",
        )
