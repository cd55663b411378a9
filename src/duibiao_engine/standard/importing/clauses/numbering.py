"""Numbers of parts within a clause, 1. （1） ① 一、: marks between sentences, not numbers that count."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.lexing import Tok

_HEADS = {
    "评分标准",
    "计分办法",
    "扣分标准",
    "评分办法",
    "计分标准",
    "考核标准",
    "评分细则",
    "考核办法",
    "得分标准",
    "计分方法",
    "评分方法",
    "加分标准",
    "计分规则",
    "评分规则",
    "标准",
    "说明",
    "测评标准",
}
_ORDINALS = set("一二三四五六七八九十")


def unnumbered(tokens: list[Tok]) -> list[Tok]:
    """The tokens without numbers of parts; each becomes the end of a sentence."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        length = (
            _number_of_part(tokens, place)
            if not out or out[-1].kind in ("STOP", "COLON")
            else _bracketed(tokens, place)
        )
        if length:
            last = tokens[place + length - 1]
            out.append(Tok("STOP", "", tokens[place].start, last.end))
            if last.kind == "W" and len(last.text) > 1:
                out.append(Tok("W", last.text[1:], last.start + 1, last.end))
            place += length
        elif tokens[place].text in _HEADS and place + 1 < len(tokens) and tokens[place + 1].kind == "COLON":
            place += 2
        else:
            out.append(tokens[place])
            place += 1
    return out


def _number_of_part(tokens: list[Tok], place: int) -> int:
    if place + 1 >= len(tokens):
        return 0
    first, second = tokens[place], tokens[place + 1]
    plain = (first.kind == "NUM" and first.value == int(first.value)) or (first.kind == "W" and first.text in _ORDINALS)
    if plain and (second.kind == "AND" or second.text.startswith((".", "、"))):
        return 2 if len(second.text) == 1 or not second.text[1].isdigit() else 0
    return _bracketed(tokens, place)


def _bracketed(tokens: list[Tok], place: int) -> int:
    if place + 2 >= len(tokens) or (tokens[place].kind, tokens[place + 2].kind) != ("LP", "RP"):
        return 0
    inner = tokens[place + 1]
    numbered = inner.kind == "NUM" and inner.value == int(inner.value) and inner.value <= 30
    return 3 if numbered or inner.text in _ORDINALS else 0
