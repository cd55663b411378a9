"""What is taken or given at most: over one term, over several together, over misses of several targets."""

from __future__ import annotations

from dataclasses import replace

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, Variant
from duibiao_engine.standard.importing.clauses.parts import texts
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.scene import Group, Scene, Unreadable, change, last_of, with_words
from duibiao_engine.standard.importing.clauses.slopes import NONE


def cap(scene: Scene, phrase: Phrase, node: Node) -> None:
    """最多扣3分: of the term before it; of several, it is asked."""
    points = float(next(tok.value for tok in node.all_toks() if tok.kind == "POINTS"))
    kinds = {tok.kind for tok in node.all_toks()}
    if kinds == {"FULL", "POINTS"} and scene.points is not None and points > scene.points:
        scene.scale = (points, phrase.toks, "")  # 满分100分，按5分折算
        return
    unsaid = scene.last is not None and any(d.word == "judged" for d in scene.last.drafts)
    if scene.points is not None and points >= scene.points and not unsaid:
        return
    said = "".join(tok.text for tok in node.all_toks())
    side = "earn" if "GAIN" in kinds or "加" in said else "deduct" if "LOSS" in kinds or "扣" in said else ""
    mine = [one for one in scene.groups if not side or any(d.side == side for d in one.drafts)] or scene.groups
    group = last_of(scene)
    several = len(group.drafts) > 1 and "EACHOF" not in kinds
    whole = kinds & {"ACC"} or any(word in "".join(texts(node)) for word in ("合计", "累计", "总", "共"))
    near = [one for one in mine if one.sentence == phrase.sentence]
    apart = len(near) != 1 and len(mine) > 1 and "EACHOF" not in kinds
    if several:
        _together(scene, phrase, group, points)
    elif apart:
        _over_all(phrase, mine, points, whole=bool(whole))
    else:
        change(scene, phrase, lambda draft: _capped(draft, points))


def _together(scene: Scene, phrase: Phrase, group: Group, points: float) -> None:
    """A应有1次，B应有2次，每缺1次扣0.2分，最多扣1分: misses of both are counted together, or each has its cap."""
    group.drafts = [
        replace(one, questions=tuple(q for q in one.questions if q.about != "which")) for one in group.drafts
    ]
    first = group.drafts[0]
    if any(one.word != "short_of" or one.questions or one.points != first.points for one in group.drafts):
        raise Unreadable("几条合起来的上限，要写在指标上，或者分到各条")
    names = [one.measure.name for one in group.drafts]
    shared = _shared(names[0], names[-1])
    name = shared.strip("（的、") if len(shared) >= 4 else "、".join(names)
    apart = [_capped(one, points) for one in group.drafts]
    measure = M(f"{name}（缺少次数）", "event", first.measure.unit, NONE)
    toks = (*(tok for one in group.drafts for tok in one.toks), *phrase.toks)
    outside = tuple(dict.fromkeys(words for one in group.drafts for words in one.outside))
    both = Draft(first.side, "per", (("measure", measure),), {}, first.points, points, toks=toks, outside=outside)
    variants = [Variant("合起来记缺几次，一起封顶", both), Variant("分开记，各有上限", apart[0], tuple(apart[1:]))]
    group.drafts = [both.asking_of("cap", f"最多 {points:g} 分，是几个目标合起来，还是各算各的", variants)]


def _shared(left: str, right: str) -> str:
    """What two names begin with alike."""
    same = (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b)
    return left[: next(same, min(len(left), len(right)))]


def _over_all(phrase: Phrase, groups: list[Group], points: float, *, whole: bool) -> None:
    """…扣0.5分；…扣0.3分；最多扣3分: over the whole indicator, or over the last."""
    group = groups[-1]
    last = group.drafts[-1]
    if any(one.side != last.side or one.points == "all" for every in groups for one in every.drafts):
        raise Unreadable("几条合起来的上限，要写在指标上，或者分到各条")
    over = Variant("各条合起来封顶", last, whole=points)
    alone = Variant("只有最后一条封顶", _capped(last, points))
    if whole:
        alone = Variant("各条分别封顶", _capped(last, points))
    asked = last.asking_of("cap", f"最多 {points:g} 分，是各条合起来，还是只说最后一条", [over, alone])
    group.drafts = [*group.drafts[:-1], with_words(asked, phrase)]


def _capped(draft: Draft, points: float) -> Draft:
    questions = tuple(
        replace(
            q, variants=tuple(replace(v, draft=replace(v.draft, cap=_least(v.draft.cap, points))) for v in q.variants)
        )
        for q in draft.questions
    )
    if draft.word == "judged" and "between" in draft.params:
        return draft.but(between=[draft.params["between"][0], points])
    return replace(draft, cap=_least(draft.cap, points), questions=questions)


def _least(known: float | None, points: float) -> float:
    return points if known is None else min(known, points)
