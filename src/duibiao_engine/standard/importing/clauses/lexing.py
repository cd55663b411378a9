"""Clause → raw tokens: numbers with what they count, words of the lexicon, marks, and free text between them.

Its one trick: a Chinese numeral is a number only before something that can be counted (三次), so 三公 and 统一 stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from duibiao_engine.standard.importing.clauses.lexicon import PLACES, UNITS, look_up
from duibiao_engine.standard.importing.clauses.normal import PART, Normal
from duibiao_engine.standard.importing.clauses.numerals import DIGITS, TENS, arabic, chinese

_LONGEST_UNIT = max(map(len, UNITS | PLACES))
_STOPS = {
    "。": "STOP",
    "；": "STOP",
    "！": "STOP",
    "？": "STOP",
    "，": "SEP",
    "：": "COLON",
    PART: "STOP",
    "（": "LP",
    "）": "RP",
}
_ONE_EACH = re.compile("一[村户企案事岗镇校厂人窗县乡社行路河景站库园区街组队品项]一")
_SIGNS = {"÷": "OVER", "×": "TIMES", "=": "IS", "-": "TO", "、": "AND"}
_BEFORE_POINTS = {"LOSS", "GAIN", "MOST", "CMP", "FULL", "FILLED", "TOP", "CONVERT", "AND", "TO", "EACHOF"}


@dataclass(frozen=True, slots=True)
class Tok:
    """One token: its kind, its normalised words, where they stand, and what they mean."""

    kind: str
    text: str
    start: int
    end: int
    value: Any = None

    def __str__(self) -> str:
        return self.text

    def turned(self, kind: str, value: Any = None) -> Tok:
        """The same words as another kind of token."""
        return replace(self, kind=kind, value=self.value if value is None else value)


def lex(source: Normal) -> list[Tok]:
    """All tokens of the text, in order and without gaps."""
    tokens: list[Tok] = []
    text, place = source.text, 0
    while place < len(text):
        made = _at(text, place, tokens)
        for tok in made:
            if tok.kind == "W" and tokens and tokens[-1].kind == "W":
                last = tokens.pop()
                tok = Tok("W", last.text + tok.text, last.start, tok.end)
            tokens.append(tok)
        place = tokens[-1].end
    return tokens


def _at(text: str, place: int, before: list[Tok]) -> list[Tok]:
    letter = text[place]
    if letter in _STOPS:
        return [Tok(_STOPS[letter], letter, place, place + 1)]
    number = arabic(text, place) if letter.isascii() and letter.isdigit() else None
    if number is not None:
        return _numbered(text, place, *number, before) or [
            Tok("NUM", text[place : number[1]], place, number[1], number[0])
        ]
    found = look_up(text, place)
    if letter in DIGITS or letter in TENS or letter == "半" or text.startswith("百分之", place):
        spelt = _spelt(text, place, before) if found is None or len(found[0]) < 2 or _tenner(found[0], before) else None
        if spelt:
            return spelt
    if found is not None:
        word, (kind, meaning) = found
        return [Tok(kind, word, place, place + len(word), meaning)]
    if letter in _SIGNS:
        return [Tok(_SIGNS[letter], letter, place, place + 1)]
    return [Tok("W", letter, place, place + 1)]


def _spelt(text: str, place: int, before: list[Tok]) -> list[Tok]:
    """A number in Chinese numerals with what it counts, or nothing."""
    if text.startswith("百分之", place):
        number = chinese(text, place + 3) or arabic(text, place + 3)
        return [Tok("PCT", text[place : number[1]], place, number[1], number[0])] if number else []
    if _ONE_EACH.match(text, place) or (place >= 2 and _ONE_EACH.match(text, place - 2)):
        return []  # 一村一法律顾问
    number = chinese(text, place)
    return [] if number is None else _numbered(text, place, *number, before, spelt=True)


def _numbered(text: str, place: int, value: float, end: int, before: list[Tok], *, spelt: bool = False) -> list[Tok]:
    """The tokens of a number and what follows it; nothing where it counts nothing."""
    tail = text[end : end + 2]
    if tail == "分之" and (chinese(text, end + 2) or arabic(text, end + 2)):
        return _fraction(text, place, value, end)
    if tail == "分制":
        return [Tok("SCALE", text[place : end + 2], place, end + 2, value)]
    if tail[:1] == "分" and tail not in ("分钟", "分类", "分级", "分析", "分管", "分别", "分局", "分包"):
        points = place + 1 < len(text) and not (spelt and value == 10 and not _may_be_points(before))
        return _points(text, place, value, end) if points else []
    if tail[:1] == "%":
        return [Tok("PCT", text[place : end + 1], place, end + 1, value)]
    if tail[:1] in "年月" and tail[:1] and tail != "月度":
        return _dated(text, place, value, end)
    unit = unit_at(text, end, wide=not spelt)
    if unit:
        stop = end + len(unit)
        number = Tok("NUM", text[place:end], place, end, value)
        return [number, Tok("UNIT", unit, end, stop, unit)]
    if spelt and not (tail[:1] and tail[0] in "至到-、名位以及（") and not _ranked(before):
        return []
    return [Tok("NUM", text[place:end], place, end, value)]


def _tenner(word: str, before: list[Tok]) -> bool:
    """扣十分 is ten points, 十分 elsewhere is very."""
    return word == "十分" and _may_be_points(before)


def _may_be_points(before: list[Tok]) -> bool:
    return bool(before) and before[-1].kind in _BEFORE_POINTS


def _ranked(before: list[Tok]) -> bool:
    return bool(before) and before[-1].kind in ("RANKED", "FRONT", "BACK")


def _points(text: str, place: int, value: float, end: int) -> list[Tok]:
    stop = end + 1
    if text[stop : stop + 1] == "半" and value == int(value):
        return [Tok("POINTS", text[place : stop + 1], place, stop + 1, value + 0.5)]
    tenths = (
        DIGITS.get(text[stop : stop + 1])
        if text[place] in DIGITS and text[stop + 1 : stop + 2] in ("", *"，。；、）")
        else None
    )
    if tenths:
        return [Tok("POINTS", text[place : stop + 1], place, stop + 1, value + tenths / 10)]
    return [Tok("POINTS", text[place:stop], place, stop, value)]


def _fraction(text: str, place: int, value: float, end: int) -> list[Tok]:
    upper = chinese(text, end + 2) or arabic(text, end + 2)
    if upper is None or not value:
        return []
    return [Tok("PART", text[place : upper[1]], place, upper[1], upper[0] / value)]


def _dated(text: str, place: int, value: float, end: int) -> list[Tok]:
    """3月31日前, 12月底前: a due day. Any other date is text."""
    day, stop = None, end + 1
    if text[end] == "月" and 1 <= value <= 12 and value == int(value):
        number = arabic(text, stop) or chinese(text, stop)
        if number is not None and text[number[1] : number[1] + 1] in ("日", "号"):
            day, stop = int(number[0]), number[1] + 1
        elif text[stop : stop + 1] in ("底", "末"):
            day, stop = _last_day(int(value)), stop + 1
        elif text[stop : stop + 2] == "份前":
            return [Tok("W", text[place:stop], place, stop)]
    before = next((word for word in ("之前", "以前", "前") if text.startswith(word, stop)), "")
    if day is not None and before and 1 <= day <= 31:
        stop += len(before)
        return [Tok("DUE", text[place:stop], place, stop, f"{int(value):02d}-{day:02d}")]
    return [Tok("W", text[place:stop], place, stop)]


def _last_day(month: int) -> int:
    return 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def unit_at(text: str, start: int, *, wide: bool = True) -> str:
    """The longest counting unit that begins here; the wide ones are parts of other words too."""
    for length in range(min(_LONGEST_UNIT, len(text) - start), 0, -1):
        word = text[start : start + length]
        if word in UNITS or (wide and word in PLACES):
            return word
    return ""
