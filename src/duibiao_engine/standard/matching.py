"""Which thing of the old edition is which of the new one.

Sure pairs are taken first: the same in everything, then the same name and text, then the same name; what is left is paired
by similar wording. Its one trick: similar texts are looked for among those that share rare pairs of characters, so a
standard of a thousand indicators is not compared with itself a million times.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

#: Wordings less alike than this are different things.
ALIKE = 0.6
#: Pairs in the same place (parent or code) need less.
ALIKE_BY_PLACE = 0.4
_LONGEST_TEXT = 400
_NEAREST = 5
_LARGEST_GROUP = 80


@dataclass(frozen=True, slots=True)
class Thing:
    """What is paired: a code, words, and what it is made of. `whole` holds everything but codes."""

    code: str
    name: str
    text: str
    sort: str  #: things of different sorts (leaf and parent, kinds of measures) are paired only if nothing else fits
    place: tuple[str, ...]  #: names of what it belongs to
    whole: Hashable
    parent: str = ""  #: code of what it belongs to; empty at the top

    @property
    def words(self) -> str:
        """Name and text together."""
        return f"{self.name}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal: this one became that one, how sure (0–1), and why. A person confirms."""

    old: str
    new: str
    confidence: float
    reason: str


def similarity(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same."""
    if one == other:
        return 1.0
    return difflib.SequenceMatcher(None, one[:_LONGEST_TEXT], other[:_LONGEST_TEXT], autojunk=False).ratio()


class Matching:
    """Pairs found so far, and what is still without a partner."""

    def __init__(self, old: Iterable[Thing], new: Iterable[Thing]) -> None:
        self.old, self.new = list(old), list(new)
        self.pairs: dict[int, tuple[int, float, str]] = {}
        self.taken: set[int] = set()

    def run(self) -> list[Pair]:
        """All rounds, in the old edition's order."""
        self.by_group(lambda thing: (thing.sort, thing.name, thing.text, thing.whole), 1.0, "内容完全相同")
        self.by_group(lambda thing: (thing.sort, thing.name, thing.text), 0.97, "名称和原文相同")
        self.by_group(lambda thing: (thing.sort, thing.name), 0.9, "名称相同")
        self.by_parent()
        self.by_code()
        self.by_group(lambda thing: (thing.name,), 0.75, "名称相同，层级或类别变了")
        self.by_words()
        return [self._pair(old) for old in sorted(self.pairs)]

    def _pair(self, old: int) -> Pair:
        new, confidence, reason = self.pairs[old]
        same = self.old[old].code == self.new[new].code
        return Pair(
            self.old[old].code,
            self.new[new].code,
            round(confidence, 2),
            reason + ("，编号相同" if same else "，编号变了"),
        )

    def take(self, old: int, new: int, confidence: float, reason: str) -> None:
        """Settle a pair."""
        self.pairs[old] = (new, confidence, reason)
        self.taken.add(new)

    def _left(self) -> tuple[list[int], list[int]]:
        return [i for i in range(len(self.old)) if i not in self.pairs], [
            i for i in range(len(self.new)) if i not in self.taken
        ]

    def by_group(self, key: Callable[[Thing], Hashable], confidence: float, reason: str) -> None:
        """Things with the same key belong together; among several, the nearest in wording, place and code."""
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        left = self._left()
        for side, things in enumerate((self.old, self.new)):
            for place in left[side]:
                groups[key(things[place])][side].append(place)
        for olds, news in groups.values():
            for old, new in self._within(olds, news):
                alike = similarity(self.old[old].text, self.new[new].text)
                self.take(old, new, confidence * (0.7 + 0.3 * alike), reason)

    def _within(self, olds: list[int], news: list[int]) -> list[tuple[int, int]]:
        if len(olds) == 1 == len(news):
            return [(olds[0], news[0])]
        if len(olds) > _LARGEST_GROUP or len(news) > _LARGEST_GROUP:
            return list(zip(olds, news, strict=False))
        ranked = [
            (-self._nearness(old, new), abs(i - j), old, new)
            for i, old in enumerate(olds)
            for j, new in enumerate(news)
        ]
        return _one_to_one((old, new) for _, _, old, new in sorted(ranked))

    def _nearness(self, old: int, new: int) -> float:
        one, other = self.old[old], self.new[new]
        return similarity(one.text, other.text) + 0.2 * (one.place == other.place) + 0.1 * (one.code == other.code)

    def by_parent(self) -> None:
        """Children of paired parents, from the top down: the nearest in wording, then in position."""
        below: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, things in enumerate((self.old, self.new)):
            for place, thing in enumerate(things):
                below[thing.parent][side].append(place)
        self._children(below[""][0], below[""][1])
        for old, thing in enumerate(self.old):
            if old in self.pairs:
                self._children(below[thing.code][0], below[self.new[self.pairs[old][0]].code][1])

    def _children(self, olds: list[int], news: list[int]) -> None:
        old_left = [(place, old) for place, old in enumerate(olds) if old not in self.pairs]
        new_left = [(place, new) for place, new in enumerate(news) if new not in self.taken]
        if len(old_left) * len(new_left) > _LARGEST_GROUP**2:
            return
        ranked = []
        for i, old in old_left:
            for j, new in new_left:
                alike = _dice(self.old[old].words, self.new[new].words)
                same = (self.old[old].code == self.new[new].code, i == j, self.old[old].sort == self.new[new].sort)
                ranked.append((-alike - 0.05 * sum(same), abs(i - j), old, new))
        for old, new in _one_to_one((old, new) for _, _, old, new in sorted(ranked)):
            self._take_if_alike(old, new)

    def by_code(self) -> None:
        """The same code and a wording that has something in common, unless their parents say otherwise."""
        olds, news = self._left()
        by_code = {self.new[new].code: new for new in news}
        became = {self.old[old].code: self.new[new].code for old, (new, _, _) in self.pairs.items()}
        for old in olds:
            new = by_code.get(self.old[old].code)
            if new is not None and became.get(self.old[old].parent, self.new[new].parent) == self.new[new].parent:
                self._take_if_alike(old, new)

    def _take_if_alike(self, old: int, new: int) -> None:
        one, other = self.old[old], self.new[new]
        alike = max(similarity(one.name, other.name), similarity(one.words, other.words))
        if alike >= ALIKE_BY_PLACE:
            self.take(old, new, 0.5 + 0.4 * alike, f"位置相当，措辞相近（{alike:.0%}）")

    def by_words(self) -> None:
        """Similar wording, the most similar first."""
        olds, news = self._left()
        ranked = []
        for old, new in self._candidates(olds, news):
            alike = similarity(self.old[old].words, self.new[new].words) - 0.2 * (
                self.old[old].sort != self.new[new].sort
            )
            if alike >= ALIKE:
                ranked.append((-alike, old, new))
        likeness = {(old, new): -less for less, old, new in ranked}
        for old, new in _one_to_one((old, new) for _, old, new in sorted(ranked)):
            self.take(old, new, 0.9 * likeness[old, new], f"措辞相近（{likeness[old, new]:.0%}）")

    def _candidates(self, olds: list[int], news: list[int]) -> Iterable[tuple[int, int]]:
        """For each old thing the few new ones that share the most, rare pairs of characters weighing more."""
        holders: dict[str, list[int]] = defaultdict(list)
        for new in news:
            for gram in _grams(self.new[new].words):
                holders[gram].append(new)
        common = max(20, len(news) // 10)
        for old in olds:
            shared: Counter[int] = Counter()
            for gram in _grams(self.old[old].words):
                found = holders.get(gram, ())
                if len(found) <= common:
                    for new in found:
                        shared[new] += 1_000_000 // len(found)
            yield from ((old, new) for new, _ in shared.most_common(_NEAREST))


@lru_cache(maxsize=20_000)
def _grams(words: str) -> frozenset[str]:
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


def _dice(one: str, other: str) -> float:
    """A quick likeness: shared pairs of characters."""
    left, right = _grams(one), _grams(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def _one_to_one(ranked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The best pairs first, nothing taken twice."""
    chosen: list[tuple[int, int]] = []
    olds, news = set[int](), set[int]()
    for old, new in ranked:
        if old not in olds and new not in news:
            chosen.append((old, new))
            olds.add(old)
            news.add(new)
    return chosen
