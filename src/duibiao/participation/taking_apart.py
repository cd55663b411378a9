"""A paper taken apart into its items: what is numbered is an item, what stands above numbers is a heading, what follows belongs to it.

Its one trick: a level is not read off one number but off what stands above it: a kind of number that is open there goes on beside
it, another goes below; only what has nothing below it is an item. 一是…二是…三是… within one item makes several of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duibiao.participation.choices import Aspect
from duibiao_engine.standard.importing.numbering import split

#: Words that headings use for each way of assessing.
_ASPECTS = (
    (Aspect.SURVEY, ("问卷", "调查", "满意度")), (Aspect.PUBLICITY, ("宣传", "氛围", "公益广告")),
    (Aspect.MATERIAL, ("资料", "材料", "台账", "档案")), (Aspect.FIELD, ("实地", "现场", "点位", "暗访")),
)  # fmt: skip
_COUNTED = re.compile(r"(?:^|(?<=[。；;：:，,\s]))([一二三四五六七八九十]{1,2})是(?!否)")
_DAY = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:之)?前")
MOST_LETTERS = 500


@dataclass
class Item:
    """One thing that was found: its words, what the heading above it speaks of, the day until which it is to be done."""

    words: str
    aspect: str = Aspect.OTHER
    due_on: date | None = None
    #: What is known of it beyond its words; goes before what is proposed.
    known: dict[str, Any] = field(default_factory=dict)


@dataclass
class Taken:
    """The items, and the lines that are none: what stands before the first number."""

    items: list[Item] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass
class _Line:
    depth: int
    words: str


def take_apart(text: str, *, received_on: date) -> Taken:
    """The items of a text in their order. A text without any number: each line is one."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    numbered, left = _numbered(lines)
    if not numbered:
        return Taken([_item(one, [], received_on) for line in left for one in _counted(line)])
    taken, above = Taken(left=left), list[_Line]()
    for place, line in enumerate(numbered):
        above = [one for one in above if one.depth < line.depth]
        following = numbered[place + 1] if place + 1 < len(numbered) else None
        if following is not None and following.depth > line.depth:
            above.append(line)
            continue
        taken.items += [_item(one, [each.words for each in above], received_on) for one in _counted(line.words)]
    return taken


def _numbered(lines: list[str]) -> tuple[list[_Line], list[str]]:
    """The numbered lines, each with what follows it without a number; and what stands before the first."""
    opened, found, left = list[str](), list[_Line](), list[str]()
    for line in lines:
        number, rest = split(line)
        if number is not None and rest:
            opened = opened[: opened.index(number.kind)] if number.kind in opened else opened
            opened = [*opened, number.kind]
            found.append(_Line(len(opened), rest))
        elif found:
            found[-1].words += line
        else:
            left.append(line)
    return found, left


def _counted(words: str) -> Iterator[str]:
    """一是…二是…: each of them; fewer than two, or not from the first on: the whole."""
    marks = list(_COUNTED.finditer(words))
    if len(marks) < 2 or marks[0][1] != "一":
        yield words
        return
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    for mark, end in zip(marks, ends, strict=True):
        yield words[mark.end() : end].strip(" ；;，,")


def _item(words: str, above: list[str], received_on: date) -> Item:
    return Item(words[:MOST_LETTERS], aspect_of([*reversed(above), words]), due_in(words, received_on))


def aspect_of(texts: list[str]) -> Aspect:
    """What the nearest heading speaks of; an item's own words come last, for they may speak of anything."""
    for text in texts:
        for aspect, words in _ASPECTS:
            if any(word in text for word in words):
                return aspect
    return Aspect.OTHER


def due_in(words: str, received_on: date) -> date | None:
    """10月15日前: the next such day after the paper came."""
    found = _DAY.search(words)
    if found is None:
        return None
    try:
        day = date(int(found[1] or received_on.year), int(found[2]), int(found[3]))
        return day if found[1] or day >= received_on else day.replace(year=day.year + 1)
    except ValueError:
        return None
