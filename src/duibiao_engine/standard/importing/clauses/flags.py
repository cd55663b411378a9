"""Once: 未成立领导小组扣0.5分, 建立制度得2分否则不得分, 少于2次扣2分, 3名以上会背得满分, 酌情扣1-3分, 一票否决."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from duibiao_engine.standard.importing.clauses.drafts import VERBS, Draft, M, clean, counted_name
from duibiao_engine.standard.importing.clauses.parts import Bound, Effect, before_and_after
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.scene import Sample, Scene, Unreadable
from duibiao_engine.standard.importing.clauses.slopes import NONE, is_false, late

_LATE = (
    "逾期",
    "未按时",
    "未按期",
    "未及时",
    "不及时",
    "没有按时",
    "没有及时",
    "超期",
    "迟报",
    "晚报",
    "未在规定时间",
    "未在规定时限",
    "迟交",
    "延期",
)
_GRADE_LEAD = re.compile(
    r"^(?:.*?(?:评为|评定为|评价为|考核为|结果为|等次为|等级为|档次为|认定为|为|达到|属于|列为))(?P<grade>.{1,6})$"
)
_GRADES = re.compile(
    r"^(?:[甲乙丙丁戊]|[A-Ea-e]|优秀?|良好?|中等?|差|好|较好|一般|较差|很好|较优|合格|基本合格|不合格|不合格或未开展|达标|基本达标|不达标|未达标|部分达标|符合|基本符合|部分符合|不符合|满意|基本满意|较满意|比较满意|不满意|"
    r"完成|基本完成|部分完成|未完成|全面完成|全部完成|健全|基本健全|较健全|不健全|规范|基本规范|较规范|不规范|到位|基本到位|不到位|整洁|较整洁|不整洁|落实|基本落实|部分落实|未落实|达到|基本达到|部分达到|未达到|"
    r"达到要求|基本达到要求|部分达到要求|未达到要求|符合要求|基本符合要求|部分符合要求|不符合要求|一等奖?|二等奖?|三等奖?|[一二三四五]档|第[一二三四五]档|[一二三四五]星级?|[ⅠⅡⅢⅣIV]+级?|先进|通过|不通过|未通过|强|弱|高|低|"
    r"齐全|基本齐全|不齐全|完善|基本完善|较完善|不完善|及格|不及格|中|干净|较干净|不干净|清楚|优等|良等)(?:档|级|等|等次|类|的|者)?$"
)


def grade_of(words: str) -> str:
    """The grade that a condition names, or nothing: 评为优秀的 → 优秀, A档 → A."""
    plain = words.strip("：，的者 ")
    if _GRADES.match(plain):
        return _bare(plain)
    led = _GRADE_LEAD.match(plain)
    return _bare(led["grade"]) if led and _GRADES.match(led["grade"]) else ""


def ending_grade(words: str) -> tuple[str, str]:
    """(what is graded, its grade) where the first row names both: 工作开展好的."""
    plain = words.strip("：，的者 ")
    for length in range(min(6, len(plain) - 2), 0, -1):
        if _GRADES.match(plain[-length:]):
            return plain[:-length], _bare(plain[-length:])
    return plain, ""


def _bare(grade: str) -> str:
    for tail in ("等次", "档", "类"):
        if (
            grade.endswith(tail)
            and len(grade) > len(tail)
            and not grade.startswith("第")
            and grade[0] not in "一二三四五"
        ):
            return grade[: -len(tail)]
    return grade


#: Words that point to a list which stands elsewhere.
_LISTED = (
    "下列", "以上问题", "以上情形", "上述情形", "上述问题", "上述行为", "以上行为", "以下情形", "以下问题", "以下行为",
)  # fmt: skip
_ELSEWHERE = ("按照", "按", "依据", "依照", "根据", "参照", "由")


def flag(scene: Scene, phrase: Phrase, words: str, effect: Effect) -> list[Draft]:
    """A named fault or merit, once."""
    if any(word in words for word in _LISTED):
        raise Unreadable("各种情形列在别处，要一条一条写")
    if (
        words.startswith("每")
        and not words.startswith(("每年", "每万", "每千", "每百", "每十"))
        and not words[1:2].isdigit()
    ):
        raise Unreadable("每段时间各算一次，还是全年合起来算，没有写清")
    if re.search("每[0-9]", words):
        raise Unreadable("“每”后面的单位没有读懂")
    if effect.kind == "pass" and words.startswith(_ELSEWHERE):
        raise Unreadable("按别处的规定计分，这里没有写怎么计")
    name = _of_what(scene, phrase, clean(words))
    if any(word in name for word in _STARTS):
        raise Unreadable("基础分从多少起算，要写在指标的起点上")
    if effect.judged or effect.span:
        return [judged(scene, phrase, name, effect)]
    if effect.rate:
        per = Draft("deduct" if effect.kind == "loss" else "earn", "per", (("measure", M(name, "event", effect.rate, NONE)),),
                    {} if effect.rate_count == 1 else {"every": effect.rate_count}, effect.points, toks=tuple(phrase.toks))  # fmt: skip
        return [per]
    dated = (
        phrase.condition is not None
        and phrase.condition.name == "due"
        and words.startswith(("未", "没有", "尚未", "没"))
    )
    if effect.kind in ("loss", "zero") and scene.due and (dated or any(word in words for word in _LATE)):
        return [late(scene, phrase, effect, each_day=False, points=_points(scene, effect))]
    points = _points(scene, effect)
    side = "deduct" if effect.kind in ("loss", "zero") else "earn"
    names = _several(name) if effect.each_of else [name]
    word = "false_report" if side == "deduct" and is_false(name) else "when"
    kind = "event" if word == "false_report" else "flag"
    extra = NONE if word == "false_report" else ()
    toks = tuple(phrase.toks)
    return [Draft(side, word, (("measure", M(one, kind, "", extra)),), {}, points, toks=toks) for one in names]


_STARTS = ("基础分", "基准分", "起评分", "底分", "起始分")
_UNDONE = re.compile("^(?:未|没有|没|尚未|不)(?P<verb>.{2,4})$")


def _of_what(scene: Scene, phrase: Phrase, name: str) -> str:
    """旁听庭审每年不少于1次，未组织的不得分: what was not done stands in front."""
    undone = _UNDONE.match(name)
    if undone is None or undone["verb"] not in VERBS:
        return name
    near = [one.name for one in scene.targets if len(one.name) >= 2]
    lead = scene.plain_before(phrase) or (near[-1] if near else "") or scene.subject
    return f"{lead}{name}" if lead and lead not in name else name


def _several(name: str) -> list[str]:
    return [clean(one) for one in re.split(r"[、，]|或者|或", name) if len(clean(one)) >= 2] or [name]


def _points(scene: Scene, effect: Effect) -> float | str:
    if effect.kind in ("zero", "full", "pass"):
        return "all"
    if effect.points is not None and effect.points < 0:
        if scene.points is None:
            raise Unreadable("没有写本项分值，算不出几成是多少")
        return round(scene.points * -effect.points, 6)
    if effect.points is None:
        raise Unreadable("没有写明分值")
    return effect.points


def judged(scene: Scene, phrase: Phrase, name: str, effect: Effect) -> Draft:
    """A judge's figure within a range; whether 1至3分 may also be none is asked."""
    side = "deduct" if effect.kind == "loss" else "earn"
    toks = tuple(phrase.toks)
    if name.startswith(("视", "根据", "按", "依据", "由")) and scene.name:
        name = clean(scene.name)  # by what is judged, not what
    measure = (("measure", M(name or "酌情评定", "score", "分")),)
    if effect.span is None:
        return Draft(side, "judged", measure, {"between": [0, effect.points]}, toks=toks)
    low, high = effect.span
    draft = Draft(side, "judged", measure, {"between": [low, high]}, toks=toks)
    if side == "deduct" and low > 0:
        none = draft.but(between=[0, high])
        asks = f"没有这种情形时不扣分，有时扣 {low:g} 至 {high:g} 分；评分人能不能填 0"
        return none.asking(
            "judged", asks, [(f"评分人可填 0 至 {high:g}", none), (f"评分人只填 {low:g} 至 {high:g}", draft)]
        )
    return draft


def bounded(scene: Scene, phrase: Phrase, bound: Bound, name: str, effect: Effect) -> Draft:
    """One bound with one effect: 少于2次的扣2分, 超过3件扣1分, 60%以下不得分."""
    measure = measured(name, bound)
    points = _points(scene, effect)
    takes = effect.kind in ("loss", "zero")
    side = "deduct" if takes else "earn"
    toks = tuple(phrase.toks)
    if bound.low is not None and bound.high is not None:
        raise Unreadable("只写了中间一段，两头没有写")
    one = "if_above" if bound.low is not None else "if_below"
    strict = not (bound.low_in if bound.low is not None else bound.high_in)
    if takes and strict:
        return Draft(side, one, (("measure", measure),), {"limit": bound.number}, points, toks=toks)
    amount = scene.points if points == "all" else points
    if amount is None or isinstance(amount, str):
        raise Unreadable("没有写本项分值，算不出这一档几分")
    draft = Draft(side, "bands", (("measure", measure),), {"steps": two_steps(bound, amount)}, toks=toks)
    if bound.high is not None and bound.high_in and any(tok.kind == "SUF" for tok in phrase.toks):
        other = replace(draft, params={"steps": two_steps(replace(bound, high_in=False), amount)})
        mark = f"{bound.number:g}{measure.unit}"
        return draft.asking(
            "edge", f"正好 {mark} 算不算“以下”", [(f"正好 {mark} 也算", draft), (f"正好 {mark} 不算", other)]
        )
    return draft


def two_steps(bound: Bound, amount: float) -> list[dict[str, float]]:
    """The two bands that one bound makes."""
    if bound.low is not None:
        low, high = ("at_least", "below") if bound.low_in else ("above", "at_most")
        return [{high: bound.low, "points": 0.0}, {low: bound.low, "points": amount}]
    low, high = ("above", "at_most") if bound.high_in else ("at_least", "below")
    edge = bound.high or 0.0
    return [{high: edge, "points": amount}, {low: edge, "points": 0.0}]


def measured(name: str, bound: Bound) -> M:
    """What a bound measures: a rate in per cent, or a count."""
    if bound.percent:
        return M(name, "ratio", "%")
    if bound.unit == "分":
        return M(name, "score", "分")
    counts = bound.unit and bound.unit not in (
        "分",
        "元",
        "万元",
        "亿元",
        "平方米",
        "公里",
        "米",
        "亩",
        "吨",
        "天",
        "日",
        "岁",
    )
    return M(counted_name(name) or name, "count" if counts else "amount", bound.unit)


def conforming(scene: Scene, phrase: Phrase, effect: Effect) -> Draft | None:
    """After a sample was drawn: 2处均符合, 3名以上会背, all or enough of the sample."""
    condition = phrase.condition
    sample = _implied(condition) or scene.sample
    if sample is None or condition is None or effect.kind not in ("gain", "full", "pass") or effect.rate:
        return None
    before, after = before_and_after(condition)
    words = clean(before + after)
    near = scene.plain_before(phrase)
    words = f"{near}{words}" if len(words.replace("都", "").replace("均", "")) <= 3 and near else words
    points = _points(scene, effect)
    toks = (*phrase.toks, *sample.toks)
    number = next((tok.value for tok in condition.all_toks() if tok.kind == "NUM"), None)
    every = any(word in before + after for word in ("均", "都", "全部", "全都"))
    flag_ = M(
        f"{sample.what}{words.replace('均', '').replace('都', '')}" if sample.what not in words else words,
        "flag",
        "",
        (),
    )
    if every and number in (None, float(sample.count)) and condition.name in ("plain", "counted"):
        return Draft("earn", "all_of", (("measure", flag_),), {"sample": sample.count}, points, toks=toks)
    same = any(tok.kind == "UNIT" and tok.text in (sample.unit, "人", "名", "个") for tok in condition.all_toks())
    if condition.name == "bounds" and number is not None and same and (after or before) and number <= sample.count:
        params = {"sample": sample.count, "at_least": int(number)}
        return Draft("earn", "quorum", (("measure", flag_),), params, points, toks=toks)
    return None


def _implied(condition: Node | None) -> Sample | None:
    """2次均接通才得分 says itself how many are looked at."""
    if condition is None or condition.name != "counted" or len(condition.toks("NUM")) != 1:
        return None
    number = condition.toks("NUM")[0].value
    after = before_and_after(condition)[1]
    return Sample(int(number), "", "", []) if number >= 2 and after.startswith(("均", "都", "全部")) else None


def exclusive(scene: Scene, acts: Sequence[tuple[Phrase, str, Effect]]) -> bool:
    """Whether phrases that give points exclude each other: the last gives none, or the first gives all there is."""
    given = [one.points for _, _, one in acts if one.points is not None]
    if acts[-1][2].kind == "zero":
        return all(left > right for left, right in pairwise(given))
    first = acts[0][2]
    full = first.kind == "full" or (scene.points is not None and first.points == scene.points)
    return full and len(acts) >= 2 and given == sorted(given, reverse=True)
