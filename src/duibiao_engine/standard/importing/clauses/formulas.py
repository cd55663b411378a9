"""得分＝实际 ÷ 应有 × 分值: formulas of a proportion; no other shape is read."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean, counted_name
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene, Unreadable

_RATES = ("率", "比例", "占比", "比重", "比率")
_WORTH = ("分值", "满分", "权重", "标准分", "总分")
_CONFORM = ("符合", "合格", "达标", "整洁", "通过")
_LOOKED_AT = ("检查", "抽查", "点位", "抽取")


def formula(scene: Scene, phrase: Phrase, node: Node) -> None:
    """完成数 ÷ 应完成数 × 分值, or 完成率 × 分值."""
    toks = [tok for tok in node.all_toks() if tok.kind != "EQ"]
    while toks and toks[0].kind == "W" and len(toks) > 1 and toks[1].kind == "IS":
        toks = toks[2:]
    over = [i for i, tok in enumerate(toks) if tok.kind == "OVER"]
    times = [tok for i, tok in enumerate(toks) if i and toks[i - 1].kind == "TIMES"]
    worth = [tok for tok in times if _is_worth(tok, scene)]
    hundred = [tok for tok in times if tok.kind == "PCT"]
    if len(worth) != 1 or len(times) != len(worth) + len(hundred) or len(over) > 1:
        raise Unreadable("算式不是“实际 ÷ 应有 × 分值”的样子")
    given = worth[0].kind in ("POINTS", "NUM") and worth[0].value != scene.points
    points: float | str = float(worth[0].value) if given else "all"
    word, measure, target = _share(toks, over)
    params = {} if target is None else {"target": target}
    scene.add([Draft("earn", word, (("measure", measure),), params, points, toks=tuple(phrase.toks))], phrase, "share")


def _is_worth(tok: Tok, scene: Scene) -> bool:
    named = any(word in tok.text for word in _WORTH)
    return tok.kind == "POINTS" or named or (tok.kind == "NUM" and tok.value == scene.points)


def _share(toks: list[Tok], over: list[int]) -> tuple[str, M, float | None]:
    """(kind of term, its measure, its target)."""
    if not over:
        if toks[0].kind == "W" and toks[0].text.endswith(_RATES):
            return "share", M(clean(toks[0].text), "ratio", "%"), None
        raise Unreadable("不知道乘的是什么的比率")
    top, under = toks[over[0] - 1], toks[over[0] + 1]
    name = clean(top.text.removeprefix("按"))
    if under.kind == "NUM":
        return "share", M(counted_name(name), "count"), float(under.value)
    if under.kind != "W":
        raise Unreadable("算式里除的不是数，也不是应有的数量")
    if any(word in name for word in _CONFORM) and any(word in under.text for word in _LOOKED_AT):
        return "share_of", M(name, "flag"), None
    return "share", M(f"{name}占{clean(under.text)}的比例", "ratio", "%"), None
