"""So much for each: 每少一次, 每低1个百分点, 每发现一处, 每增加1篇, 每逾期一天, 每人次."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from duibiao_engine.standard.importing.clauses.drafts import VERBS, Draft, M, Variant, clean, counted_name, period_of
from duibiao_engine.standard.importing.clauses.lexicon import DAY_UNITS, UNITS
from duibiao_engine.standard.importing.clauses.parts import MONEY, Each, Effect
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene, Target, Unreadable

FRACTIONS = {
    "whole": "不足1个的不计，够1个才算",
    "linear": "不足1个的按比例计",
    "ceil": "不足1个的按1个计",
}
_FALSE = ("不实", "弄虚作假", "虚假", "造假", "虚报", "谎报", "作假", "瞒报虚报")
#: That something is short, not what.
_GENERIC = {"次数不足", "数量不足", "不足", "未达到要求", "未达到规定次数", "未达到规定要求", "未完成", "未完成任务", "未完成年度任务",
            "达不到要求", "未达标", "次数不够", "不达标", "未达到", "未按要求完成", "未达到规定数量", "未完成目标任务"}  # fmt: skip
NONE = (("missing", "none"),)
_ASK = "不足1个百分点怎么算，条文没有说"


def is_false(words: str) -> bool:
    """Whether the words speak of reports that turned out false."""
    return any(word in words for word in _FALSE)


#: Words that point to a list which stands elsewhere; to other years or other places.
_LISTED = (
    "以上问题", "以上情形", "上述情形", "上述问题", "上述行为", "以下情形", "下列情形", "下列问题", "以下问题", "下列行为", "以下行为",
    "之一的",
)  # fmt: skip
#: What was not done, and what was done beyond measure: each is a fault by itself, whatever number was due.
_NOT_DONE = re.compile("未|没有|不按")
_EXCESS = re.compile("(?:超[^过出1]|违规|违反|擅自).|超标|超编|超额|超支")
_RISEN = ("提高", "提升", "上升")
#: Places and bodies that something is counted by; what is counted stands in front.
PLACES_OF = {
    "单元", "小区", "楼栋", "工地", "街巷", "路段", "路口", "摊位", "门店", "商户", "企业", "农户", "学校", "医院", "窗口", "站点", "场所", "机构", "科室",
    "站所", "家庭", "点", "村", "社区", "村居", "村组", "乡镇", "镇", "街道", "单位", "部门", "网格", "行政村", "自然村", "村民小组", "地块", "公厕", "市场",
}  # fmt: skip
_COMPARED = ("上年", "去年", "同比", "环比", "平均水平", "平均值", "全县平均", "全市平均")


def slope(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> list[Draft]:
    """The drafts of one each-phrase with its effect."""
    if effect.kind not in ("loss", "gain") or effect.points is None or effect.points < 0:
        raise Unreadable("“每…”后面没有写明分值")
    said = what.before + what.lead + what.after
    if any(word in said for word in _LISTED):
        raise Unreadable("各种情形列在别处，要一条一条写")
    if not what.every and what.count != 1:
        raise Unreadable("没有写“每”，不知道是一共还是每几个")
    if any(word in said for word in _COMPARED):
        raise Unreadable("和往年或平均数比，没有对应的计分写法")
    if what.unit in DAY_UNITS and "每" in (what.before + what.lead).replace("每年", ""):
        raise Unreadable("每处每天都算，没有对应的计分写法")
    if what.percent:
        return _by_percent(scene, phrase, what, effect)
    if what.dev == "late" or (what.unit in DAY_UNITS and _late_words(what, scene, phrase)):
        return [_late(scene, phrase, what, effect)]
    own = (
        what.dev_word in ("缺失", "漏", "短缺") and len(clean(what.before)) >= 2
    )  # 巡查记录缺失一次: a fault by itself
    near = what.dev == "lack" and not own and any(not one.used for one in scene.target_for(what.unit, percent=False))
    if effect.kind == "loss" and (near or what.dev in ("short", "below")):
        return _short(scene, phrase, what, effect)
    if what.dev in ("beyond", "rise", "above"):
        return [_beyond(scene, phrase, what, effect)]
    return [_per(scene, phrase, what, effect)]


def _late_words(what: Each, scene: Scene, phrase: Phrase) -> bool:
    words = what.before + what.lead + what.after + scene.plain_before(phrase)
    return any(word in words for word in ("逾期", "迟", "延", "超期", "未按时", "未按期", "晚"))


def _draft(phrase: Phrase, effect: Effect, word: str, measure: M, **params: Any) -> Draft:
    side = "deduct" if effect.kind == "loss" else "earn"
    return Draft(side, word, (("measure", measure),), params, effect.points, toks=tuple(phrase.toks))


def leaning(draft: Draft, target: Target) -> Draft:
    """The draft with the words of its target, wherever they stand."""
    target.used = True
    found = replace(draft, toks=(*draft.toks, *target.toks), outside=target.outside)
    return found.doubted(target.doubt) if target.doubt else found


# ── percentage points ──────────────────────────────────────────────────────────────────────────────


def _by_percent(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> list[Draft]:
    down = what.dev in ("short", "below", "lack") or (not what.dev and "低" in what.lead)
    up = what.dev in ("above", "beyond", "rise") or (
        not what.dev and any(w in what.lead for w in ("高", "超", "提升", "增长"))
    )
    if not down and not up:
        raise Unreadable("不知道是高于还是低于目标")
    if effect.kind == "gain":
        return (
            [_earned_above(scene, phrase, what, effect)] if up else _refuse("每降低一个百分点得分，没有对应的计分写法")
        )
    targets = _targets(scene, phrase, what, effect, upper=up)
    word = "below" if down else "above"
    return [_fractioned(_percent_draft(phrase, effect, word, what, one)) for one in targets]


def _said(phrase: Phrase) -> str:
    return "".join(tok.text for tok in phrase.toks)


def _refuse(why: str) -> list[Draft]:
    raise Unreadable(why)


def _targets(scene: Scene, phrase: Phrase, what: Each, effect: Effect, *, upper: bool) -> list[Target]:
    if what.start is not None:
        edge = what.start.high if upper else what.start.low
        if edge is not None:
            return [Target(scene.named(what.before, phrase), what.start, [])]
    found = scene.target_for(what.unit, percent=True, upper=upper)
    own = clean(what.before)
    if len(own) >= 2:
        alike = [one for one in found if _alike(one.name, own)]
        found = alike or [one for one in found if len(one.name) < 2 or not one.used] or found
    fresh = [one for one in found if not one.used]
    if not fresh and len(found) == 1 and scene.last is not None and scene.last.drafts[0].side == "earn":
        fresh = found  # 每高…加，每低…扣: one target for both
    if not fresh:
        raise Unreadable("没有写明目标值，不知道从多少起算")
    if len({one.bound.high if upper else one.bound.low for one in fresh}) == 1:
        fresh = [max(fresh, key=lambda one: len(one.name))]
    if len(fresh) > 1 and not (effect.each_of or phrase.sentence == _sentence(fresh)):
        raise Unreadable("前面有几个目标，不知道说的是哪一个")
    return fresh


def _sentence(found: list[Target]) -> int:
    return -1 if any(one.outside for one in found) else -2


def _alike(left: str, right: str) -> bool:
    return left in right or right in left or len(set(left) & set(right)) * 2 >= min(len(set(left)), len(set(right)))


def _percent_draft(phrase: Phrase, effect: Effect, word: str, what: Each, target: Target) -> Draft:
    edge = target.bound.low if word == "below" else target.bound.high
    measure = M(target.name, "ratio", "%", period=period_of(target.name))
    params = {"target": edge, "fraction": "whole"} | ({"step": what.count} if what.count != 1 else {})
    return leaning(_draft(phrase, effect, word, measure, **params), target)


def _fractioned(draft: Draft) -> Draft:
    """The fraction is not said yet; a note may say it, else it is asked."""
    variants = [(FRACTIONS[key], draft.but(fraction=key)) for key in FRACTIONS]
    return draft.asking("fraction", _ASK, variants)


def _earned_above(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> Draft:
    found = scene.target_for(what.unit, percent=True)
    target = found[-1] if found else None
    if target is None and what.start is None and any(word in _said(phrase) for word in _RISEN):
        raise Unreadable("提高是和从前比，要另记一项“提高了几个百分点”")
    rate = next((d.measure.name for g in reversed(scene.groups) for d in g.drafts if d.measure.kind == "ratio"), "")
    if target is not None and len(target.name) < 2:
        target = replace(target, name=rate or scene.named("", phrase))
    measure = M(
        target.name if target else scene.named(what.before + what.lead, phrase), "ratio" if target else "amount", "%"
    )
    params: dict[str, Any] = {"every": what.count}
    if target is not None:
        params["beyond"] = target.bound.low
    draft = _draft(phrase, effect, "per", measure, **params)
    draft = leaning(draft, target) if target else draft.doubted("没有写明从多少起加分，按提高的百分点数计")
    linear = Draft(draft.side, "per", draft.measures, {k: v for k, v in params.items() if k != "every"}, (effect.points or 0) / what.count,
                   toks=draft.toks, outside=draft.outside, reasons=draft.reasons)  # fmt: skip
    return draft.asking("fraction", _ASK, [("不足1个百分点的不计", draft), ("不足1个百分点的按比例计", linear)])


# ── counted things ─────────────────────────────────────────────────────────────────────────────────


def _short(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> list[Draft]:
    found = scene.target_for(what.unit, percent=False)
    own = counted_name(what.before + what.lead + what.after)
    if own in _GENERIC:
        own = ""
    if len(own) >= 2:
        found = [one for one in found if _alike(one.name, own) and not one.used] or [
            one for one in found if not one.used
        ]
    fresh = [one for one in found if not one.used] or found
    if any(one.site for one in fresh) or (len(fresh) > 1 and scene.sample is not None):
        raise Unreadable("每处应有多少，没有写清看几处")
    if what.start is not None and what.start.low is not None:
        fresh = [Target(scene.named(what.before, phrase, counted=True), what.start, [])]
    if not fresh:
        if _NOT_DONE.search(own) or _NOT_DONE.search(scene.plain_before(phrase)):
            return [_per(scene, phrase, replace(what, dev=""), effect)]  # 未开展活动的，少一次扣0.5分: each miss counts
        raise Unreadable("没有写明应有多少，不知道少几个")
    unsaid = len(fresh) > 1 and not effect.each_of and any(one.outside for one in fresh)
    if unsaid and (len(fresh) > 3 or len({one.name for one in fresh}) < len(fresh)):
        raise Unreadable("原文里有几个目标，不知道说的是哪一个")
    if len(fresh) > 1 and len(fresh[-1].name) < 2:
        named = next((one.name for one in reversed(fresh) if len(one.name) >= 2), "")
        fresh[-1].used = True
        fresh = [replace(fresh[-1], name=named)]
    drafts = [_short_of(scene, phrase, what, effect, one) for one in fresh]
    if unsaid:
        return _which(drafts)
    return [one.doubted("前面的几个目标都适用") for one in drafts] if len(drafts) > 1 and not effect.each_of else drafts


def _which(drafts: list[Draft]) -> list[Draft]:
    """The indicator's text has two targets, the clause one 每少一次: for both, or for one of them."""
    more = len(drafts) - 1
    each_ = [Variant(f"只说“{one.measure.name}”", one, drops=more) for one in drafts]
    asks = "原文里有几个目标，“每少”说的是哪一个"
    return [drafts[0].asking_of("which", asks, [Variant("几个目标都适用", drafts[0]), *each_]), *drafts[1:]]


def _short_of(scene: Scene, phrase: Phrase, what: Each, effect: Effect, target: Target) -> Draft:
    if what.count != 1:
        raise Unreadable("每少几个扣分，没有对应的计分写法")
    name = target.name if len(target.name) >= 2 else scene.named(what.before + what.after, phrase, counted=True)
    measure = M(name, "count", target.bound.unit or what.unit, period=period_of(name))
    return leaning(_draft(phrase, effect, "short_of", measure, target=target.bound.low), target)


def _late(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> Draft:
    words = what.before + what.after
    if what.unit not in DAY_UNITS or effect.kind != "loss":
        return _per(scene, phrase, what, effect)
    if what.count != 1:
        raise Unreadable("每逾期几天扣分，没有对应的计分写法")
    if scene.due is None:
        name = f"{scene.named(words, phrase)}逾期天数"
        return _draft(phrase, effect, "per", M(name.replace("逾期逾期", "逾期"), "count", "天", NONE))
    return late(scene, phrase, effect, each_day=True)


def late(scene: Scene, phrase: Phrase, effect: Effect, *, each_day: bool, points: float | str | None = None) -> Draft:
    """A loss for being late for the due day that was named."""
    assert scene.due is not None
    day, words, toks, outside = scene.due
    done = next((words[len(no) :] for no in ("尚未", "没有", "未") if words.startswith(no)), words)
    name = clean(scene.name) or done if done in VERBS else scene.named(done)
    measure = M(name, "date")
    params: dict[str, Any] = {"due": day, "missing": "late"} | ({"each_day": True} if each_day else {})
    draft = Draft(
        "deduct",
        "late",
        (("measure", measure),),
        params,
        effect.points if points is None else points,
        toks=(*phrase.toks, *toks),
    )
    return replace(draft, outside=outside).doubted("到期还没有记录的，按逾期处理")


def _beyond(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> Draft:
    found = scene.target_for(what.unit, percent=False, upper=effect.kind == "loss")
    if not found and effect.kind == "gain":
        found = scene.target_for(what.unit, percent=False)
    params: dict[str, Any] = {} if what.count == 1 else {"every": what.count}
    own = what.before + what.lead + what.after
    if not found:
        if (
            effect.kind == "loss"
            and what.dev == "beyond"
            and (what.lead or _EXCESS.search(own or scene.plain_before(phrase)))
        ):
            lead = what.dev_word + what.lead if what.lead else ""
            return _per(scene, phrase, replace(what, dev="", lead=lead), effect)  # 超编进人的，每超1人; 每超编1人
        if effect.kind == "loss" and what.dev in ("beyond", "rise"):
            raise Unreadable("没有写明界限，不知道从多少起算超过")
        return _per(scene, phrase, what, effect)
    target = found[-1]
    edge = target.bound.high if effect.kind == "loss" else target.bound.low
    name = target.name if len(target.name) >= 2 else scene.named(what.before + what.after, phrase, counted=True)
    unit = target.bound.unit or what.unit
    measure = M(name, "amount" if unit in MONEY or "÷" in unit else "count", unit)
    return leaning(_draft(phrase, effect, "per", measure, beyond=edge, **params), target)


def _per(scene: Scene, phrase: Phrase, what: Each, effect: Effect) -> Draft:
    extra = {"short": "减少", "lack": "缺少", "rise": "增加", "above": "增加", "late": what.dev_word}.get(what.dev, "")
    own = clean(what.before + what.lead + what.after)
    lead = clean(what.lead) if len(clean(what.lead)) >= 2 else ""
    base = scene.led(phrase, own) if len(own) >= 2 else scene.named(own, phrase)
    noun = not what.before and not what.lead and own
    near = scene.plain_before(phrase) if noun else ""
    if near:  # 楼道堆放杂物，每个单元扣0.2分: the fault is what happens there
        base = near if own in near or own in PLACES_OF or f"个{own}" in UNITS else f"{near}（{own}）"
    if not own and lead:
        base = lead
    if base == "本项工作" and what.dev_word and what.dev == "late":
        base = what.dev_word
    name = base if not extra or extra in base or what.dev_word in base else f"{base}（{extra}）"
    params: dict[str, Any] = {} if what.count == 1 else {"every": what.count}
    if what.start is not None:
        if what.start.low is None:
            raise Unreadable("不知道从多少起算")
        if what.start.unit and what.start.unit != what.unit:
            raise Unreadable("前面的条件和“每”后面数的不是一回事")
        params["beyond"] = what.start.low if not what.start.low_in else what.start.low - 1
    word = "false_report" if is_false(name) and effect.kind == "loss" and not params else "per"
    return _draft(phrase, effect, word, M(name, "event", what.unit, NONE), **params)
