"""得分＝实际 ÷ 应有 × 分值: formulas of a proportion; no other shape is read."""

from __future__ import annotations

from dataclasses import replace

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean, counted_name
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene, Unreadable
from duibiao_engine.standard.importing.clauses.slopes import leaning

_RATES = ("率", "比例", "占比", "比重", "比率")
_WORTH = ("分值", "满分", "权重", "标准分", "总分")
_CONFORM = ("符合", "合格", "达标", "整洁", "通过")
_DUE = ("目标", "任务", "计划", "应", "指标")
_LOOKED_AT = ("检查", "抽查", "点位", "抽取")


def formula(scene: Scene, phrase: Phrase, node: Node) -> None:
    """完成数 ÷ 应完成数 × 分值, or 完成率 × 分值."""
    toks = [tok for tok in node.all_toks() if tok.kind != "EQ"]
    while toks and toks[0].kind == "W" and len(toks) > 1 and toks[1].kind == "IS":
        toks = toks[2:]
    toks = [tok for tok in toks if tok.kind not in ("PASS", "COUNTED")]
    if _of_the_best(scene, toks):
        return
    over = [i for i, tok in enumerate(toks) if tok.kind == "OVER"]
    times = [tok for i, tok in enumerate(toks) if i and toks[i - 1].kind == "TIMES"]
    worth = [tok for tok in times if _is_worth(tok, scene)]
    hundred = [tok for tok in times if tok.kind == "PCT"]
    if len(worth) != 1 or len(times) != len(worth) + len(hundred) or len(over) > 1:
        raise Unreadable("算式不是“实际 ÷ 应有 × 分值”的样子")
    given = worth[0].kind in ("POINTS", "NUM") and worth[0].value != scene.points
    points: float | str = float(worth[0].value) if given else "all"
    if over and scene.last is not None and scene.last.kind in ("threshold", "merit"):
        _down_from(scene, phrase, toks[over[0] + 1], points)
        return
    word, measure, target = _share(toks, over, scene)
    params = {} if target is None else {"target": target}
    scene.add([Draft("earn", word, (("measure", measure),), params, points, toks=tuple(phrase.toks))], phrase, "share")


def _of_the_best(scene: Scene, toks: list[Tok]) -> bool:
    """以最短的为满分，其余按最短用时÷本单位用时×分值: the formula says again what 按比例 would."""
    words = "".join(tok.text for tok in toks)
    last = scene.last
    if last is None or last.kind != "best" or not any(word in words for word in ("最", "第一")):
        return False
    last.drafts = [replace(one, toks=(*one.toks, *toks)) for one in last.drafts]
    return True


def _down_from(scene: Scene, phrase: Phrase, under: Tok, points: float | str) -> None:
    """达到目标值得满分，未达到的按实际值÷目标值×分值: in proportion up to the target."""
    last = scene.last
    found = [last.target] if last is not None and last.target else scene.targets or scene.outer
    due = [one for one in found if one.bound.low is not None]
    if last is None or len(last.drafts) != 1 or len(due) != 1 or not any(word in under.text for word in _DUE):
        raise Unreadable("达到多少得满分，和后面的算式对不上")
    kind, unit = ("ratio", "%") if due[0].bound.percent else ("count", due[0].bound.unit)
    name = due[0].name if len(due[0].name) >= 2 and "目标" not in due[0].name else scene.named("")
    params = {} if kind == "ratio" and due[0].bound.low == 100 else {"target": due[0].bound.low}
    toks = (*last.drafts[0].toks, *phrase.toks)
    draft = Draft("earn", "share", (("measure", M(name, kind, unit)),), params, points, toks=toks)
    scene.groups.pop()
    scene.add([leaning(draft, due[0])], phrase, "share")


def _is_worth(tok: Tok, scene: Scene) -> bool:
    named = any(word in tok.text for word in _WORTH)
    return tok.kind == "POINTS" or named or (tok.kind == "NUM" and tok.value == scene.points)


def _share(toks: list[Tok], over: list[int], scene: Scene) -> tuple[str, M, float | None]:
    """(kind of term, its measure, its target)."""
    if not over:
        if toks[0].kind == "W" and toks[0].text.endswith(_RATES):
            return "share", M(clean(toks[0].text), "ratio", "%"), None
        raise Unreadable("不知道乘的是什么的比率")
    top, under = toks[over[0] - 1], toks[over[0] + 1]
    name = clean(top.text.rpartition("=")[2].removeprefix("按"))
    if under.kind == "NUM":
        return "share", M(counted_name(name), "count"), float(under.value)
    if under.kind != "W":
        raise Unreadable("算式里除的不是数，也不是应有的数量")
    if any(word in name for word in _CONFORM) and any(word in under.text for word in _LOOKED_AT):
        generic = scene.name and any(name.endswith(word) for word in ("点位数", "数量", "处数", "个数", "数"))
        return "share_of", M(clean(scene.name) if generic else name, "flag"), None
    due = scene.only_due() if any(word in under.text for word in _DUE) else None
    if due is not None:
        return "share", M(due.name, "count", due.bound.unit), due.bound.low
    return "share", M(f"{name}占{clean(under.text)}的比例", "ratio", "%"), None
