"""Raw tokens → the tokens that the grammar knows: a keyword keeps its role only where its neighbours give it one.

得 before 3分 gives points, in 取得 it is text; 达到 before 95% is a bound, in 达到要求 it is text; 每 begins a "for each" only if
something countable follows. Ranges, ranks and （含） become one token here, so that the grammar stays small.
"""

from __future__ import annotations

from collections.abc import Callable

from duibiao_engine.standard.importing.clauses.ahead import counts, due_there
from duibiao_engine.standard.importing.clauses.lexing import Tok, unit_at
from duibiao_engine.standard.importing.clauses.roles import EFFECT, ENDS, roles


def tag(tokens: list[Tok]) -> list[Tok]:
    """The tokens with their roles settled; free text that touches is one token."""
    steps = (_parts, _best, _joined, _kinds_of_things, _or_else, _turned_round, _named_once, _ranges, _marks, _ranks, _each, roles, roles, _brackets)
    for step in steps:
        tokens = step(tokens)
    return _merged(tokens)


def _parts(tokens: list[Tok]) -> list[Tok]:
    """计80%, 扣50%的分值, 得该项分值的60%: a part of the item's points."""
    return _rewrite(tokens, _part, "LOSS", "GAIN")


def _best(tokens: list[Tok]) -> list[Tok]:
    """以最高者为满分: whoever is best, not the highest of several."""
    return _rewrite(tokens, _whoever, "HIGH")


def _whoever(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    tok = tokens[place]
    if not tok.text.startswith("以最高") or not {"FULL", "GAIN"} & set(_kinds(tokens, place + 1, 4)):
        return None
    return [Tok("ASONE", "以", tok.start, tok.start + 1), Tok("W", tok.text[1:], tok.start + 1, tok.end)], 1


_OF_POINTS = ("的分值", "的分数", "分值", "的分", "的标准分", "分数", "")
_THE_ITEM = (
    "该项分值的",
    "本项分值的",
    "标准分的",
    "分值的",
    "满分的",
    "本项满分的",
    "该项满分的",
    "标准分值的",
    "总分的",
    "本项总分的",
)


def _part(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    stop = place + 1
    before = ""
    while stop < len(tokens) and tokens[stop].kind in ("W", "ITEM", "FULL", "MORE") and len(before) < 8:
        before += tokens[stop].text
        stop += 1
    if stop >= len(tokens) or tokens[stop].kind != "PCT" or (before and before not in _THE_ITEM):
        return None
    end, after = stop + 1, ""
    while end < len(tokens) and tokens[end].kind not in (*ENDS, "COLON"):
        after += tokens[end].text
        end += 1
    if after not in _OF_POINTS or not 0 < tokens[stop].value <= 100:
        return None
    return [tokens[place], _span("HALF", tokens[place + 1 : end], tokens[stop].value / 100)], end - place


_FLIPPED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
_DONE_WITH = {"LOSS", "GAIN", "ZERO", "FULL", "HALF", "NOLOSS"}


def _turned_round(tokens: list[Tok]) -> list[Tok]:
    """80%≤满意度＜90% becomes 满意度≥80%＜90%."""
    return _rewrite(tokens, _flip, "PCT", "NUM")


def _flip(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    kinds = _kinds(tokens, place, 5)
    if (
        kinds[1:4] != ("CMP", "W", "CMP")
        or kinds[:1] not in (("PCT",), ("NUM",))
        or kinds[4:] not in (("PCT",), ("NUM",))
    ):
        return None
    number, sign, words = tokens[place : place + 3]
    if sign.value not in _FLIPPED:
        return None
    return [words, sign.turned("CMP", _FLIPPED[sign.value]), number], 3


def _marks(tokens: list[Tok]) -> list[Tok]:
    """80分以上, 低于60分的, 60-80分得2分: marks of something else, not points of this item."""
    return _rewrite(tokens, _mark, "POINTS", "SPAN", "TO", "W")


def _mark(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    tok = tokens[place]
    ahead = tokens[place + 1].kind if place + 1 < len(tokens) else ""
    if ahead in ("POINTS", "SPAN") and tok.text in ("-", "+"):
        return [tok.turned("LOSS", "") if tok.text == "-" else tok.turned("GAIN", "bonus")], 1
    if tok.kind not in ("POINTS", "SPAN"):
        return None
    before = tokens[place - 1].kind if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    later = False
    for spot in range(place + 1, min(place + 6, len(tokens))):
        if tokens[spot].kind in ENDS:
            break
        given = tokens[spot].kind != "GAIN" or _kinds(tokens, spot + 1, 1)[:1] in (("POINTS",), ("FULL",), ("HALF",))
        later = later or (tokens[spot].kind in _DONE_WITH and given)
    if tok.kind == "SPAN":
        low, high = tok.value
        own = before not in ("LOSS", "GAIN", "DISC") and later
        return (
            (
                [
                    tok.turned("RANGE", (low, high, False, None, None, "")),
                ],
                1,
            )
            if own
            else None
        )
    compared = (after is not None and after.kind in ("SUF", "INCL")) or (
        before == "CMP" and later and tokens[place - 1].value != "="
    )
    if not compared:
        return None
    cut = tok.end - 1
    return [Tok("NUM", tok.text[:-1], tok.start, cut, tok.value), Tok("UNIT", "分", cut, tok.end, "分")], 1


def _named_once(tokens: list[Tok]) -> list[Tok]:
    """初次信访一次化解率达到85%: a number within a name, when the number that counts comes later."""
    return _rewrite(tokens, _within_name, "NUM")


def _within_name(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    if _kinds(tokens, place, 3) != ("NUM", "UNIT", "W") or _kinds(tokens, place + 4, 1) not in (("PCT",), ("NUM",)):
        return None
    late = tokens[place + 3].kind == "CMP"
    return ([_span("W", tokens[place : place + 3], None)], 3) if late else None


def _brackets(tokens: list[Tok]) -> list[Tok]:
    """Brackets around plain words within a phrase belong to the words: 村（社区）."""
    return _rewrite(_merged(tokens), _bracket, "LP")


def _bracket(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    grouped = _grouped(tokens, place)
    if grouped or _kinds(tokens, place, 3) != ("LP", "W", "RP"):
        return grouped
    after = tokens[place + 3].kind if place + 3 < len(tokens) else "STOP"
    within = (
        place > 0
        and tokens[place - 1].kind in ("W", "UNIT")
        and (after not in ENDS or len(tokens[place + 1].text) <= 4)
    )
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


Rule = Callable[[list[Tok], int], tuple[list[Tok], int] | None]


def _rewrite(tokens: list[Tok], rule: Rule, *firsts: str) -> list[Tok]:
    """Applies a rule wherever a token of these kinds stands; it says what stands there instead of how many tokens."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        found = rule(tokens, place) if tokens[place].kind in firsts else None
        if found is None:
            out.append(tokens[place])
            place += 1
            continue
        out += found[0]
        place += found[1]
    return out


# ── （含） and 到 ───────────────────────────────────────────────────────────────────────────────────


def _joined(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(_rewrite(tokens, _included, "LP"), _duration, "NUM")


_WIDTHS = {"米", "公里", "千米"}
_WITHIN = ("内", "之内", "以内", "范围内", "范围以内", "范围之内")
_SPANS = {"日", "天", "个工作日", "工作日", "小时", "个月", "周", "分钟"}


def _duration(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """15日内, 5个工作日以内, 200米内有网吧: how long one has and how far it is, no number that is scored by."""
    if _kinds(tokens, place, 2) == ("NUM", "UNIT") and tokens[place + 1].text in _WIDTHS:
        return _distance(tokens, place)
    if _kinds(tokens, place, 2) != ("NUM", "UNIT") or tokens[place + 1].text not in _SPANS or place + 2 >= len(tokens):
        return None
    after = tokens[place + 2]
    if not after.text.startswith(("内", "之内", "以内", "前", "之前")):
        return None
    return [_span("W", tokens[place : place + 3], None)], 3


def _distance(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    stop, words = place + 2, ""
    while stop < len(tokens) and tokens[stop].kind in ("W", "SUF") and not words.startswith(_WITHIN):
        words += tokens[stop].text
        stop += 1
    within = next((one for one in sorted(_WITHIN, key=len, reverse=True) if words.startswith(one)), "")
    more = stop < len(tokens) and tokens[stop].kind not in (*ENDS, *EFFECT)
    named = len(words) - len(within) >= 2 and not words[len(within) :].startswith("的")
    return ([_span("W", tokens[place:stop], None)], stop - place) if within and (named or (more and words == within)) else None


def _kinds_of_things(tokens: list[Tok]) -> list[Tok]:
    """每引进1个5亿元以上项目: after what is counted, a number belongs to the name of the things."""
    return _rewrite(_rewrite(tokens, _kind_of_thing, "EVERY", "DEV"), _crowd, "NUM")


def _crowd(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """5人以上集体访1批次扣1分: how large it must be, before how often it happened."""
    kinds = _kinds(tokens, place, 7)
    stop = next((i for i in range(3, len(kinds)) if kinds[i] != "W"), len(kinds))
    if kinds[:3] != ("NUM", "UNIT", "SUF") or stop < 4 or kinds[stop : stop + 2] != ("NUM", "UNIT"):
        return None
    once = tokens[place + stop].value == 1 and sum(len(tok.text) for tok in tokens[place + 3 : place + stop]) >= 2
    return ([_span("W", tokens[place : place + stop], None)], stop) if once else None


def _kind_of_thing(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    stop = place + 1
    while stop < len(tokens) and tokens[stop].kind not in (*ENDS, *EFFECT, "COLON", "EVERY"):
        stop += 1
    first = next((i for i in range(place + 1, stop) if tokens[i].kind == "UNIT"), stop)
    if tokens[place].kind == "DEV" and (first != place + 2 or tokens[place + 1].value != 1 or tokens[place].value != "found"):
        return None
    later = next((i for i in range(first + 1, stop) if tokens[i].kind in ("NUM", "PCT")), stop)
    due = any(tok.kind == "CMP" for tok in tokens[first + 1 : stop]) and not tokens[stop - 1].text.startswith("的")
    if due or later + 1 >= stop or tokens[stop - 1].kind != "W" or len(tokens[stop - 1].text.strip("的")) < 2:
        return None
    return [*tokens[place : first + 1], _span("W", tokens[first + 1 : stop], None)], stop - place


def _or_else(tokens: list[Tok]) -> list[Tok]:
    """不高于35微克或连续三年下降: a new phrase begins with 或."""
    return _rewrite(tokens, _or_from_here, "OR")


def _or_from_here(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    before = tokens[place - 1].kind if place else ""
    ahead = {tok.kind for tok in tokens[place + 1 : place + 3]}
    if before not in ("UNIT", "PCT", "NUM", "SUF", "INCL") or not ahead & {"RUN", "TREND"}:
        return None
    start = tokens[place].start
    return [Tok("SEP", "", start, start), tokens[place]], 1


def _grouped(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    """（完成数÷应完成数）×5分: the brackets of a formula change nothing."""
    if _kinds(tokens, place, 5) == ("LP", "W", "OVER", "W", "RP") and _kinds(tokens, place + 5, 1) == ("TIMES",):
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
    return [_span("INCL", tokens[place : close + 1], "不" not in inside)], close + 1 - place


_TO = {"TO"}


def _ranges(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(_rewrite(tokens, _split_to, "W", "CMP"), _range, "NUM", "PCT", "POINTS")


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
    if kinds[:1] == ("POINTS",) and "INCL" in kinds[:5] and "TO" in kinds[:3]:
        return _marks_between(tokens, place)
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
    unit = next((tok.text for tok in tokens[place:to] if tok.kind == "UNIT"), "")
    if not percent and stop < len(tokens) and tokens[stop].kind == "UNIT" and tokens[stop].text not in ("名", "位"):
        unit = tokens[stop].text
        stop += 1
    return [
        _span("RANGE", tokens[place:stop], (low.value, high.value, percent, included[0], included[1], unit))
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
    return [_span("RANGE", parts[:stop], value)], stop


# ── ranks: 第1名, 第2至5名, 前三名 ─────────────────────────────────────────────────────────────────


def _ranks(tokens: list[Tok]) -> list[Tok]:
    return _rewrite(tokens, _rank, "NUM", "RANGE", "RANKED", "FRONT", "BACK")


def _rank(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    first = tokens[place]
    if (
        _kinds(tokens, place, 2) == ("NUM", "UNIT")
        and tokens[place + 1].text in ("名", "位")
        and place + 2 < len(tokens)
        and tokens[place + 2].text.startswith(("以后", "之后"))
    ):
        return [_span("ELSE", tokens[place : place + 3], None)], 3
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
    if stop < len(tokens) and tokens[stop].text.startswith(
        ("以后", "之后", "以外", "开外", "以下", "及以后", "及之后", "及以下", "及其后")
    ):
        return [_span("ELSE", tokens[place : stop + 1], None)], stop + 1 - place
    low, high = int(numbers[0]), int(numbers[-1])
    low = 1 if first.kind == "FRONT" else low
    kind = "RANK" if first.kind != "BACK" else "HARD"
    return [_span(kind, tokens[place:stop], (low, high))], stop - place


def _ends_a_condition(tokens: list[Tok], stop: int) -> bool:
    after = tokens[stop] if stop < len(tokens) else None
    return after is not None and (after.kind in EFFECT or after.text.startswith(("的", "者")) or after.kind == "SEP")


# ── 每 ─────────────────────────────────────────────────────────────────────────────────────────────


def _each(tokens: list[Tok]) -> list[Tok]:
    """每 with what it counts; the unit inside the free text behind it is cut off."""
    return _rewrite(_rewrite(tokens, _each_unit, "EVERY", "OVER"), _each_or_text, "EVERY")


def _each_unit(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    tok = tokens[place]
    if tok.kind not in ("EVERY", "OVER") or place + 1 >= len(tokens):
        return None
    after = tokens[place + 1]
    text = after.text
    for extra in tokens[place + 2 : place + 4]:
        if extra.kind not in ("W", "PLACE", "FRONT", "BACK", "EVERY"):
            break
        text += extra.text
    if after.kind not in ("W", "PLACE", "DEV"):
        return None
    unit = unit_at(text, 0)
    if len(unit) == 1 and len(text) > 1:
        unit = unit_at(text, 0, wide=False)  # 每组织一次: 组 is no unit here
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
        if after.kind in ENDS or after.kind in EFFECT:
            break
        ahead.append(after)
    sited = bool(ahead) and ahead[0].kind in ("UNIT", "W") and due_there(ahead[1:])
    sited = sited or [one.kind for one in ahead[:3]] == ["UNIT", "NUM", "UNIT"]
    if any(after.kind == "EVERY" for after in ahead) or not counts(ahead) or sited:
        return [tok.turned("W")], 1
    return None
