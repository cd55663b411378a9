"""The door: text in, `ClauseReading` out. Everything between is pure; drafts become terms, measures and choices here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from duibiao_engine.standard.importing.clauses.describing import meaning
from duibiao_engine.standard.importing.clauses.drafts import Draft, M, Variant, clean
from duibiao_engine.standard.importing.clauses.learning import learn
from duibiao_engine.standard.importing.clauses.lexing import lex
from duibiao_engine.standard.importing.clauses.normal import Normal, normal
from duibiao_engine.standard.importing.clauses.numbering import unnumbered
from duibiao_engine.standard.importing.clauses.phrases import Phrase, phrases
from duibiao_engine.standard.importing.clauses.reader import Walk
from duibiao_engine.standard.importing.clauses.scene import Scene, Target
from duibiao_engine.standard.importing.clauses.tagging import tag
from duibiao_engine.standard.importing.clauses.totals import problems_of
from duibiao_engine.standard.importing.clauses.values import Choice, ClauseReading, Option, ReadMeasure, Unread, Words


def read_clause(clause: str, *, points: float | None = None, text: str = "", name: str = "") -> ClauseReading:
    """Read one scoring clause.

    `points` are the item's; `text` is the indicator's wording, where targets may stand that the clause uses; `name` is the
    indicator's name, for measures that the clause does not name. The reading is a function of these four.
    """
    return _read(clause, points, text, name)


@lru_cache(maxsize=4096)
def _read(clause: str, points: float | None, text: str, name: str) -> ClauseReading:
    source = normal(clause)
    scene = Scene(source, points, name)
    if text:
        _lean(scene, text)
    walk = Walk(scene, _phrases(source))
    walk.run()
    drafts = [_told_apart(draft, name) for group in scene.groups for draft in group.drafts]
    unread = _unread(walk, source)
    return ClauseReading(
        clause=clause, points=points, terms=tuple(one.shaped(source) for one in drafts), measures=_measures(drafts, scene),
        unread=unread, choices=tuple(_choices(drafts, source)), vetoes=tuple(scene.vetoes), start=_start(drafts), cap=_whole(drafts),
        problems=tuple(problems_of(drafts, points, unread)),
    )  # fmt: skip


def _told_apart(draft: Draft, name: str) -> Draft:
    """A measure called 不合格 alone says nothing in a catalogue: it takes the indicator's name in front."""
    lead = clean(name)
    if not lead:
        return draft
    named = tuple((role, _fuller(measure, lead)) for role, measure in draft.measures)
    questions = tuple(
        replace(q, variants=tuple(_variant_told_apart(v, name) for v in q.variants)) for q in draft.questions
    )
    return replace(draft, measures=named, questions=questions)


def _variant_told_apart(variant: Variant, name: str) -> Variant:
    beside = tuple(_told_apart(one, name) for one in variant.beside)
    return replace(variant, draft=_told_apart(variant.draft, name), beside=beside)


def _fuller(measure: M, lead: str) -> M:
    if measure.name in ("是", "有", "达到", "完成"):
        return replace(measure, name=lead)
    short = len(measure.name) <= 4 and measure.name not in lead and lead not in measure.name
    return replace(measure, name=f"{lead}：{measure.name}") if short else measure


def _phrases(source: Normal) -> list[Phrase]:
    return phrases(tag(unnumbered(lex(source))))


def _lean(scene: Scene, text: str) -> None:
    """Targets, samples and due days of the indicator's own text."""
    outer = Scene(normal(text, "text"), None)
    for phrase in _phrases(outer.source):
        if phrase.kind == "condition":
            learn(outer, phrase)
        outer.said.append(phrase)
    for target in outer.targets:
        words = _outside(outer, target)
        scene.outer.append(replace(target, toks=[], outside=words) if target.toks else target)
    if outer.due is not None:
        day, what, toks, _ = outer.due
        scene.due = (day, what, (), (outer.source.words(toks[0].start, toks[-1].end),))
    scene.sample = replace(outer.sample, toks=[]) if outer.sample else None


def _outside(outer: Scene, target: Target) -> tuple[Words, ...]:
    return (outer.source.words(target.toks[0].start, target.toks[-1].end),)


def _measures(drafts: Iterable[Draft], scene: Scene) -> tuple[ReadMeasure, ...]:
    found: dict[str, ReadMeasure] = {}
    for draft in drafts:
        for _, measure in draft.measures:
            found.setdefault(measure.code, measure.shaped())
    for veto in scene.vetoes:
        code = str(veto.veto["event"])
        shape = {"name": veto.veto["name"], "kind": "event", "missing": "none"}
        found.setdefault(code, ReadMeasure(code=code, measure=shape))
    return tuple(found.values())


def _start(drafts: Sequence[Draft]) -> Literal["full", "zero"] | None:
    """Where both sides are used: from full if what is given comes on top, from zero if it is earned first."""
    if len({draft.side for draft in drafts}) < 2:
        return None
    on_top = all(draft.word in ("per", "ladder", "judged") for draft in drafts if draft.side == "earn")
    return "full" if on_top else "zero"


def _whole(drafts: Sequence[Draft]) -> float | None:
    """The cap over the indicator, where the proposed answer to a question sets one."""
    found = (question.variants[0].whole for draft in drafts for question in draft.questions)
    return next((cap for cap in found if cap is not None), None)


def _choices(drafts: Sequence[Draft], source: Normal) -> Iterable[Choice]:
    for place, draft in enumerate(drafts):
        for question in draft.questions:
            options = tuple(
                _option(drafts, place, one, source, own_cap=question.about in ("once", "cap"))
                for one in question.variants
            )
            yield Choice(about=question.about, asks=question.asks, words=draft.shaped(source).words, options=options)


def _option(drafts: Sequence[Draft], place: int, chosen: Variant, source: Normal, *, own_cap: bool) -> Option:
    mine = drafts[place]
    merged, *beside = (
        replace(
            one,
            toks=mine.toks,
            outside=mine.outside,
            cap=one.cap if own_cap or one.cap is not None else mine.cap,
            reasons=(),
            questions=(),
        )
        for one in (chosen.draft, *chosen.beside)
    )
    found = [*drafts[:place], merged, *beside, *drafts[place + 1 + chosen.drops :]]
    measures: dict[str, ReadMeasure] = {}
    for draft in found:
        measures |= {m.code: m.shaped() for _, m in draft.measures}
    said = f"{chosen.means}：{'；'.join(map(meaning, (merged, *beside)))}"
    said += f"（各条合计最多 {chosen.whole:g} 分）" if chosen.whole is not None else ""
    terms = tuple(one.shaped(source) for one in found)
    return Option(means=said, terms=terms, measures=tuple(measures.values()), cap=chosen.whole)


def _unread(walk: Walk, source: Normal) -> tuple[Unread, ...]:
    out: list[Unread] = []
    for sentence, why in sorted(walk.dead.items()):
        found = [phrase for phrase in walk.phrases if phrase.sentence == sentence]
        if found:
            words = source.words(found[0].start, found[-1].end)
            out.append(Unread(words=words.words, start=words.start, end=words.end, why=why))
    for phrase, why in walk.loose:
        words = source.words(phrase.start, phrase.end)
        out.append(Unread(words=words.words, start=words.start, end=words.end, why=why))
    if not out and not walk.scene.groups and not walk.scene.vetoes and source.text:
        out.append(Unread(words=source.raw, start=0, end=len(source.raw), why="没有找到计分的说法"))
    return tuple(sorted(out, key=lambda one: one.start))
