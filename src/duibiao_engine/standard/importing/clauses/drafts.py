"""Drafts: proposed terms while the clause is still being read. A draft keeps its measures as descriptions and its words as tokens.

When all is read, drafts become `ReadTerm`s and `ReadMeasure`s; a measure's code is made from its name, so that the same words
give the same code in every clause and every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.normal import Normal
from duibiao_engine.standard.importing.clauses.values import ReadMeasure, ReadTerm, Status, Words

#: Kinds that have points of their own.
OWN_POINTS = {"ladder", "judged", "grade", "bands", "rank"}
_PERIODS = {
    "每年": "年",
    "全年": "年",
    "年度": "年",
    "每月": "月",
    "每季度": "季",
    "每半年": "半年",
    "每周": "周",
    "年内": "年",
    "一年": "年",
}
_LEADING = (
    "其中",
    "并且",
    "并",
    "且",
    "凡是",
    "凡",
    "如果",
    "如有",
    "如",
    "若",
    "因",
    "对于",
    "应当",
    "经查",
    "被查实",
    "在",
    "对",
)
_TRAILING = (
    "在",
    "应为",
    "为",
    "的比例",
    "的情形",
    "的情况",
    "的单位",
    "情形的",
    "的部分",
    "的，",
    "，",
    "的",
    "者",
    "要求",
    "、",
    "应",
    "须",
    "需",
    "要",
    "且",
    "并",
    "能够",
    "全部",
    "均",
    "都",
    "率为",
)
_COUNTS = (
    "年度内",
    "每年应",
    "全年应",
    "应",
    "要求",
    "规定",
    "须",
    "需",
    "合计",
    "共计",
    "总计",
    "总数",
    "每年",
    "全年",
    "每季度",
    "每月",
    "每半年",
    "年度",
    "年内",
    "一年内",
    "全年累计",
    "每周",
    "不",
    "共",
    "每个季度",
)


@dataclass(frozen=True, slots=True)
class M:
    """A measure while reading."""

    name: str
    kind: str
    unit: str = ""
    extra: tuple[tuple[str, Any], ...] = ()
    period: str = ""

    @property
    def code(self) -> str:
        """Stable and derived from the words."""
        mark = hashlib.blake2s(f"{self.kind}:{self.name}".encode(), digest_size=4).hexdigest()
        return f"m_{mark}"

    def shaped(self) -> ReadMeasure:
        """As it would stand under `measures:`."""
        shape: dict[str, Any] = {"name": self.name or "本项工作", "kind": self.kind}
        if self.unit:
            shape["unit"] = self.unit
        if self.period:
            shape["period"] = self.period
        return ReadMeasure(code=self.code, measure=shape | dict(self.extra))


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to understand a draft: what it would mean, and the draft as it would then be.

    It may bring other drafts along (`beside`), leave out so many of those behind it (`drops`), or set a cap over the whole
    indicator (`whole`).
    """

    means: str
    draft: Draft
    beside: tuple[Draft, ...] = ()
    drops: int = 0
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a draft leaves open; the first variant is the draft itself."""

    about: str
    asks: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed term."""

    side: str
    word: str
    measures: tuple[tuple[str, M], ...]
    params: dict[str, Any] = field(default_factory=dict)
    points: float | str | None = None
    cap: float | None = None
    toks: tuple[Tok, ...] = ()
    outside: tuple[Words, ...] = ()
    reasons: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    def but(self, **changes: Any) -> Draft:
        """The same with other parameters."""
        return replace(self, params={**self.params, **changes})

    def doubted(self, reason: str) -> Draft:
        """The same, to be confirmed for this reason."""
        return self if reason in self.reasons else replace(self, reasons=(*self.reasons, reason))

    def asking(self, about: str, asks: str, variants: Sequence[tuple[str, Draft]]) -> Draft:
        """The same with an open question."""
        return self.asking_of(about, asks, [Variant(means, one) for means, one in variants])

    def asking_of(self, about: str, asks: str, variants: Sequence[Variant]) -> Draft:
        """The same with an open question whose answers change more than this draft."""
        return replace(self, questions=(*self.questions, Question(about, asks, tuple(variants))))

    @property
    def measure(self) -> M:
        """The first measure."""
        return self.measures[0][1]

    def shaped(self, source: Normal) -> ReadTerm:
        """As a term of a rule."""
        body: dict[str, Any] = {}
        if self.word not in OWN_POINTS:
            body["points"] = _plain(self.points)
        keys = {role: measure.code for role, measure in self.measures}
        only = self.word in ("when", "unless", "per", "false_report") and not self.params
        body[self.word] = keys["measure"] if only else {**keys, **{k: _plain(v) for k, v in self.params.items()}}
        if self.cap is not None:
            body["cap"] = _plain(self.cap)
        asks = tuple(question.asks for question in self.questions)
        reasons = (*self.reasons, *asks)
        return ReadTerm(
            term={self.side: body}, words=(*_stretches(source, self.toks), *self.outside),
            status=Status.TO_CONFIRM if reasons else Status.READ, reason="；".join(reasons),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    """Numbers without a needless .0, inside lists and tables too."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value == int(value) else round(value, 6)


def _stretches(source: Normal, toks: Iterable[Tok]) -> Iterable[Words]:
    """The exact words of tokens; neighbours are one piece."""
    spans: list[list[int]] = []
    for tok in sorted(toks, key=lambda one: one.start):
        if spans and tok.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], tok.end)
        else:
            spans.append([tok.start, tok.end])
    return [source.words(start, end) for start, end in spans]


#: What is done to things, in front of their number; the things themselves stand behind it.
VERBS = {
    "发生",
    "出现",
    "发现",
    "召开",
    "组织",
    "开展",
    "举办",
    "进行",
    "组织召开",
    "组织开展",
    "报送",
    "上报",
    "举行",
    "安排",
    "参加",
    "完成",
    "刊发",
    "发布",
    "清理",
    "排查",
}
#: Words that begin like something that may be left off, but are themselves part of a name.
_WHOLE = (
    "在职",
    "在校",
    "对外",
    "应急",
    "应诉",
    "因公",
    "在线",
    "在岗",
    "如实",
    "应知",
    "要求",
    "需求",
    "对口",
    "在建",
    "要点",
    "在册",
    "应收",
    "应用",
    "应当",
    "对标",
    "应建",
    "应办",
)


#: The same at the end.
_WHOLE_ENDS = (
    "纪要", "摘要", "需要", "主要", "重要", "首要", "必要", "行为", "作为", "人为", "认为", "响应", "供应", "反应", "适应", "对应", "效应", "存在",
    "人均", "户均", "亩均", "平均", "年均", "地均", "日均", "月均", "必须", "所需", "记者", "患者", "消费者", "志愿者", "经营者", "从业者", "劳动者",
    "参与者", "驾驶者", "残疾者", "读者",
)  # fmt: skip


def clean(words: str) -> str:
    """The words as a name: without what only joins them to the rest of the sentence."""
    words = _balanced(words.strip("，。；：、-=的 "))
    changed = True
    while changed and len(words) > 2:
        changed = False
        for lead in _LEADING:
            if words.startswith(lead) and len(words) - len(lead) >= 2 and not words.startswith(_WHOLE):
                words, changed = words[len(lead) :], True
        for tail in _TRAILING:
            if words.endswith(tail) and len(words) - len(tail) >= 2 and not words.endswith(_WHOLE_ENDS):
                words, changed = words[: -len(tail)], True
        words = _balanced(words.strip("，。；：、"))
    return words


def _balanced(words: str) -> str:
    return words if words.count("（") == words.count("）") else words.strip("（）")


def period_of(words: str) -> str:
    """The period that the words name."""
    return next((period for word, period in _PERIODS.items() if word in words), "")


def counted_name(words: str) -> str:
    """A name of something counted, without 每年 and the like at its ends."""
    words = clean(words)
    if words in _COUNTS:
        return ""
    changed = True
    while changed:
        changed = False
        for word in _COUNTS:
            if words.endswith(word) and len(words) - len(word) >= 2:
                words, changed = clean(words[: -len(word)]), True
            if words.startswith(word) and len(words) - len(word) >= 2 and word != "不":
                words, changed = clean(words[len(word) :]), True
    return words
