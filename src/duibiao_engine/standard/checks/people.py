"""Who an indicator applies to: the kinds are known, and somebody is left."""

from __future__ import annotations

from duibiao_engine.standard.checks.findings import Findings, Spot, listed


def check_people(findings: Findings) -> None:
    """Unknown kinds, indicators without anybody, scorecards of unknown kinds."""
    kinds = findings.standard.unit_kinds
    if not kinds:
        return
    nobody: set[int] = set()
    for spot in findings.spots:
        for place, name in enumerate(spot.indicator.applies_to):
            if name not in kinds:
                _unknown(findings, (*spot.path, "applies_to", place), name)
        if spot.node.parent in nobody or _is_empty(spot, frozenset(kinds)):
            nobody.add(spot.node.number)
        if spot.node.number in nobody and spot.node.parent not in nobody:
            bounds = "；上级只考核 ".join(
                listed(kinds[name] for name in sorted(names)) for names in reversed(_decidable(spot, frozenset(kinds)))
            )
            findings.error(
                (*spot.path, "applies_to"),
                "nobody",
                f"{spot.label}不适用于任何单位",
                f"本指标只考核 {bounds}",
                "请核对本指标和上级的 applies_to",
            )
    for row, card in enumerate(findings.standard.scorecards):
        for place, name in enumerate(card.kinds):
            if name not in kinds:
                _unknown(findings, ("scorecards", row, "kinds", place), name)


def _decidable(spot: Spot, kinds: frozenset[str]) -> list[frozenset[str]]:
    """The demands that name kinds only; who is in a group is known only with the units."""
    return [names for names in spot.node.applies_to if names <= kinds]


def _is_empty(spot: Spot, kinds: frozenset[str]) -> bool:
    demands = _decidable(spot, kinds)
    return bool(demands) and not frozenset.intersection(*demands)


def _unknown(findings: Findings, path: tuple[str | int, ...], name: str) -> None:
    kinds = findings.standard.unit_kinds
    remedy = findings.similar(name, kinds, f"已有的类别：{listed(kinds)}；若是单位分组的名称，可以不理会")
    findings.warning(
        path,
        "unknown_kind",
        f"“{name}”不在单位类别（unit_kinds）里",
        "只有单位表里有同名的类别或分组时才起作用",
        remedy,
    )
