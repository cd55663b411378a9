"""Tokens that belong together, made one: （含）, 60%到80%, 200米内, 前三名, 5亿元以上项目."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.rewriting import kinds_at, rewrite, span
from duibiao_engine.standard.importing.clauses.roles import EFFECT, ENDS

# ── （含） and 到 ───────────────────────────────────────────────────────────────────────────────────


def joined(tokens: list[Tok]) -> list[Tok]:
    return rewrite(rewrite(tokens, _included, "LP"), _duration, "NUM")


_WIDTHS = {"米", "公里", "千米"}
_WITHIN = ("内", "之内", "以内", "范围内", "范围以内", "范围之内")
_SPANS = {"日", "天", "个工作日", "工作日", "小时", "个月", "周", "分钟"}


def _duration(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """15日内, 5个工作日以内, 200米内有网吧: how long one has and how far it is, no number that is scored by."""
    if kinds_at(tokens, place, 2) == ("NUM", "UNIT") and tokens[place + 1].text in _WIDTHS:
        return _distance(tokens, place)
    if (
        kinds_at(tokens, place, 2) != ("NUM", "UNIT")
        or tokens[place + 1].text not in _SPANS
        or place + 2 >= len(tokens)
    ):
        return None
    after = tokens[place + 2]
    if not after.text.startswith(("内", "之内", "以内", "前", "之前")):
        return None
    return [span("W", tokens[place : place + 3], None)], 3


def _distance(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    stop, words = place + 2, ""
    while stop < len(tokens) and tokens[stop].kind in ("W", "SUF") and not words.startswith(_WITHIN):
        words += tokens[stop].text
        stop += 1
    within = next((one for one in sorted(_WITHIN, key=len, reverse=True) if words.startswith(one)), "")
    more = stop < len(tokens) and tokens[stop].kind not in (*ENDS, *EFFECT)
    named = len(words) - len(within) >= 2 and not words[len(within) :].startswith("的")
    return (
        ([span("W", tokens[place:stop], None)], stop - place)
        if within and (named or (more and words == within))
        else None
    )


def kinds_of_things(tokens: list[Tok]) -> list[Tok]:
    """每引进1个5亿元以上项目: after what is counted, a number belongs to the name of the things."""
    return rewrite(rewrite(tokens, _kind_of_thing, "EVERY", "DEV"), _crowd, "NUM")


def _crowd(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """5人以上集体访1批次扣1分: how large it must be, before how often it happened."""
    kinds = kinds_at(tokens, place, 7)
    stop = next((i for i in range(3, len(kinds)) if kinds[i] != "W"), len(kinds))
    if kinds[:3] != ("NUM", "UNIT", "SUF") or stop < 4 or kinds[stop : stop + 2] != ("NUM", "UNIT"):
        return None
    once = tokens[place + stop].value == 1 and sum(len(tok.text) for tok in tokens[place + 3 : place + stop]) >= 2
    return ([span("W", tokens[place : place + stop], None)], stop) if once else None


def _kind_of_thing(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    stop = place + 1
    while stop < len(tokens) and tokens[stop].kind not in (*ENDS, *EFFECT, "COLON", "EVERY"):
        stop += 1
    first = next((i for i in range(place + 1, stop) if tokens[i].kind == "UNIT"), stop)
    if tokens[place].kind == "DEV" and (
        first != place + 2 or tokens[place + 1].value != 1 or tokens[place].value != "found"
    ):
        return None
    later = next((i for i in range(first + 1, stop) if tokens[i].kind in ("NUM", "PCT")), stop)
    due = any(tok.kind == "CMP" for tok in tokens[first + 1 : stop]) and not tokens[stop - 1].text.startswith("的")
    if due or later + 1 >= stop or tokens[stop - 1].kind != "W" or len(tokens[stop - 1].text.strip("的")) < 2:
        return None
    return [*tokens[place : first + 1], span("W", tokens[first + 1 : stop], None)], stop - place


def or_else(tokens: list[Tok]) -> list[Tok]:
    """不高于35微克或连续三年下降: a new phrase begins with 或."""
    return rewrite(tokens, _or_from_here, "OR")


def _or_from_here(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    before = tokens[place - 1].kind if place else ""
    ahead = {tok.kind for tok in tokens[place + 1 : place + 3]}
    if before not in ("UNIT", "PCT", "NUM", "SUF", "INCL") or not ahead & {"RUN", "TREND"}:
        return None
    start = tokens[place].start
    return [Tok("SEP", "", start, start), tokens[place]], 1


def grouped(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """（完成数÷应完成数）×5分: the brackets of a formula change nothing."""
    if kinds_at(tokens, place, 5) == ("LP", "W", "OVER", "W", "RP") and kinds_at(tokens, place + 5, 1) == ("TIMES",):
        return tokens[place + 1 : place + 4], 5
    return None


def _included(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """（含）, （含90%）, （含本数）, （不含80%） become one token that says whether the bound belongs."""
    if tokens[place].kind != "LP":
        return None
    close = next((i for i in range(place + 1, min(place + 6, len(tokens))) if tokens[i].kind == "RP"), None)
    if close is None:
        return None
    inside = "".join(tok.text for tok in tokens[place + 1 : close])
    rest = (
        inside.removeprefix("均")
        .removeprefix("都")
        .removeprefix("不")
        .removeprefix("包")
        .removeprefix("括")
        .removeprefix("含")
    )
    plain = (
        not rest or rest in ("本数", "本级", "以上", "以下") or all(t in "0123456789.%次处项件人个分名天" for t in rest)
    )
    if "含" not in inside or not plain:
        return None
    return [span("INCL", tokens[place : close + 1], "不" not in inside)], close + 1 - place


_TO = {"TO"}


def ranges(tokens: list[Tok]) -> list[Tok]:
    return rewrite(rewrite(tokens, _split_to, "W", "CMP"), _range, "NUM", "PCT", "POINTS")


def _split_to(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """至 or 到 between two numbers."""
    tok = tokens[place]
    if tok.kind not in ("W", "CMP") or tok.text not in ("至", "到") or not 0 < place < len(tokens) - 1:
        return None
    left, right = tokens[place - 1], tokens[place + 1]
    numbers = {"NUM", "PCT", "POINTS", "UNIT", "INCL", "PLACE"}
    return ([tok.turned("TO")], 1) if left.kind in numbers and right.kind in (numbers | {"RANKED"}) else None


def _range(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    kinds = kinds_at(tokens, place, 8)
    first = tokens[place]
    if kinds[:1] == ("POINTS",) and "INCL" in kinds[:5] and "TO" in kinds[:3]:
        return _marks_between(tokens, place)
    if kinds[:3] in (("NUM", "TO", "POINTS"), ("POINTS", "TO", "POINTS")):
        return [span("SPAN", tokens[place : place + 3], (first.value, tokens[place + 2].value))], 3
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
    unit = next((tok.text for tok in tokens[place:to] if tok.kind == "UNIT"), "")
    if not percent and stop < len(tokens) and tokens[stop].kind == "UNIT" and tokens[stop].text not in ("名", "位"):
        unit = tokens[stop].text
        stop += 1
    return [
        span("RANGE", tokens[place:stop], (low.value, high.value, percent, included[0], included[1], unit))
    ], stop - place


def _marks_between(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """60分（含）至80分: between two marks."""
    parts = tokens[place : place + 5]
    shape = tuple(tok.kind for tok in parts)
    lower = shape[1] == "INCL"
    stop = 4 if lower else 3
    if shape[:stop] != ("POINTS", *(("INCL",) if lower else ()), "TO", "POINTS"):
        return None
    upper = parts[stop].value if shape[stop : stop + 1] == ("INCL",) else None
    stop += upper is not None
    value = (parts[0].value, parts[3 if lower else 2].value, False, parts[1].value if lower else None, upper, "分")
    return [span("RANGE", parts[:stop], value)], stop


# ── ranks: 第1名, 第2至5名, 前三名 ─────────────────────────────────────────────────────────────────


def ranks(tokens: list[Tok]) -> list[Tok]:
    return rewrite(tokens, _rank, "NUM", "RANGE", "RANKED", "FRONT", "BACK")


def _rank(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    first = tokens[place]
    if (
        kinds_at(tokens, place, 2) == ("NUM", "UNIT")
        and tokens[place + 1].text in ("名", "位")
        and place + 2 < len(tokens)
        and tokens[place + 2].text.startswith(("以后", "之后"))
    ):
        return [span("ELSE", tokens[place : place + 3], None)], 3
    if first.kind == "RANGE" and place + 1 < len(tokens) and tokens[place + 1].text in ("名", "位"):
        low, high, *_ = first.value
        return [span("RANK", tokens[place : place + 2], (int(low), int(high)))], 2
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
    if stop < len(tokens) and tokens[stop].text.startswith(
        ("以后", "之后", "以外", "开外", "以下", "及以后", "及之后", "及以下", "及其后")
    ):
        return [span("ELSE", tokens[place : stop + 1], None)], stop + 1 - place
    low, high = int(numbers[0]), int(numbers[-1])
    low = 1 if first.kind == "FRONT" else low
    kind = "RANK" if first.kind != "BACK" else "HARD"
    return [span(kind, tokens[place:stop], (low, high))], stop - place


def _ends_a_condition(tokens: list[Tok], stop: int) -> bool:
    after = tokens[stop] if stop < len(tokens) else None
    return after is not None and (after.kind in EFFECT or after.text.startswith(("的", "者")) or after.kind == "SEP")
