"""Everything that is called by a code is called by one only: indicators, gates, vetoes, penalties, scorecards, grades."""

from __future__ import annotations

from duibiao_engine.standard.checks.findings import Findings, Path, Spot


def check_codes(findings: Findings) -> None:
    """Codes of indicators, then ids above the tree."""
    _indicators(findings)
    for key in ("gates", "vetoes", "penalties", "scorecards"):
        ids = [thing.id for thing in getattr(findings.standard, key)]
        _ids(findings, (key,), "id", ids)
    grades = findings.standard.grades
    if grades is not None:
        _ids(findings, ("grades", "bands"), "name", [band.name for band in grades.bands])
        _ids(findings, ("grades", "levels"), "name", [level.name for level in grades.levels])


def _indicators(findings: Findings) -> None:
    first: dict[str, Spot] = {}
    for spot in findings.spots:
        earlier = first.setdefault(spot.node.code, spot)
        if earlier is spot:
            continue
        where = findings.line_of((*earlier.path, "code"))
        if spot.path[: len(earlier.path)] == earlier.path:
            findings.error((*spot.path, "code"), "code_in_itself", f"编号“{spot.node.code}”出现在它自己的下级里", f"上级在{where}",
                           "一个指标不能是自己的下级，请改其中一个编号")  # fmt: skip
        else:
            findings.error(
                (*spot.path, "code"),
                "code_twice",
                f"编号“{spot.node.code}”用了两次",
                f"第一次在{where}",
                "请改其中一个编号",
            )


def _ids(findings: Findings, path: Path, key: str, ids: list[str]) -> None:
    for place, name in enumerate(ids):
        first = ids.index(name)
        if first != place:
            where = findings.line_of((*path, first, key))
            findings.error(
                (*path, place, key), "id_twice", f"{path[-1]} 里的“{name}”用了两次", f"第一次在{where}", "请改其中一个"
            )
