"""Raw tokens → the tokens that the grammar knows: a keyword keeps its role only where its neighbours give it one.

得 before 3分 gives points, in 取得 it is text; 达到 before 95% is a bound, in 达到要求 it is text; 每 begins a "for each" only if
something countable follows. Ranges, ranks and （含） become one token here, so that the grammar stays small.
"""

from __future__ import annotations

from collections.abc import Callable

from duibiao_engine.standard.importing.clauses.lexicon import UNITS
from duibiao_engine.standard.importing.clauses.lexing import Tok, unit_at

_AMOUNT = {"POINTS", "SPAN", "FULL", "HALF", "PART"}
_EFFECT = {"LOSS", "GAIN", "ZERO", "FULL", "HALF", "NOLOSS", "NOGAIN", "DISC", "POINTS", "SPAN", "PASS", "PROP"}
_NUMBER = {"NUM", "PCT", "RANGE"}
_ENDS = {"SEP", "STOP", "RP", "AND"}


def tag(tokens: list[Tok]) -> list[Tok]:
    """The tokens with their roles settled; free text that touches is one token."""
    for step in (_joined, _ranges, _ranks, _each, _roles, _roles, _brackets):
        tokens = step(tokens)
    return _merged(tokens)


def _brackets(tokens: list[Tok]) -> list[Tok]:
    """Brackets around plain words within a phrase belong to the words: 村（社区）."""
    return _rewrite(tokens, _bracket)


def _bracket(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    if _kinds(tokens, place, 3) != ("LP", "W", "RP"):
        return None
    after = tokens[place + 3].kind if place + 3 < len(tokens) else "STOP"
    within = place > 0 and tokens[place - 1].kind == "W" and (after not in _ENDS or len(tokens[place + 1].text) <= 4)
    return ([_span("W", tokens[place : place + 3], None)], 3) if within else None


def _merged(tokens: list[Tok]) -> list[Tok]:
    out: list[Tok] = []
    for tok in tokens:
        if tok.kind == "W" and out and out[-1].kind == "W" and out[-1].end == tok.start:
            last = out.pop()
            tok = Tok("W", last.text + tok.text, last.start, tok.end)
        out.append(tok)
    return out


def _span(kind: str, parts: list[Tok], value: object) -> Tok:
    return Tok(kind, "".join(part.text for part in parts), parts[0].start, parts[-1].end, value)


def _kinds(tokens: list[Tok], place: int, count: int) -> tuple[str, ...]:
    return tuple(tok.kind for tok in tokens[place : place + count])


def _rewrite(tokens: list[Tok], rule: Callable[[list[Tok], int], tuple[list[Tok], int] | None]) -> list[Tok]:
    """Applies a rule at every place; it says what stands there instead of how many tokens."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        found = rule(tokens, place)
        out += found[0] if found else [tokens[place]]
        place += found[1] if found else 1
    return out


# ── （含） and 到 ───────────────────────────────────────────────────────────────────────────────────


def _joined(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(_rewrite(tokens, _included), _duration)


_SPANS = {"日", "天", "个工作日", "工作日", "小时", "个月", "周", "分钟"}


def _duration(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """15日内, 5个工作日以内: how long one has, no number that is scored by."""
    if _kinds(tokens, place, 2) != ("NUM", "UNIT") or tokens[place + 1].text not in _SPANS or place + 2 >= len(tokens):
        return None
    after = tokens[place + 2]
    if not after.text.startswith(("内", "之内", "以内", "前", "之前")):
        return None
    return [_span("W", tokens[place : place + 3], None)], 3


def _included(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """（含）, （含90%）, （含本数）, （不含80%） become one token that says whether the bound belongs."""
    if tokens[place].kind != "LP":
        return None
    close = next((i for i in range(place + 1, min(place + 6, len(tokens))) if tokens[i].kind == "RP"), None)
    if close is None:
        return None
    inside = "".join(tok.text for tok in tokens[place + 1 : close])
    rest = inside.removeprefix("均").removeprefix("都").removeprefix("不").removeprefix("包").removeprefix("括").removeprefix("含")
    plain = not rest or rest in ("本数", "本级", "以上", "以下") or all(t in "0123456789.%次处项件人个分名天" for t in rest)
    if "含" not in inside or not plain:
        return None
    return [_span("INCL", tokens[place : close + 1], "不" not in inside)], close + 1 - place


_TO = {"TO"}


def _ranges(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(_rewrite(tokens, _split_to), _range)


def _split_to(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """至 or 到 between two numbers."""
    tok = tokens[place]
    if tok.kind not in ("W", "CMP") or tok.text not in ("至", "到") or not 0 < place < len(tokens) - 1:
        return None
    left, right = tokens[place - 1], tokens[place + 1]
    numbers = {"NUM", "PCT", "POINTS", "UNIT", "INCL", "PLACE"}
    return ([tok.turned("TO")], 1) if left.kind in numbers and right.kind in (numbers | {"RANKED"}) else None


def _range(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    kinds = _kinds(tokens, place, 8)
    first = tokens[place]
    if kinds[:3] in (("NUM", "TO", "POINTS"), ("POINTS", "TO", "POINTS")):
        return [_span("SPAN", tokens[place : place + 3], (first.value, tokens[place + 2].value))], 3
    if kinds[:1] not in (("NUM",), ("PCT",)):
        return None
    if "TO" not in kinds[:4]:
        return None
    to = place + kinds.index("TO")
    between = kinds[1 : to - place]
    if any(kind not in ("UNIT", "INCL") for kind in between) or to + 1 >= len(tokens):
        return None
    low, high = first, tokens[to + 1]
    if high.kind not in ("NUM", "PCT"):
        return None
    included = [next((tok.value for tok in tokens[place:to] if tok.kind == "INCL"), None), None]
    stop = to + 2
    for _ in range(2):
        if stop < len(tokens) and tokens[stop].kind == "INCL":
            included[1] = tokens[stop].value
            stop += 1
    percent = "PCT" in (low.kind, high.kind)
    return [_span("RANGE", tokens[place:stop], (low.value, high.value, percent, included[0], included[1]))], stop - place


# ── ranks: 第1名, 第2至5名, 前三名 ─────────────────────────────────────────────────────────────────


def _ranks(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(tokens, _rank)


def _rank(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    first = tokens[place]
    if first.kind == "RANGE" and place + 1 < len(tokens) and tokens[place + 1].text in ("名", "位"):
        low, high, *_ = first.value
        return [_span("RANK", tokens[place : place + 2], (int(low), int(high)))], 2
    if first.kind not in ("RANKED", "FRONT", "BACK") or place + 1 >= len(tokens):
        return None
    numbers: list[float] = []
    stop, named = place + 1, False
    while stop < len(tokens):
        tok = tokens[stop]
        if tok.kind == "NUM":
            numbers.append(tok.value)
        elif tok.kind == "RANGE":
            numbers += [tok.value[0], tok.value[1]]
        elif tok.kind == "PLACE" or (tok.kind == "UNIT" and tok.text in ("名", "位", "个名次", "名次")):
            named = True
        elif not (tok.kind in ("TO", "RANKED") and numbers):
            break
        stop += 1
    if not numbers or not (named or _ends_a_condition(tokens, stop)):
        return None
    low, high = int(numbers[0]), int(numbers[-1])
    low = 1 if first.kind == "FRONT" else low
    kind = "RANK" if first.kind != "BACK" else "HARD"
    return [_span(kind, tokens[place:stop], (low, high))], stop - place


def _ends_a_condition(tokens: list[Tok], stop: int) -> bool:
    after = tokens[stop] if stop < len(tokens) else None
    return after is not None and (after.kind in _EFFECT or after.text.startswith(("的", "者")) or after.kind == "SEP")


# ── 每 ─────────────────────────────────────────────────────────────────────────────────────────────


def _each(tokens: list[Tok]) -> list[Tok]:
    """每 with what it counts; the unit inside the free text behind it is cut off."""
    return _rewrite(_rewrite(tokens, _each_unit), _each_or_text)


def _each_unit(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    tok = tokens[place]
    if tok.kind not in ("EVERY", "OVER") or place + 1 >= len(tokens):
        return None
    after = tokens[place + 1]
    text = after.text
    for extra in tokens[place + 2 : place + 4]:
        if extra.kind not in ("W", "PLACE", "FRONT", "BACK"):
            break
        text += extra.text
    if after.kind not in ("W", "PLACE", "DEV"):
        return None
    unit = unit_at(text, 0)
    if not unit or text in ("年", "月"):
        return None
    count = 1
    while sum(len(t.text) for t in tokens[place + 1 : place + 1 + count]) < len(unit):
        count += 1
    rest = "".join(t.text for t in tokens[place + 1 : place + 1 + count])[len(unit) :]
    cut = after.start + len(unit)
    made = [tok, Tok("UNIT", unit, after.start, cut, unit)]
    if rest:
        made.append(Tok("W", rest, cut, cut + len(rest)))
    return made, 1 + count


def _each_or_text(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """每 stays if a counted thing follows within its phrase; a second 每 takes over from the first."""
    tok = tokens[place]
    if tok.kind != "EVERY":
        return None
    ahead = []
    for after in tokens[place + 1 : place + 9]:
        if after.kind in _ENDS or after.kind in _EFFECT:
            break
        ahead.append(after)
    if any(after.kind == "EVERY" for after in ahead) or not _counts(ahead):
        return [tok.turned("W")], 1
    return None


def _counts(ahead: list[Tok]) -> bool:
    for place, tok in enumerate(ahead):
        if tok.kind in ("PCT", "UNIT"):
            return True
        if tok.kind == "NUM" and place + 1 < len(ahead) and ahead[place + 1].kind == "UNIT":
            return True
    return False


# ── roles by neighbours ────────────────────────────────────────────────────────────────────────────


def _roles(tokens: list[Tok]) -> list[Tok]:
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
    if after is not None and after.kind in _AMOUNT:
        return tok
    if after is not None and after.kind in ("CMP", "MOST", "TOP") and any(t.kind in ("POINTS", "SPAN") for t in rest[1:2]):
        return tok
    if tok.kind == "LOSS" and out and out[-1].kind in ("DISC", "EVERY", "LIN"):
        return tok
    if after is not None and after.kind == "NUM" and any(t.kind in ("POINTS",) for t in rest[:8]) and _listed(rest):
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
    return tok if after is not None and after.kind in _EFFECT | {"MOST", "CMP", "MORE"} else _text(tok)


def _dropped(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """再, 另, 则 before what happens to the points say nothing."""
    near = _EFFECT | {"MORE", "CMP", "MOST", "EACHOF", "RESP", "ITEM", "VETO", "EVERY", "TOPPED"}
    return None if after is not None and after.kind in near else _text(tok)


def _counted(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """酌情扣分 takes points that are not said; 扣分不超过3分 is a cap."""
    if out and out[-1].kind == "DISC" and tok.text in ("扣分", "扣减"):
        return tok.turned("LOSS")
    near = after is None or after.kind in {"CMP"} | _ENDS
    return tok if near else _text(tok)


def _optional(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    """或者 before a trend."""
    ahead = [one.kind for one in rest[:3]]
    return tok if "TREND" in ahead or ("DEV" in ahead and "RUN" in ahead) or "RUN" in ahead else _text(tok)


def _item(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    near = _EFFECT | {"MORE", "MOST", "DONE", "TOP", "CMP", "ACC", "CEIL"}
    return None if after is not None and after.kind in near else _text(tok)


def _comparing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if after is None:
        return _text(tok)
    if out and out[-1].kind == "EVERY":
        return tok.turned("W")
    if tok.value == "=" and after.kind in ("POINTS", "SPAN", "FULL"):
        return Tok("GAIN", tok.text, tok.start, tok.end, "")
    if after.kind in ("NUM", "PCT", "POINTS"):
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
    if any(before.kind in ("RUN", "OR") for before in out[-3:]) and tok.value in ("below", "above", "rise"):
        return tok.turned("TREND", "falling" if tok.value == "below" else "rising")
    counted = after is not None and (after.kind == "PCT" or (after.kind == "NUM" and len(rest) > 1 and rest[1].kind == "UNIT"))
    if counted and not (after is not None and after.kind == "PCT" and tok.value in ("rise", "found", "late")):
        return tok
    return _text(tok)


def _unit(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    near = out and out[-1].kind in ("NUM", "EVERY", "OVER", "RANGE", "DEV")
    if not near and any(t.kind == "EVERY" for t in out[-3:]):
        return tok
    return tok if near else _text(tok)


def _number(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if after is not None and after.kind in ("UNIT", "SUF", "TO", "AND", "POINTS", "OVER", "INCL", "TIMES", "SEP", "STOP", "LIST"):
        return tok
    if out and out[-1].kind in ("CMP", "AND", "OVER", "TO", "IS", "TIMES", "LIST"):
        return tok
    return _text(tok)


def _and(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    if not out or after is None:
        return _text(tok)
    if out[-1].kind in ("NUM", "POINTS") and after.kind in ("NUM", "POINTS"):
        return tok.turned("LIST")
    if out[-1].kind in _EFFECT | {"UNIT", "INCL", "SUF", "PCT", "HARD", "DONE", "RP", "IGN"} or out[-1].kind in _AMOUNT:
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
    for ahead in rest[:3]:
        if ahead.kind == "NUM":
            return tok
        if ahead.kind not in ("W", "CMP"):
            break
    return _text(tok)


def _passing(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    ends = after is None or after.kind in _ENDS or after.kind == "PART"
    return tok if ends and out and out[-1].kind not in ("IS",) else _text(tok)


def _ignored(tok: Tok, out: list[Tok], after: Tok | None, rest: list[Tok]) -> Tok | None:
    return tok if after is None or after.kind in _ENDS else _text(tok)


_ROLES: dict[str, Role] = {
    "LOSS": _amounting, "GAIN": _amounting, "EACHOF": _before_effect, "RESP": _before_effect, "COUNTED": _counted, "OR": _optional,
    "DISC": _only_before(_EFFECT | {"MOST", "CMP", "MORE", "COUNTED"}),
    "MORE": _dropped, "ITEM": _item, "CMP": _comparing, "SUF": _suffix, "DEV": _deviating, "UNIT": _unit, "NUM": _number,
    "AND": _and, "OVER": _over, "TOPPED": _only_after({"POINTS"}), "UNTIL": _only_after({"POINTS"}),
    "FILLED": _only_before({"POINTS"}), "MOST": _only_before({"POINTS", "LOSS", "GAIN", "CMP", "SPAN", "FULL"}),
    "TOP": _only_before({"POINTS", "CMP", "GAIN"}), "RANKED": _always_text, "FRONT": _always_text, "BACK": _always_text,
    "PLACE": _always_text, "EQ": _only_before({"W", "NUM"}), "DRAW": _drawing, "TO": _always_text, "PASS": _passing, "IGN": _ignored,
    "ACC": _only_before({"LOSS", "GAIN", "CMP", "MOST", "W", "POINTS", "NUM", "PCT"}),
}  # fmt: skip
