"""Numbers before names: 一、 （一） 1. （1） ① 1.1.1 Ⅰ-1 A1, and which level they speak of.

Its one trick: a level is not read off one number (offices use （一） and 1. in either order) but off the order in which the
kinds of numbers appear: a kind not seen before goes deeper, a known one returns to its level.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from duibiao_engine.standard.importing.numerals import CHINESE, number_of

_ROMANS = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_R = "|".join(sorted(_ROMANS, key=len, reverse=True))
_C = f"[{CHINESE}]+"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: its kind, its value among siblings, and the code where it is one by itself (1.1.1, Ⅰ-1)."""

    text: str
    kind: str
    ordinal: int | None
    code: str = ""
    depth: int = 0  #: where the number itself says it


def _dotted(found: re.Match[str], text: str) -> Number:
    parts = re.split(r"[.\-]", found[1].strip(".-"))
    code = ".".join(str(int(part)) for part in parts)
    return Number(text, f"dotted{len(parts)}", int(parts[-1]), code, len(parts))


def _roman(found: re.Match[str], text: str) -> Number:
    level = _ROMANS[found[1]]
    shown = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"[level - 1]
    return Number(text, f"roman{level}", int(found[2]), f"{shown}-{int(found[2])}", level)


def _letter(found: re.Match[str], text: str) -> Number:
    code = re.sub(r"\s+", "", found[1]).strip(".")
    digits = re.findall(r"\d+", code)
    return Number(text, f"letter{code[0]}{len(digits)}", int(digits[-1]), code)


def _lettered(found: re.Match[str], text: str) -> Number:
    code = found[1]
    parts = code.count(".") + 1
    last = code.rpartition(".")[2]
    ordinal = int(last) if last.isdigit() else ord(code) - 64
    return Number(text, f"lettered{parts}", ordinal, code, parts if parts > 1 else 0)


def _plain(kind: str) -> Callable[[re.Match[str], str], Number]:
    def make(found: re.Match[str], text: str) -> Number:
        value = number_of(found[1])
        return Number(text, kind, None if value is None else int(value))

    return make


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Number]], ...] = (
    (re.compile(rf"^\(?({_R})[\-－—.]\s*(\d{{1,3}})\)?[、.．:：]?\s*(?!\d)"), _roman),
    (re.compile(r"^\(?([A-Z]\s*\d{1,3}(?:[.\-]\d{1,3})*)\)?[、.．:：]?\s*(?!\d)"), _letter),
    (re.compile(r"^([A-Z](?:\.\d{1,3})+)[、.．:：]?\s*(?!\d)"), _lettered),
    (re.compile(rf"^({_R})\s+(?=[\u4e00-\u9fff“《「『【])"), lambda found, text: Number(text, "I.", _ROMANS[found[1]])),
    (re.compile(r"^([A-Z])(?:[、.．:：]\s*|\s+)(?=[\u4e00-\u9fff“《「『【])"), _lettered),
    (re.compile(r"^(\d{1,3}(?:[.]\d{1,3})+)[、.．:：]?\s*(?![\d%]|分)"), _dotted),
    (re.compile(r"^(\d{1,2}(?:-\d{1,2})+)[、.．:：]?\s*(?![\d%]|分)"), _dotted),
    (re.compile(rf"^第({_C}|\d{{1,3}})(?:部分|篇|编|章)[、.．:：]?\s*"), _plain("part")),
    (re.compile(rf"^第({_C}|\d{{1,3}})(?:节|条|类|项)[、.．:：]?\s*"), _plain("section")),
    (re.compile(rf"^({_C})[、.．:：]\s*"), _plain("一、")),
    (re.compile(rf"^\(({_C})\)[、.．:：]?\s*"), _plain("（一）")),
    (re.compile(r"^\((\d{1,3})\)[、.．:：]?\s*"), _plain("（1）")),
    (re.compile(rf"^\[({_C})\]\s*"), _plain("【一】")),
    (re.compile(r"^\[(\d{1,3})\]\s*"), _plain("【1】")),
    (re.compile(rf"^({_C})\)\s*"), _plain("一）")),
    (re.compile(rf"^\(({_R})\)\s*"), lambda found, text: Number(text, "(I)", _ROMANS[found[1]])),
    (re.compile(r"^\(([A-Za-z])\)\s*"), lambda found, text: Number(text, "(a)", ord(found[1].lower()) - 96)),
    (
        re.compile(r"^([a-z])[.、)]\s*(?=[\u4e00-\u9fff“《「『【])"),
        lambda found, text: Number(text, "a.", ord(found[1]) - 96),
    ),
    (re.compile(r"^(\d{1,3})\)\s*"), _plain("1)")),
    (re.compile(r"^(\d{1,3})(?:[、.．:：]\s*(?!\d)|\s+(?=[\u4e00-\u9fff“《「『【]))"), _plain("1.")),
    (re.compile(rf"^({_R})[、.．:：]\s*(?=\D)"), lambda found, text: Number(text, "I.", _ROMANS[found[1]])),
)
_CIRCLED = re.compile(r"^([①-⑳])\s*")
_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９．（）【】〔〕［］－　ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
    "0123456789.()[][][]- ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_ROMAN_LETTERS = {chr(0x2160 + n - 1): word for word, n in _ROMANS.items()}
_ALONE = "\u4e00"  # a letter after a number that stands alone in its cell


def split(text: str) -> tuple[Number | None, str]:
    """The number at the beginning, and the rest."""
    text = text.strip()
    circled = _CIRCLED.match(text)
    if circled:
        return Number(circled[1], "①", ord(circled[1]) - 0x2460 + 1), text[circled.end() :].strip()
    flat = text.translate(_FULL_WIDTH)
    spelled = [_ROMAN_LETTERS.get(letter, letter) for letter in flat[:12]]
    for pattern, make in _KINDS:
        found = pattern.match("".join(spelled) + flat[12:])
        if found:
            # a letter Ⅲ inside the number counts once in the text, three times in its spelling
            end = max(
                found.end() - sum(map(len, _within(spelled, found.end()))) + len(_within(spelled, found.end())), 1
            )
            return make(found, text[:end].strip()), text[end:].strip()
    return None, text


def _within(spelled: list[str], end: int) -> list[str]:
    """The spelled letters that end before a place."""
    ends = accumulate(map(len, spelled))
    return [letter for letter, one in zip(spelled, ends, strict=True) if one <= end]


def alone(text: str) -> Number | None:
    """A number that fills its cell (a column of numbers): 1.1.1, Ⅰ-1, 一, （二）, 3."""
    text = text.strip()
    for tail in ("", "、"):
        number, rest = split(f"{text}{tail}{_ALONE}")
        if number is not None and rest == _ALONE:
            return Number(text, number.kind, number.ordinal, number.code, number.depth)
    return None


class Depths:
    """The level of each row in one column of names, by its kind of number or its indent."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._known: dict[str, int] = {}

    def of(self, number: Number | None, indent: int) -> int:
        """1 for the highest level."""
        kind = number.kind if number is not None else f"indent{indent}"
        if number is not None and number.depth:
            self._known[kind] = number.depth
            self._stack = [*self._stack[: number.depth - 1], kind]
            return number.depth
        if kind in self._stack:
            self._stack = self._stack[: self._stack.index(kind) + 1]
        elif kind in self._known:
            self._stack = [*self._stack[: self._known[kind] - 1], kind]
        else:
            self._enter(kind, indent if number is None else None)
        self._known.setdefault(kind, len(self._stack))
        return len(self._stack)

    def _enter(self, kind: str, indent: int | None) -> None:
        if indent is not None:
            # an indent between two known ones: leave the deeper ones
            while self._stack and self._stack[-1].startswith("indent") and int(self._stack[-1][6:]) > indent:
                self._stack.pop()
        self._stack.append(kind)
