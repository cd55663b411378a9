"""What a phrase without an effect teaches: targets, due days, samples, for the phrases that follow."""

from __future__ import annotations

from dataclasses import replace

from duibiao_engine.standard.importing.clauses.drafts import VERBS, clean, counted_name
from duibiao_engine.standard.importing.clauses.parts import (
    Bound,
    before_and_after,
    bounds,
)
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.quotas import per_place
from duibiao_engine.standard.importing.clauses.scene import Sample, Scene, Target

_YEARLY = {"每季度": 4, "每个季度": 4, "每月": 12, "每半年": 2, "每周": 52}


def turned(bound: Bound) -> Bound:
    """少于2次扣分 says that 2 are due."""
    if bound.high is not None and bound.low is None and not bound.high_in:
        return Bound(bound.high, True, None, False, bound.unit, bound.percent)
    if bound.low is not None and bound.high is None and not bound.low_in:
        return Bound(None, False, bound.low, True, bound.unit, bound.percent)
    return Bound(None, False, None, False, bound.unit, bound.percent)


def learn(scene: Scene, phrase: Phrase) -> None:
    """Targets, due days and samples that a phrase without an effect names."""
    node = phrase.condition
    if node is None:
        return
    before, after = before_and_after(node)
    if node.name == "due":
        day = node.toks("DUE")[0].value
        scene.due = (day, clean(before + after), tuple(phrase.toks), ())
    elif node.name == "draw":
        number = node.toks("NUM")[0]
        unit = node.toks("UNIT")[0].text
        if before.endswith("各"):
            return
        drawn = "".join(tok.text for tok in node.toks("W"))
        scene.sample = Sample(int(number.value), unit, clean(drawn), list(phrase.toks))
    elif node.name == "bounds":
        found = bounds(node)
        within = "".join(tok.text for one in node.nodes() for tok in one.toks("W"))
        after = after if within in VERBS else within + after  # 至少巡查4次, 至少组织2次培训
        if found is not None:
            scene.targets.append(_bound_target(scene, phrase, found, before, after))
    elif node.name in ("counted", "counted_twice") and len(node.toks("NUM", "PCT")) == 1:
        scene.targets.append(replace(plain_target(phrase, before, after), site=per_place(before)))


def _bare(words: str) -> bool:
    """召开, 各村每月开展: only what is done, and how often."""
    return counted_name(words) in VERBS or ("每" in words and words.endswith(tuple(VERBS)))


def _bound_target(scene: Scene, phrase: Phrase, found: Bound, before: str, after: str) -> Target:
    """专题研究不少于3次; of 少于3次的 what is due is the other side; 每季度 counts four times."""
    site = per_place(before)
    own = before.replace("其中", "")
    own = clean(own.replace(site, "") if site and len(before) <= len(site) + 1 else own)
    bare = _bare(own)
    name = (
        clean(after)
        if bare and len(clean(after)) >= 2
        else _joined(own, clean(after))
        if len(counted_name(own)) >= 2
        else own + clean(after)
    )
    times = next((count for word, count in _YEARLY.items() if word in before + after), 1)
    doubt = ""
    if times > 1 and not found.percent and found.low is not None:
        doubt = f"条文写的是一段时间 {found.low:g}{found.unit}，全年按 {found.low * times:g}{found.unit}"
        found = Bound(found.low * times, True, None, False, found.unit)
    fault = after.endswith("的") and any(tok.value in ("<", ">") for tok in phrase.toks if tok.kind == "CMP")
    meant = turned(found) if fault else found
    meant = found if meant.low is None and meant.high is None else meant
    tidy = name if found.percent else counted_name(name)
    tidy = tidy if len(tidy) >= 2 or found.percent else counted_name(scene.plain_before(phrase))
    if tidy in VERBS:
        tidy = scene.plain_before(phrase) or scene.subject or scene.topic(phrase.sentence) or clean(scene.name) or tidy
    return Target(tidy, meant, list(phrase.toks), doubt=doubt, site=site)


def _joined(before: str, after: str) -> str:
    """每季度专题听取一次安全生产汇报: what is done, and what it is done to."""
    own = clean(before)
    return own if len(after) < 2 or after in own else own + after


def plain_target(phrase: Phrase, before: str, after: str) -> Target:
    """专题研究3次, 每季度开展1次, 目标95%: a number that is due, though no word says at least."""
    assert phrase.condition is not None
    tok = phrase.condition.toks("NUM", "PCT")[0]
    unit = next((one.text for one in phrase.condition.toks("UNIT")), "")
    times = next((count for word, count in _YEARLY.items() if word in before + after), 1)
    number = float(tok.value) * (times if tok.kind == "NUM" else 1)
    doubt = f"条文写的是一段时间 {tok.value:g}{unit}，全年按 {number:g}{unit}" if times > 1 else ""
    bare = _bare(before)
    name = (
        _joined(before, clean(after))
        if len(counted_name(before)) >= 2 and not bare
        else clean(after if bare else before + after)
    )
    name = name.removesuffix("目标").removesuffix("达") if tok.kind == "PCT" else counted_name(name)
    return Target(
        clean(name), Bound(number, True, None, False, unit, tok.kind == "PCT"), list(phrase.toks), doubt=doubt
    )
