"""不高于20%，或者连续3年下降: a threshold, or else a trend."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.drafts import Draft, M
from duibiao_engine.standard.importing.clauses.numerals import arabic, chinese
from duibiao_engine.standard.importing.clauses.parts import Effect
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene, Unreadable


def trending(scene: Scene, phrase: Phrase, effect: Effect) -> bool:
    """Reads the trend half with its effect; the threshold was said just before."""
    if phrase.condition is None or phrase.condition.name != "trend":
        return False
    target = scene.targets[-1] if scene.targets else None
    tok = phrase.condition.toks("TREND")[0]
    words = "".join(one.text for one in phrase.condition.toks("W"))
    years = next((n for n in (_years(words, place) for place in range(len(words))) if n), 0)
    if target is None or not years or effect.kind not in ("gain", "full", "pass"):
        raise Unreadable("趋势没有写明连续几年，或者没有写明界限")
    edge, key = (target.bound.low, "at_least") if target.bound.low is not None else (target.bound.high, "at_most")
    measure = M(target.name, "amount", "%" if target.bound.percent else target.bound.unit)
    points: float | str = effect.points if effect.points is not None else "all"
    params = {key: edge, "or": tok.value, "years": years}
    draft = Draft(
        "earn", "threshold_or_trend", (("measure", measure),), params, points, toks=(*target.toks, *phrase.toks)
    )
    scene.add([draft], phrase, "trend")
    return True


def _years(words: str, place: int) -> int:
    number = arabic(words, place) or chinese(words, place)
    return int(number[0]) if number and words[number[1] : number[1] + 1] == "年" else 0
