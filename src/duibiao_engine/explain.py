"""The sentence of a line: `专题研究应 3 次、实 1 次，少 2 次 × 0.5 = −1.0`."""

from __future__ import annotations

from duibiao_engine.rules.base import Language, Line, named, number
from duibiao_engine.scoring.plan import PlannedTerm


def sentence(planned: PlannedTerm, line: Line, language: Language) -> str:
    """A line in words. The effect on the score stands at the end, signed."""
    kind, parameters, scene = planned.term.kind, planned.term.parameters, planned.scene
    if not line.known:
        return _unknown(planned, line, language)
    said = kind.sentence(parameters, scene, line, language)
    delta = line.delta or 0.0
    return f"{said}{_limit(planned, line, language)} = {signed(delta)}"


def signed(delta: float) -> str:
    """`−1.0`, `+2.5`, `0`."""
    if not delta:
        return "0"
    return ("+" if delta > 0 else "") + number(delta, least=1)


def _limit(planned: PlannedTerm, line: Line, language: Language) -> str:
    cap = planned.scene.cap
    if cap is None or line.delta is None or abs(line.delta) < cap:
        return ""
    return f" (at most {number(cap)})" if language == "en" else f"（最多 {number(cap)}）"


def _unknown(planned: PlannedTerm, line: Line, language: Language) -> str:
    names = [named(planned.scene.measures, code, language) for code in planned.term.measures]
    seen, need = line.n, planned.row.need
    if language == "en":
        got = f" ({seen} of {need} observations)" if need > 1 else ""
        return f"{', '.join(names)}: no data yet{got}, between {signed(line.worst)} and {signed(line.best)}"
    got = f"（已有 {seen} 处，应有 {need} 处）" if need > 1 else ""
    return f"{'、'.join(names)}：数据还不全{got}，影响在 {signed(line.worst)} 与 {signed(line.best)} 之间"
