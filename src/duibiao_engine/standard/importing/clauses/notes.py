"""Notes on what was said before: caps, fractions, proportions, one event once, means, scales, formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from duibiao_engine.standard.importing.clauses.caps import cap
from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean
from duibiao_engine.standard.importing.clauses.formulas import formula, weighted
from duibiao_engine.standard.importing.clauses.parts import quantity, texts
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.run_rows import ranked_by
from duibiao_engine.standard.importing.clauses.scene import (
    Group,
    Scene,
    Target,
    Unreadable,
    change,
    last_of,
    with_words,
)
from duibiao_engine.standard.importing.clauses.slopes import leaning

_RATES = ("率", "比例", "占比", "比重", "比率", "度")
_CONFORM = ("符合", "合格", "达标", "整洁", "通过")


def note(scene: Scene, phrase: Phrase) -> None:
    """What a note changes; raises Unreadable where there is nothing that it could be about."""
    assert phrase.note is not None
    inner = phrase.note.nodes()[0] if phrase.note.name == "note" and phrase.note.nodes() else phrase.note
    _HANDLERS[inner.name](scene, phrase, inner)


def _done(scene: Scene, phrase: Phrase, node: Node) -> None:
    if not scene.groups:
        raise Unreadable("不知道说的是前面哪一条")
    change(scene, phrase, lambda draft: _whole(draft, scene.points))


def _whole(draft: Draft, points: float | None) -> Draft:
    """酌情扣分，扣完为止: all of the item may be taken."""
    if draft.word == "judged" and draft.params.get("between", [0, 0])[1] is None and points is not None:
        return draft.but(between=[0, points])
    return draft


def _fraction(word: str) -> Callable[[Scene, Phrase, Node], None]:
    def apply(scene: Scene, phrase: Phrase, node: Node) -> None:
        found = False
        for group in reversed(scene.groups):
            if any(one.word in ("below", "above") and _open(one) for one in group.drafts):
                if any(size(node) not in (1, one.params.get("step", 1)) for one in group.drafts):
                    raise Unreadable("不足的不是一个百分点")
                group.drafts = [with_words(_settled(one, word), phrase) if _open(one) else one for one in group.drafts]
                found = True
        if not found:
            raise Unreadable("不知道说的是哪一个百分点")

    return apply


def _open(draft: Draft) -> bool:
    return any(question.about == "fraction" for question in draft.questions)


def _settled(draft: Draft, word: str) -> Draft:
    left = tuple(question for question in draft.questions if question.about != "fraction")
    if draft.word == "per":
        question = next(q for q in draft.questions if q.about == "fraction")
        chosen = question.variants[0 if word == "whole" else -1].draft
        return replace(chosen, cap=draft.cap, questions=left)
    return replace(draft.but(fraction=word), questions=left)


def _highest(scene: Scene, phrase: Phrase, node: Node) -> None:
    group = last_of(scene)
    if not any(one.word == "ladder" for one in group.drafts):
        if any(one.word in ("per", "grade", "when") for one in group.drafts):
            change(scene, phrase, lambda draft: draft.doubted("同一事项只记一次，要在记事实时做到"))
            return
        raise Unreadable("“取最高”前面没有分层级的表")

    def once(draft: Draft) -> Draft:
        left = tuple(question for question in draft.questions if question.about != "same_event")
        return replace(draft.but(same_event="highest"), questions=left)

    change(scene, phrase, once)


def _summed(scene: Scene, phrase: Phrase, node: Node) -> None:
    """可累计加分: each counts."""
    last_of(scene)

    def each(draft: Draft) -> Draft:
        left = tuple(question for question in draft.questions if question.about != "same_event")
        return replace(draft, questions=left) if draft.word == "ladder" else draft

    change(scene, phrase, each)


def _proportion(scene: Scene, phrase: Phrase, node: Node) -> None:
    words = texts(node)[-1] if texts(node) else ""
    group = scene.last
    if group is not None and group.kind == "best":
        change(scene, phrase, lambda draft: draft)
    elif group is not None and group.kind in ("threshold", "merit") and len(group.drafts) == 1:
        graded_down(scene, phrase, group, words)
    elif scene.sample is not None and any(word in words + _said(scene) for word in (*_CONFORM, "比例")):
        _share_of(scene, phrase, words)
    else:
        _share(scene, phrase, words)


def _said(scene: Scene) -> str:
    return "".join(tok.text for one in scene.said for tok in one.toks)


def graded_down(scene: Scene, phrase: Phrase, group: Group, words: str) -> None:
    """达到80%得1分，没有达到的按比例折算: in proportion up to the target."""
    draft = group.drafts[0]
    target = group.target
    if target is not None and target.bound.low is not None:
        measure = draft.measure
        params = {} if measure.kind == "ratio" and target.bound.low == 100 else {"target": target.bound.low}
        points = draft.points if draft.points is not None else draft.params["steps"][-1]["points"]
        group.drafts = [
            Draft("earn", "share", (("measure", measure),), params, points, toks=(*draft.toks, *phrase.toks))
        ]
    elif (due := _due_task(scene, draft)) is not None:
        measure = M(due.name, "count", due.bound.unit)
        share = Draft("earn", "share", (("measure", measure),), {"target": due.bound.low}, draft.points or "all",
                      toks=(*draft.toks, *phrase.toks))  # fmt: skip
        group.drafts = [leaning(share, due)]
    else:
        rate = _rate_name(words)
        rate = f"{draft.measure.name}（{rate}）" if rate and rate not in draft.measure.name else draft.measure.name
        group.drafts = [
            replace(
                draft, word="share", measures=(("measure", M(rate, "ratio", "%")),), toks=(*draft.toks, *phrase.toks)
            )
        ]
    group.kind = "share"


def _due_task(scene: Scene, draft: Draft) -> Target | None:
    """完成年度任务的得满分: how much the task is stands in the indicator's text."""
    task = any(word in draft.measure.name for word in ("任务", "目标", "计划", "指标"))
    return scene.only_due() if task else None


def _rate_name(words: str) -> str:
    name = clean(words.replace("按", "").replace("折算", "").replace("没有", "").replace("达到", ""))
    return name if len(name) >= 3 and name.endswith(_RATES) else ""


def _share_of(scene: Scene, phrase: Phrase, words: str) -> None:
    assert scene.sample is not None
    own = clean(words.replace("的比例", "").replace("比例", "").replace("乘", ""))
    name = scene.plain_before(phrase) or scene.name or scene.sample.what or scene.named(own)
    draft = Draft("earn", "share_of", (("measure", M(f"{scene.sample.what}{clean(name)}" if scene.sample.what not in name else name, "flag")),),
                  {"sample": scene.sample.count}, "all", toks=(*phrase.toks, *scene.sample.toks))  # fmt: skip
    scene.add([draft], phrase, "share")


def _share(scene: Scene, phrase: Phrase, words: str) -> None:
    target = next(
        (one for one in reversed(scene.targets or scene.outer) if one.bound.low is not None and not one.used), None
    )
    if target is not None and (not target.outside or "不足" in words or "比例" in "".join(t.text for t in phrase.toks)):
        kind = "ratio" if target.bound.percent else "count"
        unit = "%" if target.bound.percent else target.bound.unit
        params = {} if kind == "ratio" and target.bound.low == 100 else {"target": target.bound.low}
        measure = M(target.name if len(target.name) >= 2 else scene.named("", phrase), kind, unit)
        draft = Draft("earn", "share", (("measure", measure),), params, "all", toks=tuple(phrase.toks))
        scene.add([leaning(draft, target)], phrase, "share")
        return
    said = "".join(tok.text for tok in phrase.toks)
    if "扣" in said or clean(words).startswith(("未", "不", "没")):
        raise Unreadable("没有写明按什么的比例")
    if any(word in said for word in ("得分比例", "考核得分", "结果", "成绩", "排名", "指标分")) or not any(
        word in said + scene.name for word in ("完成", "达标", *_RATES[:5])
    ):
        raise Unreadable("没有写明按什么的比例")
    name = _rate_name(words) or (f"{scene.named(words, phrase)}" if not scene.last else "")
    if not name or scene.last is not None:
        raise Unreadable("没有写明按什么的比例")
    if not name.endswith(_RATES):
        name += "的比例" if "占" in name or "与" in name else "完成率"
    scene.add(
        [Draft("earn", "share", (("measure", M(name, "ratio", "%")),), {}, "all", toks=tuple(phrase.toks))],
        phrase,
        "share",
    )


#: Who is best, not by what.
_OF_THE_BEST = (
    "最高", "最多", "最好", "最短", "最低", "最少", "最小", "最大", "的单位", "单位", "第一名", "第一", "值", "各单位得分", "各单位", "得分", "的", "者",
)  # fmt: skip


def _best(scene: Scene, phrase: Phrase, node: Node) -> None:
    words = "".join(texts(node))
    low = any(word in words for word in ("最短", "最低", "最少", "最小"))
    rank = next(iter(node.toks("RANK")), None)
    if rank is not None and rank.value != (1, 1):
        raise Unreadable("只有以第一名为满分的写法")
    if (
        rank is None
        and not low
        and not any(word in words for word in ("最高", "最多", "最好", "第一", "最长", "最大", "最优"))
    ):
        raise Unreadable("不知道以谁为满分")
    name = clean(words.replace("以", "").replace("同类单位中", "")) if rank is None else ranked_by(scene, words, phrase)
    for word in _OF_THE_BEST:
        name = name.replace(word, "")
    points = next((float(tok.value) for tok in node.toks("POINTS")), "all")
    draft = Draft(
        "earn",
        "relative",
        (("measure", M(scene.named(name, phrase), "amount")),),
        {"order": "low" if low else "high"},
        points,
        toks=tuple(phrase.toks),
    )
    scene.add([draft if rank is None else draft.doubted("按数值大的排在前面")], phrase, "best")


def _mean(scene: Scene, phrase: Phrase, node: Node) -> None:
    params: dict[str, float] = {}
    if scene.scale is not None:
        params["full"] = scene.scale[0]
    if scene.sample is not None:
        params["sample"] = scene.sample.count
    words = clean("".join(texts(node)).replace("取", "").replace("本项得分为", "").replace("折算", ""))
    for noise in ("各处", "各点位", "得分", "乘分值", "本项", "为", "各"):
        words = clean(words.replace(noise, ""))
    name = (
        words
        if len(words) >= 2
        else (scene.sample.what if scene.sample and scene.sample.what else scene.plain_before(phrase))
        or scene.named("")
    )
    draft = Draft(
        "earn",
        "mean_of",
        (("measure", M(f"{name}得分", "score", "分", (("per", "site"),))),),
        params,
        "all",
        toks=tuple(phrase.toks),
    )
    if scene.scale is None:
        draft = draft.doubted("每处按 1 分满分计，条文没有说几分制")
        draft = draft.but(full=1)
    scene.add([draft], phrase, "mean")


def _scale(scene: Scene, phrase: Phrase, node: Node) -> None:
    mark = next(tok for tok in node.all_toks() if tok.kind in ("SCALE", "SPAN"))
    if mark.kind == "SPAN":
        low, top = mark.value
        words = "".join(texts(node))
        if low == 0 and not any(
            word in words for word in ("评判", "打分", "评分", "评定", "打", "之间赋分", "之间给分", "之间")
        ):
            raise Unreadable("不知道这个分数区间是做什么的")
    else:
        top = {"百": 100.0, "十": 10.0}.get(mark.value, mark.value)
    between = any(
        word in "".join(tok.text for tok in node.all_toks())
        for word in (
            "之间评定",
            "之间打分",
            "之间赋分",
            "之间计分",
            "之间给分",
            "之间记分",
            "之间得分",
            "区间",
            "幅度内",
            "范围内",
        )
    )
    if mark.kind == "SPAN" and between:
        draft = Draft(
            "earn",
            "judged",
            (("measure", M(scene.named("", phrase), "score", "分")),),
            {"between": list(mark.value)},
            toks=tuple(phrase.toks),
        )
        scene.add([draft], phrase)
        return
    scene.scale = (float(top), phrase.toks, clean("".join(texts(node))))


def _convert(scene: Scene, phrase: Phrase, node: Node) -> None:
    if scene.last is not None and scene.last.kind == "mean":
        return
    if scene.scale is None:
        raise Unreadable("不知道从几分制折算")
    points = next((float(tok.value) for tok in node.toks("POINTS")), None)
    worth: float | str = "all" if points is None or points == scene.points else points
    words = scene.scale[2]
    for noise in ("打分", "评判", "评分", "评定", "后", "进行", "按"):
        words = words.replace(noise, "")
    words = "" if words.startswith("由") and scene.name else words  # by whom, not what
    name = scene.named(words, phrase)
    draft = Draft(
        "earn",
        "scale",
        (("measure", M(f"{name}评分", "score", "分")),),
        {"from": scene.scale[0]},
        worth,
        toks=(*phrase.toks, *scene.scale[1]),
    )
    scene.add([draft], phrase, "scale")


def _scale_convert(scene: Scene, phrase: Phrase, node: Node) -> None:
    """按百分制评分后折算为5分, in one phrase."""
    _scale(scene, phrase, node)
    _convert(scene, phrase, node)


def _not_applicable(scene: Scene, phrase: Phrase, node: Node) -> None:
    raise Unreadable("不适用的情形，要写在适用单位或不适用名单里")


def size(node: Node) -> float:
    """How many make one, where a fraction is spoken of."""
    inner = node.nodes("quantity")
    return quantity(inner[0])[0] if inner else 1.0


_HANDLERS: dict[str, Callable[[Scene, Phrase, Node], None]] = {
    "done": _done, "cap": cap, "ignored": _fraction("whole"), "linear": _fraction("linear"), "as_one": _fraction("ceil"),
    "proportion": _proportion, "best": _best, "highest": _highest, "summed": _summed, "mean": _mean, "not_applicable": _not_applicable,
    "formula": formula, "scale": _scale, "convert": _convert, "weighted": weighted, "scale_convert": _scale_convert, "note": formula,
}  # fmt: skip
