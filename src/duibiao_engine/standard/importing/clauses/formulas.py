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
_MARKS = (
    "得分",
    "成绩",
    "分数",
    "评分",
    "总分",
    "打分",
    "测评分",
    "平均分",
    "测评",
    "测评得分",
    "考核得分",
    "考核分",
    "实际得分",
)
_LOOKED_AT = ("检查", "抽查", "点位", "抽取")


def formula(scene: Scene, phrase: Phrase, node: Node) -> None:
    """完成数 ÷ 应完成数 × 分值, or 完成率 × 分值."""
    toks = [tok for tok in node.all_toks() if tok.kind != "EQ"]
    while toks and toks[0].kind == "W" and len(toks) > 1 and toks[1].kind == "IS":
        toks = toks[2:]
    toks = [tok for tok in toks if tok.kind not in ("PASS", "COUNTED", "INTO", "CONVERT")]
    if len(toks) > 1 and toks[-1].kind == "POINTS" and toks[-2].kind not in ("TIMES", "OVER"):
        toks.pop()  # ×5%折算为5分
    if _of_the_best(scene, toks):
        return
    over = [i for i, tok in enumerate(toks) if tok.kind == "OVER"]
    if over and [tok.kind for tok in toks[1:4:2]] == ["TIMES", "OVER"] and len(toks) == 5 and _is_worth(toks[2], scene):
        toks = [toks[0], toks[3], toks[4], toks[1], toks[2]]  # 得分×分值÷100
        over = [1]
    times = [tok for i, tok in enumerate(toks) if i and toks[i - 1].kind == "TIMES"]
    if not over and len(times) == 1 and _weighted(scene, phrase, toks, times[0]):
        return
    worth = [tok for tok in times if _is_worth(tok, scene)]
    hundred = [tok for tok in times if tok.kind == "PCT"]
    if len(worth) != 1 or len(times) != len(worth) + len(hundred) or len(over) > 1:
        raise Unreadable("算式不是“实际 ÷ 应有 × 分值”的样子")
    given = worth[0].kind in ("POINTS", "NUM") and worth[0].value != scene.points
    points: float | str = float(worth[0].value) if given else "all"
    if scene.last is not None and scene.last.kind == "share" and scene.last.sentence == phrase.sentence:
        _said_twice(scene, phrase, toks)
        return
    if over and scene.last is not None and scene.last.kind in ("threshold", "merit"):
        _down_from(scene, phrase, toks[over[0] + 1], points)
        return
    word, measure, target = _share(toks, over, scene)
    params = {} if target is None else {"target": target}
    scene.add([Draft("earn", word, (("measure", measure),), params, points, toks=tuple(phrase.toks))], phrase, "share")


def _weighted(scene: Scene, phrase: Phrase, toks: list[Tok], share: Tok) -> bool:
    """测评得分×10%, of an item of 10 points: marks out of a hundred, brought to the item's points."""
    part = float(share.value) / (100 if share.kind == "PCT" else 1) if share.kind in ("PCT", "NUM") else 0.0
    name = clean(toks[0].text.rpartition("=")[2].removeprefix("按"))
    if not scene.points or not 0 < part < 1 or toks[0].kind != "W" or not any(word in name for word in _MARKS):
        return False
    full = round(scene.points / part, 6)
    if full not in (100.0, 10.0, 120.0, 150.0, 200.0, 1000.0) or (scene.scale is not None and scene.scale[0] != full):
        raise Unreadable("乘的比例和本项分值对不上")
    add_scale(scene, phrase, name, full)
    return True


def weighted(scene: Scene, phrase: Phrase, node: Node) -> None:
    """按测评得分的10%计入, or 按10%计入 after 百分制."""
    share = node.toks("PCT")[0]
    before = "".join(tok.text for tok in node.toks("W")).strip("的按")
    name = Tok("W", before or "得分", share.start, share.start)
    if (not before and scene.scale is None) or not _weighted(scene, phrase, [name], share):
        raise Unreadable("不知道按什么的比例计入")


def add_scale(scene: Scene, phrase: Phrase, name: str, full: float) -> None:
    """Marks of so many, brought to the item's points."""
    known = () if scene.scale is None else tuple(scene.scale[1])
    name = scene.plain_before(phrase) if name in _MARKS and scene.plain_before(phrase) else name
    name = clean(scene.name) if name in _MARKS and scene.name else name
    draft = Draft(
        "earn", "scale", (("measure", M(name, "score", "分")),), {"from": full}, "all", toks=(*phrase.toks, *known)
    )
    scene.add([draft], phrase, "scale")


def _of_the_best(scene: Scene, toks: list[Tok]) -> bool:
    """以最短的为满分，其余按最短用时÷本单位用时×分值: the formula says again what 按比例 would."""
    words = "".join(tok.text for tok in toks)
    last = scene.last
    if last is None or last.kind != "best" or not any(word in words for word in ("最", "第一")):
        return False
    last.drafts = [replace(one, toks=(*one.toks, *toks)) for one in last.drafts]
    return True


def _said_twice(scene: Scene, phrase: Phrase, toks: list[Tok]) -> None:
    """按完成率计分，完成率×分值: the same in words and as a formula."""
    last = scene.last
    if last is None or toks[0].kind != "W" or clean(toks[0].text)[-3:] not in last.drafts[0].measure.name:
        raise Unreadable("前面的比例和后面的算式对不上")
    last.drafts = [replace(one, toks=(*one.toks, *phrase.toks)) for one in last.drafts]


def _down_from(scene: Scene, phrase: Phrase, under: Tok, points: float | str) -> None:
    """达到目标值得满分，未达到的按实际值÷目标值×分值: in proportion up to the target."""
    last = scene.last
    found = [last.target] if last is not None and last.target else scene.targets or scene.outer
    due = [one for one in found if one.bound.low is not None]
    if len(due) == 1 and under.kind in ("PCT", "NUM") and under.value == due[0].bound.low:
        under = replace(under, kind="W", text="目标值")
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
    due = (scene.only_due() or scene.only_due(percent=True)) if any(word in under.text for word in _DUE) else None
    if due is not None:
        kind, unit = ("ratio", "%") if due.bound.percent else ("count", due.bound.unit)
        return "share", M(due.name, kind, unit), due.bound.low
    return "share", M(f"{name}占{clean(under.text)}的比例", "ratio", "%"), None
