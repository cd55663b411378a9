"""The safety net: every word of a sentence that carries meaning must be accounted for by a term, or the sentence stays unread.

A walk may read 扣1分 and drop what stood around it. So at the end each phrase of a sentence that made a term is gone through:
its numbers must belong to a term, and its free text must stand in the name of a measure, a grade or a level, or be harmless.
What is left over and is a number, a word of condition, or simply too long takes its sentence along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duibiao_engine.standard.importing.clauses.drafts import Draft
from duibiao_engine.standard.importing.clauses.harmless import HARMLESS, RISKY, TURNING
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.parts import effect_of
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.standing import Standing
from duibiao_engine.standard.importing.clauses.tables import OFFICES, without_levels
from duibiao_engine.standard.importing.clauses.vetoes import beside

_NUMBERS = {"NUM", "PCT", "RANGE", "POINTS", "SPAN", "RANK", "PART", "DUE", "SCALE"}
#: So much free text may be left over: what is shorter only joins.
_SLACK = 3
#: 若未完成任务，扣1分: the name carries the rest, and a term always means if.
_IF = re.compile("^(?:如果|如|若)")
_PLACES = re.compile(
    "^(?:按照|按|根据)|由高到低|从高到低|高低|大小|顺序|排名|排序|排位|位次|名次|居|列|全国|全省|全市|全县|全区|同类|各乡镇|各单位|之后|以后"
)
#: 未开展的，每少一次: that something was not done is what being short says.
_SHORT = re.compile("^(?:未|没有)(?:按要求|按规定|足额|及时)?")
_NOT = re.compile("[未没无不]")
_OFTEN = re.compile("每(?!年)")
_SAME = ("同", "多次", "一项", "一件", "重复", "就高", "就", "取", "按", "以", "不", "只", "仅")
_EXCEPT = re.compile("除|但|如|若|外|超过|年|月")
_WITHIN = re.compile("[0-9一二三四五六七八九十两]+个?(?:工作日|日|天|小时|月)(?:以内|之内|内)")
_WHY = "这句话里有一部分没有对上任何计分项"


def unaccounted(walk: Standing) -> Iterator[tuple[int, str]]:
    """(sentence, why) of every sentence with something left over."""
    made = {group.sentence for group in walk.scene.groups}
    drafts = [draft for group in walk.scene.groups for draft in group.drafts]
    used = {tok.start for draft in drafts for tok in draft.toks} | set(_vetoed(walk))
    led = {tok.start for one in walk.phrases for tok in one.joined}
    dated = any(draft.word == "late" for draft in drafts)
    vetoed = {one.sentence for one in walk.phrases if any(tok.kind == "VETO" for tok in one.toks)}
    sampled = walk.scene.sample if any(_samples(draft) for draft in drafts) else None
    used |= {tok.start for tok in sampled.toks} if sampled else set()
    known = [walk.scene.name, *_names(drafts), *([sampled.what] if sampled else [])]
    known += [str(veto.veto["name"]) for veto in walk.scene.vetoes]
    known += [target.name for target in walk.scene.targets if target.used]
    known += ["后没有整改", "不整改"] if any("未整改" in name for name in known) else []
    for place, phrase in enumerate(walk.phrases):
        after = walk.phrases[place + 1 : place + 2]
        if phrase.kind in ("text", "condition") and after and after[0].note_name == "highest" and _same_thing(phrase):
            continue
        if phrase.sentence in walk.dead or any(phrase is loose for loose, _ in walk.loose):
            continue
        free = [tok for tok in phrase.toks if tok.kind in _NUMBERS and tok.start not in used]
        if _same_due(walk, phrase) or {tok.start for tok in phrase.toks} <= led or _drawn(phrase, drafts):
            continue
        if free and _all_of_them(phrase) and _each_fault(walk, phrase):
            continue
        if free and not (_said_again(phrase) or _once(phrase, free)):
            yield from ((near, f"“{_text(phrase.toks)}”没有用上") for near in _near(phrase.sentence, made))
        elif (phrase.sentence in made or not made) and not _formula(phrase):
            if _duty(phrase) or free or _counted_once(phrase):
                continue
            words = _spoken(phrase, drafts)
            left = left_over(beside(words) if phrase.sentence in vetoed else words, known)
            if (
                len(left) > (_SLACK if _pays(phrase) or phrase.kind != "act" else 1 + len(_NOT.findall(left)))
                or RISKY.search(left)
                or (_NOT.search(left) and _pays(phrase) and not dated)
            ):
                yield phrase.sentence, f"{_WHY}：“{left}”"


def _spoken(phrase: Phrase, drafts: list[Draft]) -> str:
    """The free text of a phrase, without what the kind of term says anyway: 第几名, 省级, 未…的，每少一次."""
    words = _text(tok for tok in phrase.toks if tok.kind == "W")
    words = _IF.sub("", words) if phrase.kind == "act" else words
    if drafts and all(draft.word in ("short_of", "below") for draft in drafts):
        words = _SHORT.sub("", words)
    if any(draft.word in ("rank", "relative") or _published(draft) for draft in drafts):
        words = _PLACES.sub("", words)
    return _unlevelled(words) if any(draft.word == "ladder" for draft in drafts) else words


def _published(draft: Draft) -> bool:
    return any(question.about == "rank" for question in draft.questions)


def _samples(draft: Draft) -> bool:
    return draft.word in ("all_of", "quorum", "share_of", "mean_of", "quota", "grade", "bands", "scale", "short_of")


def _pays(phrase: Phrase) -> bool:
    """扣1分, 得1分: here a not that is lost turns the meaning round; 否则不得分 only says the rest."""
    return phrase.kind == "act" and effect_of(phrase).kind in ("loss", "gain")


def _vetoed(walk: Standing) -> Iterator[int]:
    for veto in walk.scene.vetoes:
        for piece in veto.words:
            yield from (
                tok.start for one in walk.phrases for tok in one.toks if _within(walk, tok, piece.start, piece.end)
            )


def _within(walk: Standing, tok: Tok, start: int, end: int) -> bool:
    return start <= walk.scene.source.places[tok.start] < end


def _drawn(phrase: Phrase, drafts: list[Draft]) -> bool:
    """抽查3个村，每发现一处扣1分: how many are looked at changes nothing where each finding counts."""
    looked = phrase.condition is not None and phrase.condition.name == "draw"
    return (
        looked
        and bool(drafts)
        and all(
            (draft.word in ("per", "false_report") and draft.side == "deduct") or draft.measure.kind == "ratio"
            for draft in drafts
        )
    )


def _counted_once(phrase: Phrase) -> bool:
    """同一成果获多项奖励的按最高奖项计分: what is the same thing is for the person who records it."""
    return phrase.note_name in ("highest", "summed") and _same_thing(phrase)


def _same_thing(phrase: Phrase) -> bool:
    words = _text(phrase.toks)
    return words.startswith(_SAME) and not _EXCEPT.search(words)


def _formula(phrase: Phrase) -> bool:
    """Every word of a formula is an operand."""
    return phrase.note is not None and any(tok.kind in ("OVER", "TIMES") for tok in phrase.toks)


def _all_of_them(phrase: Phrase) -> bool:
    """整改率100%: every one of them, so that each exception counts."""
    numbers = [tok for tok in phrase.toks if tok.kind in _NUMBERS]
    plain = (
        phrase.kind == "condition" and phrase.condition is not None and phrase.condition.name in ("counted", "bounds")
    )
    return plain and [(tok.kind, tok.value) for tok in numbers] == [("PCT", 100)]


def _each_fault(walk: Standing, phrase: Phrase) -> bool:
    near = [draft for group in walk.scene.groups if group.sentence == phrase.sentence for draft in group.drafts]
    return bool(near) and all(draft.word == "per" and draft.side == "deduct" for draft in near)


def _once(phrase: Phrase, free: list[Tok]) -> bool:
    """每年至少组织一次旁听: to do it at all; 每月一次 is more than once."""
    return (
        all(tok.value == 1 for tok in free)
        and phrase.kind == "condition"
        and not _OFTEN.search(_text(phrase.toks))
        and not _closed(phrase)
    )


def _closed(phrase: Phrase) -> bool:
    return phrase.toks[-1].text.endswith(("的", "者", "时"))


def _duty(phrase: Phrase) -> bool:
    """A statement of what is to be done, in front of what happens if it is not: no condition, so nothing is lost."""
    plain = phrase.kind == "text" or (phrase.condition is not None and phrase.condition.name == "plain")
    words = _WITHIN.sub("", _text(phrase.toks))
    return plain and phrase.kind != "act" and phrase.ends == "SEP" and not _closed(phrase) and not TURNING.search(words)


def _same_due(walk: Standing, phrase: Phrase) -> bool:
    """每季度至少1次，全年不少于4次: one number twice; 3处合计12件（每处4件） likewise."""
    numbers = [tok.start for tok in phrase.toks if tok.kind in _NUMBERS]
    mine = [one for one in walk.scene.targets if any(tok.start in numbers for tok in one.toks)]
    sample = walk.scene.sample.count if walk.scene.sample else 1
    due = {one.bound.low for one in walk.scene.targets if one.used}
    bounds = phrase.kind == "condition" and phrase.condition is not None and phrase.condition.name == "bounds"
    if bounds and numbers and all(tok.value in due for tok in phrase.toks if tok.start in numbers):
        return True
    due |= {low * sample for low in due if low is not None}
    return bool(mine) and all(one.bound.low is not None and one.bound.low in due for one in mine)


def _said_again(phrase: Phrase) -> bool:
    """本项共5分, 最高不超过5分: what the item is worth, said again; a note was heard where it stood."""
    return phrase.kind == "note" or (
        phrase.kind == "act" and phrase.effect is not None and phrase.effect.name == "bare"
    )


def _near(sentence: int, made: set[int]) -> list[int]:
    """The sentence itself, and the next that made a term if it made none: its number may have been meant there."""
    later = sorted(one for one in made if one > sentence)
    return [sentence] if sentence in made else [sentence, *later[:1]]


def _text(toks: Iterable[Tok]) -> str:
    return "".join(tok.text for tok in toks)


def _names(drafts: Iterable[Draft]) -> Iterator[str]:
    for draft in drafts:
        for _, measure in draft.measures:
            yield measure.name
        for table in (draft.params.get(key) for key in ("steps", "points", "ranges")):
            if isinstance(table, dict):
                yield from map(str, table)


def _unlevelled(words: str) -> str:
    for office in ("国务院", *OFFICES):
        words = words.replace(office, "")
    return without_levels(words)


def left_over(words: str, known: Iterable[str]) -> str:
    """The words without what stands in a name, two letters or more together, and without what is harmless."""
    kept = list(words)
    for name in known:
        place = 0
        while place < len(words):
            length = _shared(words, place, name)
            if length >= 2 or (length == 1 and length == len(words)):
                kept[place : place + length] = "　" * length
            place += max(length, 1)
    return re.sub("　", "", HARMLESS.sub("", "".join(kept)))


def _shared(words: str, place: int, name: str) -> int:
    length = 0
    while place + length < len(words) and words[place : place + length + 1] in name:
        length += 1
    return length
