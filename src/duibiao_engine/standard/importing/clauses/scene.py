"""The scene: what was said so far in a clause — targets, due days, samples, subjects — and the drafts made from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from duibiao_engine.standard.importing.clauses.drafts import VERBS, Draft, clean, counted_name
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.normal import Normal
from duibiao_engine.standard.importing.clauses.parts import Bound
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.values import ReadVeto, Words

_NEGATED = re.compile("未|没有|没|无|不|逾期|迟")
#: What a measure is called that nothing names.
NAMELESS = "本项工作"


class Unreadable(Exception):
    """A phrase that cannot be read here, with the reason in Chinese; its sentence is left unread."""


@dataclass(slots=True)
class Target:
    """Something that is due: 专题研究不少于3次."""

    name: str
    bound: Bound
    toks: list[Tok]
    outside: tuple[Words, ...] = ()
    doubt: str = ""
    site: str = ""
    used: bool = False


@dataclass(slots=True)
class Sample:
    """Places or people that are drawn: 抽查3处."""

    count: int
    unit: str
    what: str
    toks: list[Tok]


@dataclass(slots=True)
class Group:
    """Drafts that one phrase or one run of phrases made; later notes (caps, fractions) are about the last group."""

    drafts: list[Draft]
    sentence: int
    kind: str = ""
    target: Target | None = None
    phrase: Phrase | None = None


@dataclass(slots=True)
class Scene:
    """Everything that a phrase may lean on."""

    source: Normal
    points: float | None
    name: str = ""
    targets: list[Target] = field(default_factory=list)
    outer: list[Target] = field(default_factory=list)
    due: tuple[str, str, tuple[Tok, ...], tuple[Words, ...]] | None = None
    sample: Sample | None = None
    said: list[Phrase] = field(default_factory=list)
    subject: str = ""
    lead: tuple[int, str] = (-1, "")
    scale: tuple[float, list[Tok], str] | None = None
    trend: tuple[str, int, list[Tok]] | None = None
    groups: list[Group] = field(default_factory=list)
    vetoes: list[ReadVeto] = field(default_factory=list)

    @property
    def last(self) -> Group | None:
        """The group that a note is about."""
        return self.groups[-1] if self.groups else None

    def add(self, drafts: list[Draft], phrase: Phrase, kind: str = "", target: Target | None = None) -> None:
        """Keep what was read; what was said before it has been used."""
        self.groups.append(Group(drafts, phrase.sentence, kind, target, phrase))
        self.said = []

    def plain_before(self, phrase: Phrase) -> str:
        """Free text of the same sentence that has not been used yet."""
        near = [one for one in self.said if one.sentence == phrase.sentence and _is_plain(one) and not _of_method(one)]
        return clean("".join(tok.text for one in near[-2:] for tok in one.toks)) if near else ""

    def named(self, words: str, phrase: Phrase | None = None, *, counted: bool = False) -> str:
        """A name from the words, or from what was said, or from the indicator."""
        tidy = counted_name if counted else clean
        own = tidy(words)
        if len(own) >= 2 and own not in VERBS:
            return own
        near = tidy(self.plain_before(phrase)) if phrase is not None else ""
        near = near or (tidy(self.topic(phrase.sentence)) if phrase is not None and own in VERBS else "")
        return (
            near or self.subject or tidy(self.name) or (self.said and clean(_words(self.said[-1]))) or own or NAMELESS
        )

    def topic(self, sentence: int) -> str:
        """调研报告未完成的不得分，完成不足2篇的…: what the term before it was about."""
        near = [one for one in self.groups if one.sentence in (sentence, sentence - 1)]
        name = near[-1].drafts[0].measure.name if near and near[-1].drafts else ""
        left, _, right = _NEGATED.sub("|", name, count=1).partition("|")
        return clean(left or right)

    def led(self, phrase: Phrase, own: str) -> str:
        """因失职造成伤亡的，死亡1人扣5分，重伤1人扣2分: what stands in front is a part of each name behind it."""
        near = [one for one in self.said if one.sentence == phrase.sentence and _is_plain(one)]
        if near and near[-1].toks[-1].text.endswith(("的", "者")):
            self.lead = (phrase.sentence, clean(_words(near[-1])))
        sentence, words = self.lead
        joined = sentence == phrase.sentence and words not in own and own not in words
        return f"{words}（{own}）" if joined else own

    def only_due(self, *, percent: bool = False) -> Target | None:
        """The one number that is due, where the clause or the indicator's text names exactly one."""
        found = [
            one for one in self.targets or self.outer if one.bound.low is not None and one.bound.percent == percent
        ]
        named = [one for one in found if len(one.name) >= 2]
        return named[0] if len(found) == 1 and named else None

    def target_for(self, unit: str, *, percent: bool, upper: bool = False) -> list[Target]:
        """The targets that an each-phrase may mean: of the clause, or else of the indicator's text."""
        here = [one for one in self.targets if _suits(one, unit, percent, upper)]
        return here or [one for one in self.outer if _suits(one, unit, percent, upper)]


def last_of(scene: Scene) -> Group:
    """The group that a note is about."""
    if scene.last is None or not scene.last.drafts:
        raise Unreadable("不知道说的是前面哪一条")
    return scene.last


def change(scene: Scene, phrase: Phrase, to: Callable[[Draft], Draft]) -> None:
    """Every draft of the last group, changed by the words of a note."""
    group = last_of(scene)
    group.drafts = [with_words(to(one), phrase) for one in group.drafts]


def with_words(draft: Draft, phrase: Phrase) -> Draft:
    """The draft, which relies on the words of this phrase too."""
    return replace(draft, toks=(*draft.toks, *phrase.toks))


def _is_plain(phrase: Phrase) -> bool:
    return phrase.kind == "text" or (
        phrase.kind == "condition" and phrase.condition is not None and phrase.condition.name == "plain"
    )


def _of_method(phrase: Phrase) -> bool:
    """本项实行扣分制: how is scored, not what."""
    return any(word in _words(phrase) for word in ("扣分制", "加分制", "得分制", "倒扣分"))


def _words(phrase: Phrase) -> str:
    return "".join(tok.text for tok in phrase.toks)


#: Units that count the same things: a target in one is what is missing in the other.
_SAME_UNITS = {
    frozenset(pair)
    for pair in (
        ("人", "名"), ("次", "场"), ("次", "期"), ("次", "场次"), ("场", "场次"), ("期", "场次"), ("件", "件次"), ("条", "条次"),
        ("项", "项次"), ("名", "人次"), ("篇", "份"), ("座", "个"), ("人", "人次"), ("个", "项"), ("个", "处"), ("次", ""),
        ("条", "处"), ("份", "件"), ("条", "篇"), ("个", "家"),
    )
}  # fmt: skip


def _suits(target: Target, unit: str, percent: bool, upper: bool) -> bool:
    edge = target.bound.high if upper else target.bound.low
    if edge is None or target.bound.percent != percent:
        return False
    unit = unit[0] if unit.startswith("个") and not percent else unit
    mine = target.bound.unit
    return percent or mine == unit or frozenset((mine, unit)) in _SAME_UNITS
