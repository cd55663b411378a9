"""Roles by neighbours: whether 得 gives points or is a part of 取得, 达到 is a bound or a part of 达到要求."""

from __future__ import annotations

from collections.abc import Callable

from duibiao_engine.standard.importing.clauses.lexing import Tok

AMOUNT = {"POINTS", "SPAN", "FULL", "HALF", "PART"}
EFFECT = {"LOSS", "GAIN", "ZERO", "FULL", "HALF", "NOLOSS", "NOGAIN", "DISC", "POINTS", "SPAN", "PASS", "PROP"}
ENDS = {"SEP", "STOP", "RP", "AND"}


def roles(tokens: list[Tok]) -> list[Tok]:
    out: list[Tok] = []
    for place, tok in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        role = _ROLES.get(tok.kind)
        kept = role(tok, out, after, tokens[place + 1 :]) if role else tok
        if kept is not None:
            out.append(kept)
    return out


Role = Callable[[Tok, list[Tok], Tok | None, list[Tok]], Tok | None]


def _text(tok: Tok) -> Tok:
    return tok.turned("W")


def _amounting(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """扣, 得: before an amount."""
    if after is not None and after.kind in AMOUNT:
        return tok
    if (
        after is not None
        and after.kind in ("CMP", "MOST", "TOP")
        and any(t.kind in ("POINTS", "SPAN") for t in rest[1:2])
    ):
        return tok
    if tok.kind == "LOSS" and out and out[-1].kind in ("DISC", "EVERY", "LIN"):
        return tok
    if after is not None and after.kind == "NUM" and _listed(rest):
        return tok
    return _text(tok)


def _listed(rest: list[Tok]) -> bool:
    """3、2、1分 or 3/2/1分: numbers up to the points."""
    for tok in rest:
        if tok.kind == "POINTS":
            return True
        if tok.kind not in ("NUM", "AND", "OVER", "LIST"):
            return False
    return False


def _before_effect(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    return tok if after is not None and after.kind in EFFECT | {"MOST", "CMP", "MORE"} else _text(tok)


def _dropped(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """再, 另, 则 before what happens to the points say nothing."""
    near = EFFECT | {"MORE", "CMP", "MOST", "EACHOF", "RESP", "ITEM", "VETO", "EVERY", "TOPPED"}
    return None if after is not None and after.kind in near else _text(tok)


def _counted(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """酌情扣分 takes points that are not said; 扣分不超过3分 is a cap."""
    if out and out[-1].kind == "DISC" and tok.text in ("扣分", "扣减"):
        return tok.turned("LOSS")
    near = after is None or after.kind in {"CMP"} | ENDS
    return tok if near else _text(tok)


def _joining(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """且, 但 between two bounds only join them."""
    if tok.text in ("但", "但是") and out and out[-1].kind == "W" and (after is None or after.kind != "CMP"):
        return _text(tok)
    joins = tok.text in ("且", "但", "并且", "而") and after is not None and after.kind == "CMP" and len(rest) > 1
    near = bool(out) and out[-1].kind in ("PCT", "NUM", "UNIT", "SUF", "INCL")
    return None if joins and near and rest[1].kind in ("PCT", "NUM") else tok


def _averaged(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """取平均分; 平均用时 is a name."""
    ends = after is None or after.kind in ENDS | {"CONVERT", "PROP", "PASS", "ASONE", "GAIN"}
    return (
        tok if ends or (after is not None and after.text.startswith(("作为", "为", "计", "得", "乘"))) else _text(tok)
    )


def _as_one(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """按1个计, 按…折算, 以…为满分; 按 in front of anything else is text."""
    if after is None:
        return _text(tok)
    if after.kind in ("NUM", "PCT", "SCALE", "SPAN", "POINTS", "RANK", "RANGE"):
        return tok
    if after.kind == "W" and [one.kind for one in rest[1:3]] == ["PCT", "INTO"]:
        return tok
    near: list[Tok] = []
    for ahead in rest[:14]:
        if ahead.kind in ENDS:
            break
        near.append(ahead)
    kinds = {ahead.kind for ahead in near}
    if kinds & {"OVER", "TIMES"}:
        return _text(tok)
    words = "".join(ahead.text for ahead in near)
    shared = tok.text in ("按", "按照") and (
        kinds & {"CONVERT"} or ("PASS" in kinds and any(w in words for w in ("比例", "率", "占比")))
    )
    best = tok.text == "以" and kinds & {"FULL", "GAIN", "CMP"} and any(w in words for w in ("最", "第"))
    return tok if shared or best else _text(tok)


def _summing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """累计不超过3分 is a cap; 每累计3次 says nothing more than 每; 累计3次 counts over a time that is not said here."""
    if (out and out[-1].kind == "EVERY") or (after is not None and after.kind == "EVERY"):
        return None
    near = []
    for ahead in rest[:4]:
        if ahead.kind in ENDS:
            break
        near.append(ahead.kind)
    if "POINTS" in near:
        return tok
    return tok.turned("HARD") if tok.text == "累计" and ("NUM" in near or "UNIT" in near) else _text(tok)


def _optional(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """或者 before a trend."""
    ahead = [one.kind for one in rest[:3]]
    return tok if "TREND" in ahead or ("DEV" in ahead and "RUN" in ahead) or "RUN" in ahead else _text(tok)


def _item(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    near = EFFECT | {"MORE", "MOST", "DONE", "TOP", "CMP", "ACC", "CEIL"}
    if out and out[-1].kind in ("TIMES", "OVER"):
        return _text(tok)
    return None if after is not None and after.kind in near else _text(tok)


def _comparing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if after is None:
        return _text(tok)
    if any(one.kind == "EVERY" for one in out[-2:]):
        return tok.turned("W")
    if tok.value == "=" and after.kind in ("POINTS", "SPAN", "FULL"):
        return Tok("GAIN", tok.text, tok.start, tok.end, "")
    if after.kind in ("NUM", "PCT", "POINTS"):
        return tok
    whole = after.kind == "W" and after.text.endswith(("的", "总数", "总量", "总人数", "总人口", "总额", "编制数"))
    if whole and len(rest) > 1 and rest[1].kind == "PCT" and tok.value != "=":
        return tok
    if after.kind == "W" and tok.text in ("至少", "最少", "至少要", "至少有", "不少于", "完成") and len(rest) > 2:
        near = len(after.text) <= 12 and rest[1].kind == "NUM" and rest[2].kind == "UNIT"
        return tok if near and tok.text != "完成" else _text(tok)
    return _text(tok)


def _suffix(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    near = out and out[-1].kind in ("NUM", "PCT", "UNIT", "RANGE", "INCL", "POINTS")
    return tok if near else _text(tok)


def _deviating(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if out and out[-1].kind == "EVERY":
        return tok
    if tok.text in ("超过", "超出", "超", "高出") and after is not None and after.kind in ("NUM", "PCT"):
        return tok.turned("CMP", ">")
    if any(before.kind in ("RUN", "OR") for before in out[-3:]) and tok.value in ("below", "above", "rise"):
        return tok.turned("TREND", "falling" if tok.value == "below" else "rising")
    if after is not None and (
        after.kind == "RANGE" or (after.kind == "PCT" and rest[1:2] and rest[1].kind in ("SUF", "INCL"))
    ):
        return _text(tok)  # 下降10%以上: by how much it fell
    if tok.value == "found" and [one.kind for one in rest[:3]] in (["NUM", "UNIT", "SUF"], ["NUM", "UNIT", "INCL"]):
        return _text(tok)  # 发生3起及以上: a band
    counted = after is not None and (
        after.kind == "PCT" or (after.kind == "NUM" and len(rest) > 1 and rest[1].kind == "UNIT")
    )
    if counted and not (after is not None and after.kind == "PCT" and tok.value in ("rise", "found", "late")):
        return tok
    return _text(tok)


def _unit(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    near = out and out[-1].kind in ("NUM", "EVERY", "OVER", "RANGE", "DEV")
    if not near and any(t.kind == "EVERY" for t in out[-3:]):
        return tok
    return tok if near else _text(tok)


def _number(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if after is not None and after.kind in (
        "UNIT",
        "SUF",
        "TO",
        "AND",
        "POINTS",
        "OVER",
        "INCL",
        "TIMES",
        "SEP",
        "STOP",
        "LIST",
    ):
        return tok
    if out and out[-1].kind in ("CMP", "AND", "OVER", "TO", "IS", "TIMES", "LIST"):
        return tok
    return _text(tok)


def _and(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if not out or after is None:
        return _text(tok)
    if out[-1].kind == "POINTS" and [one.kind for one in rest[:2]] == ["NUM", "UNIT"]:
        return Tok("SEP", tok.text, tok.start, tok.end)
    if out[-1].kind in ("NUM", "POINTS") and after.kind in ("NUM", "POINTS"):
        return tok.turned("LIST")
    if out[-1].kind in EFFECT | {"UNIT", "INCL", "SUF", "PCT", "HARD", "DONE", "RP", "IGN"} or out[-1].kind in AMOUNT:
        return Tok("SEP", tok.text, tok.start, tok.end)
    if after.kind in ("EVERY", "CMP", "DONE", "MOST"):
        return Tok("SEP", tok.text, tok.start, tok.end)
    return _text(tok)


def _over(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if out and out[-1].kind in ("NUM", "POINTS") and after is not None and after.kind in ("NUM", "POINTS"):
        return tok.turned("LIST") if out[-1].text and not any(t.kind == "TIMES" for t in rest[:3]) else tok
    return tok


def _only_after(kinds: set[str]) -> Role:
    return lambda tok, out, after, rest: tok if out and out[-1].kind in kinds else _text(tok)


def _only_before(kinds: set[str]) -> Role:
    return lambda tok, out, after, rest: tok if after is not None and after.kind in kinds else _text(tok)


def _always_text(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    return _text(tok)


def _drawing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """抽查, 看: a sample follows within a few words."""
    for place, ahead in enumerate(rest[:7]):
        if ahead.kind == "NUM":
            near = rest[place + 1 : place + 3]
            marks = [one.kind for one in near] == ["UNIT", "SUF"] or [one.text for one in near[:1]] == ["分"]
            return _text(tok) if marks else tok  # 暗访成绩90分以上
        if ahead.kind not in ("W", "CMP", "AND", "LP", "RP"):
            break
    return _text(tok)


def _topped(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """2分封顶, 封顶2分."""
    if out and out[-1].kind == "POINTS":
        return tok
    return tok.turned("TOP") if tok.text == "封顶" and after is not None and after.kind == "POINTS" else _text(tok)


def _passing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    ends = after is None or after.kind in ENDS or after.kind == "PART"
    return tok if ends and out and out[-1].kind != "IS" else _text(tok)


def _deciding(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """直接评定为不合格 at the end throws out; 评定为不合格的不得分 is a grade."""
    ends = after is None or after.kind in ENDS
    return tok.turned("VETO") if ends else _text(tok)


def _ignored(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    return tok if after is None or after.kind in ENDS else _text(tok)


_ROLES: dict[str, Role] = {
    "LOSS": _amounting, "GAIN": _amounting, "EACHOF": _before_effect, "MEAN": _averaged, "HARD": _joining, "W": _joining, "ASONE": _as_one, "RESP": _before_effect, "COUNTED": _counted, "OR": _optional,
    "DISC": _only_before(EFFECT | {"MOST", "CMP", "MORE", "COUNTED"}),
    "MORE": _dropped, "ITEM": _item, "CMP": _comparing, "SUF": _suffix, "DEV": _deviating, "UNIT": _unit, "NUM": _number,
    "AND": _and, "OVER": _over, "TOPPED": _topped, "UNTIL": _only_after({"POINTS"}),
    "FILLED": _only_before({"POINTS"}), "MOST": _only_before({"POINTS", "LOSS", "GAIN", "CMP", "SPAN", "FULL"}),
    "TOP": _only_before({"POINTS", "CMP", "GAIN"}), "RANKED": _always_text, "FRONT": _always_text, "BACK": _always_text,
    "PLACE": _always_text, "EQ": _only_before({"W", "NUM"}), "DRAW": _drawing, "TO": _always_text, "PASS": _passing, "IGN": _ignored,
    "ACC": _summing, "VERDICT": _deciding,
}  # fmt: skip
