"""The clause as the lexer wants it: one form for every letter and mark, no blanks, and the way back to the exact words.

Its one trick: each letter remembers where it stood, so that full-width, half-width and spaced-out variants are read alike
and still the words shown are the ones that were given.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from duibiao_engine.standard.importing.clauses.values import Words

_MARKS = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", "〔": "（", "〕": "）",
    "~": "-", "～": "-", "－": "-", "—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "─": "-", "∼": "-", "﹣": "-",
    "＋": "+", "*": "×", "✕": "×", "✖": "×", "x": "x", "/": "÷", "∕": "÷", "?": "？", "!": "！", "．": ".", "﹪": "%", "｡": "。", "､": "、",
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "“": "", "”": "", '"': "", "'": "", "‘": "", "’": "",
}  # fmt: skip
_CIRCLED = {chr(0x2460 + place): str(place + 1) for place in range(20)}
#: Opens a numbered part; written so because nothing else in a clause is.
PART = "\x01"
_SENTENCE_ENDS = "分止扣。；，、：%"


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text, and for each of its letters where it stood in the original."""

    raw: str
    text: str
    places: tuple[int, ...]
    where: str = "clause"

    def words(self, start: int, end: int) -> Words:
        """The exact original words of a stretch of the normalised text."""
        first, last = self.places[start], self.places[end - 1] + 1
        return Words.model_construct(words=self.raw[first:last], start=first, end=last, where=self.where)


def normal(raw: str, where: str = "clause") -> Normal:
    """The text in its one form."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(raw):
        for one in _plain(raw, place, letter, letters):
            letters.append(one)
            places.append(place)
    return Normal(raw, "".join(letters), tuple(places), where)


def _plain(raw: str, place: int, letter: str, before: list[str]) -> str:
    if letter in _CIRCLED:
        return PART
    if letter in "\r\n\v\f\u2028\u2029":
        return "；" if before and before[-1] in _SENTENCE_ENDS and before[-1] not in "；，、：" else ""
    if _unseen(letter):
        return ""
    if letter in ".．" and before and not before[-1].isdigit() and not raw[place + 1 : place + 2].isalnum():
        return "。"
    if letter == "…" or letter in "《》〈〉":
        return letter
    folded = _folded(letter)
    if folded == "，" and _between_digits(raw, place) and _thousands(raw, place):
        return ""
    return folded


@cache
def _folded(letter: str) -> str:
    wide = unicodedata.normalize("NFKC", letter) if letter not in _MARKS else letter
    return "".join(_MARKS.get(one, one) for one in wide)


@cache
def _unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc")


def _between_digits(raw: str, place: int) -> bool:
    return 0 < place < len(raw) - 1 and raw[place - 1].isdigit() and raw[place + 1].isdigit()


def _thousands(raw: str, place: int) -> bool:
    """A comma of a number such as 1,000; three digits follow and no more."""
    after = raw[place + 1 : place + 5]
    return raw[place] == "," and len(after) >= 3 and after[:3].isdigit() and not after[3:].isdigit()
