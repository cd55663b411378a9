"""At each sampled place so many: 抽查3路公交车，每车不少于2条，其中核心价值观不少于1条，少一条扣4分."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean
from duibiao_engine.standard.importing.clauses.parts import Each, Effect
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene, Target

_COUNT = {"per_place": "每处分别算缺几个", "whole_sample": "所有点位合起来算缺几个"}
_KIND = {"within": "算在总数之内，两样都缺的按缺得多的算", "extra": "在总数之外，两样的缺数相加"}
_SITE = (("per", "site"),)


def per_place(words: str) -> str:
    """每车, 每处 in front of a target: it is due at each place."""
    place = words.rfind("每")
    return (
        words[place : place + 2]
        if place >= 0 and words[place : place + 2] not in ("每年", "每月", "每季", "每周", "每半", "每日", "每天")
        else ""
    )


def quota(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> Draft | None:
    """The draft, where a sample was drawn and something is due at each of its places."""
    sited = [one for one in scene.targets if one.site and not one.used]
    if (
        scene.sample is None
        or not sited
        or effect.kind != "loss"
        or effect.points is None
        or what.dev not in ("short", "lack")
    ):
        return None
    if what.count != 1 or sited[0].bound.low is None:
        return None
    things = sited[0]
    later = scene.targets[scene.targets.index(things) + 1 :]
    kinds = [one for one in later if not one.used and one.bound.low is not None and not one.bound.percent]
    name = (
        clean(things.name.replace(things.site, "").replace("平均", ""))
        or clean(scene.name)
        or scene.sample.what
        or scene.named("")
    )
    measures = [("things", M(name, "count", what.unit, _SITE))]
    params: dict[str, object] = {"at_least": things.bound.low}
    if kinds:
        measures.append(("of_kind", M(_kind_name(kinds[0]), "count", what.unit, _SITE)))
        params |= {"of_kind_at_least": kinds[0].bound.low}
    params |= {"sample": scene.sample.count, "count": "per_place"} | ({"of_kind_counts": "within"} if kinds else {})
    toks = (*phrase.toks, *scene.sample.toks, *things.toks, *(kinds[0].toks if kinds else ()))
    draft = Draft("deduct", "quota", tuple(measures), params, effect.points, toks=toks)
    for one in (things, *kinds):
        one.used = True
    return _asked(draft, bool(kinds))


def _kind_name(target: Target) -> str:
    return clean(target.name.replace("其中", "")) or "其中一类"


def _asked(draft: Draft, kinds: bool) -> Draft:
    asked = draft.asking(
        "count",
        "缺数是每处分别算，还是合起来算，条文没有说",
        [(means, draft.but(count=key)) for key, means in _COUNT.items()],
    )
    if not kinds:
        return asked
    return asked.asking(
        "of_kind_counts",
        "“其中”的一类算在总数之内还是之外",
        [(means, draft.but(of_kind_counts=key)) for key, means in _KIND.items()],
    )
