"""Automatic numbers of Word paragraphs (一、 （一） 1. ①): Word keeps only which list a paragraph belongs to.

Its one trick: paragraphs are asked for in the order of the document, and every list counts along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_SLOT = re.compile(r"%([1-9])")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written."""

    start: int
    form: str
    text: str


def chinese(number: int) -> str:
    """12 → 十二."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def roman(number: int) -> str:
    """4 → IV; small numbers only."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def written(number: int, form: str) -> str:
    """A number in one of Word's forms."""
    if form.startswith(("chinese", "japanese", "ideograph", "taiwanese", "korean")):
        return chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("upperRoman", "lowerRoman"):
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return f"{number:02d}" if form == "decimalZero" else str(number)


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, numbering: ElementTree.Element | None, styles: ElementTree.Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._shared: dict[str, str] = {}
        self._styles = _styles(styles)
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: ElementTree.Element) -> None:
        abstract = {one.get(f"{W}abstractNumId", ""): _levels(one) for one in root.findall(f"{W}abstractNum")}
        for one in root.findall(f"{W}num"):
            number = one.get(f"{W}numId", "")
            shared = _value(one.find(f"{W}abstractNumId"))
            levels = dict(abstract.get(shared, {}))
            overrides = one.findall(f"{W}lvlOverride")
            for override in overrides:
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[int(override.get(f"{W}ilvl", "0"))] = _level(own)
            self._levels[number] = levels
            # lists made from one definition count on, unless one of them says where it starts
            self._shared[number] = number if overrides else f"abstract {shared}"

    def label(self, paragraph: ElementTree.Element) -> str:
        """The number before this paragraph, empty if it has none; counts on."""
        found = self._of(paragraph)
        if found is None:
            return ""
        number, depth = found
        levels = self._levels.get(number, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._shared[number], {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return self._text(levels, depth, counts)

    def _text(self, levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
        if levels[depth].form in ("bullet", "none"):
            return ""

        def slot(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            of = levels.get(level, levels[depth])
            return written(counts.get(level, of.start), of.form)

        return _SLOT.sub(slot, levels[depth].text)

    def _of(self, paragraph: ElementTree.Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        style = "" if properties is None else _value(properties.find(f"{W}pStyle"))
        number, depth = _reference(own) if own is not None else self._styles.get(style, ("", 0))
        return (number, depth) if number not in ("", "0") else None


def _styles(root: ElementTree.Element | None) -> dict[str, tuple[str, int]]:
    if root is None:
        return {}
    found = {}
    for style in root.findall(f"{W}style"):
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None:
            found[style.get(f"{W}styleId", "")] = _reference(own)
    return found


def _reference(own: ElementTree.Element) -> tuple[str, int]:
    depth = _value(own.find(f"{W}ilvl"))
    return _value(own.find(f"{W}numId")), int(depth) if depth.isdigit() else 0


def _levels(abstract: ElementTree.Element) -> dict[int, Level]:
    return {int(one.get(f"{W}ilvl", "0")): _level(one) for one in abstract.findall(f"{W}lvl")}


def _level(one: ElementTree.Element) -> Level:
    start = _value(one.find(f"{W}start"))
    return Level(
        int(start) if start.isdigit() else 1,
        _value(one.find(f"{W}numFmt")) or "decimal",
        _value(one.find(f"{W}lvlText")),
    )


def _value(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
