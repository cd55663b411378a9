"""Raw tokens → the tokens that the grammar knows: a keyword keeps its role only where its neighbours give it one.

得 before 3分 gives points, in 取得 it is text; 达到 before 95% is a bound, in 达到要求 it is text; 每 begins a "for each" only if
something countable follows. Ranges, ranks and （含） become one token here, so that the grammar stays small.
"""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.ahead import counts, due_there
from duibiao_engine.standard.importing.clauses.lexing import Tok, unit_at
from duibiao_engine.standard.importing.clauses.rewriting import kinds_at, merged, rewrite, span
from duibiao_engine.standard.importing.clauses.roles import EFFECT, ENDS, roles
from duibiao_engine.standard.importing.clauses.spans import grouped, joined, kinds_of_things, or_else, ranges, ranks


def tag(tokens: list[Tok]) -> list[Tok]:
    """The tokens with their roles settled; free text that touches is one token."""
    steps = (
        _parts,
        _best,
        joined,
        kinds_of_things,
        or_else,
        _turned_round,
        _named_once,
        ranges,
        _marks,
        ranks,
        _each,
        roles,
        roles,
        _brackets,
    )
    for step in steps:
        tokens = step(tokens)
    return merged(tokens)


def _parts(tokens: list[Tok]) -> list[Tok]:
    """计80%, 扣50%的分值, 得该项分值的60%: a part of the item's points."""
    return rewrite(tokens, _part, "LOSS", "GAIN")


def _best(tokens: list[Tok]) -> list[Tok]:
    """以最高者为满分: whoever is best, not the highest of several."""
    return rewrite(tokens, _whoever, "HIGH")


def _whoever(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    tok = tokens[place]
    if not tok.text.startswith("以最高") or not {"FULL", "GAIN"} & set(kinds_at(tokens, place + 1, 4)):
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
    return [tokens[place], span("HALF", tokens[place + 1 : end], tokens[stop].value / 100)], end - place


_FLIPPED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
_DONE_WITH = {"LOSS", "GAIN", "ZERO", "FULL", "HALF", "NOLOSS"}


def _turned_round(tokens: list[Tok]) -> list[Tok]:
    """80%≤满意度＜90% becomes 满意度≥80%＜90%."""
    return rewrite(tokens, _flip, "PCT", "NUM")


def _flip(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    kinds = kinds_at(tokens, place, 5)
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
    return rewrite(tokens, _mark, "POINTS", "SPAN", "TO", "W")


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
        given = tokens[spot].kind != "GAIN" or kinds_at(tokens, spot + 1, 1)[:1] in (("POINTS",), ("FULL",), ("HALF",))
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
    closed = after is not None and after.kind == "W" and after.text.startswith(("的", "者"))  # 低于80分的，扣2分
    compared = (after is not None and after.kind in ("SUF", "INCL")) or (
        before == "CMP" and (later or closed) and tokens[place - 1].value != "="
    )
    if not compared:
        return None
    cut = tok.end - 1
    return [Tok("NUM", tok.text[:-1], tok.start, cut, tok.value), Tok("UNIT", "分", cut, tok.end, "分")], 1


def _named_once(tokens: list[Tok]) -> list[Tok]:
    """初次信访一次化解率达到85%: a number within a name, when the number that counts comes later."""
    return rewrite(tokens, _within_name, "NUM")


def _within_name(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    if kinds_at(tokens, place, 3) != ("NUM", "UNIT", "W") or kinds_at(tokens, place + 4, 1) not in (("PCT",), ("NUM",)):
        return None
    late = tokens[place + 3].kind == "CMP"
    return ([span("W", tokens[place : place + 3], None)], 3) if late else None


def _brackets(tokens: list[Tok]) -> list[Tok]:
    """Brackets around plain words within a phrase belong to the words: 村（社区）."""
    return rewrite(merged(tokens), _bracket, "LP")


def _bracket(tokens: list[Tok], place: int) -> tuple[list[Tok], int] | None:
    formula = grouped(tokens, place)
    if formula or kinds_at(tokens, place, 3) != ("LP", "W", "RP"):
        return formula
    after = tokens[place + 3].kind if place + 3 < len(tokens) else "STOP"
    within = (
        place > 0
        and tokens[place - 1].kind in ("W", "UNIT")
        and (after not in ENDS or len(tokens[place + 1].text) <= 4)
    )
    return ([span("W", tokens[place : place + 3], None)], 3) if within else None


# ── 每 ─────────────────────────────────────────────────────────────────────────────────────────────


def _each(tokens: list[Tok]) -> list[Tok]:
    """每 with what it counts; the unit inside the free text behind it is cut off."""
    return rewrite(rewrite(tokens, _each_unit, "EVERY", "OVER"), _each_or_text, "EVERY")


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
