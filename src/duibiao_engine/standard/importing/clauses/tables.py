"""Runs of phrases that are one table: bands of a number, ranks, levels of a ladder, named grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.parts import Bound, Effect
from duibiao_engine.standard.importing.clauses.scene import Scene, Unreadable
from duibiao_engine.standard.importing.clauses.slopes import NONE

Row = tuple[Bound | None, Effect]
_LEVELS = ["国家级", "省部级", "省级", "市级", "县级", "乡级", "村级"]
_SPOKEN = {
    "国家级": "国家级", "中央级": "国家级", "全国": "国家级", "国家": "国家级", "中央": "国家级", "国务院": "国家级", "省部级": "省部级", "部级": "省部级", "省级": "省级", "自治区级": "省级", "全省": "省级",
    "市厅级": "市级",
    "厅局级": "市级",
    "厅级": "省级", "省委省政府": "省级", "省委、省政府": "省级", "省": "省级", "地市级": "市级", "市级": "市级", "州级": "市级", "全市": "市级", "市委市政府": "市级", "市委、市政府": "市级",
    "县（市、区）级": "县级", "县区级": "县级", "区县级": "县级", "县级": "县级", "区级": "县级", "全县": "县级", "县委县政府": "县级", "县委、县政府": "县级", "乡镇级": "乡级", "乡级": "乡级", "镇级": "乡级", "村级": "村级",
    "市": "市级", "县": "县级", "区": "县级",
}  # fmt: skip
_BARE = {"省", "市", "县", "区", "国家", "中央"}
OFFICES = (
    "省委办公厅",
    "省政府办公厅",
    "市委办公室",
    "市政府办公室",
    "省委",
    "省政府",
    "市委",
    "市政府",
    "县委",
    "县政府",
    "区委",
    "区政府",
)
_NOT_LEVEL = (
    "市场",
    "市容",
    "市民",
    "县域",
    "区域",
    "省份",
    "社区",
    "小区",
    "辖区",
    "景区",
    "片区",
    "园区",
    "城区",
    "县城",
    "市政",
    "城市",
    "超市",
)


def level_of(words: str) -> str:
    """The one level that the words name, or nothing."""
    found = levels_of(words)
    return found[0] if len(found) == 1 else ""


def levels_of(words: str) -> list[str]:
    """Every level that the words name, in their order."""
    return list(dict.fromkeys(level for _, level, _ in _found(words)))


def overlapping(levels: Sequence[str]) -> bool:
    """省级以上 beside 国家级: what is national would be in both."""
    above = [level.removesuffix("以上") for level in levels if level.endswith("以上")]
    order = [_LEVELS.index(level.removesuffix("以上")) for level in levels if level.removesuffix("以上") in _LEVELS]
    return len(above) > 1 or any(_LEVELS.index(one) > min(order) for one in above if one in _LEVELS)


def without_levels(words: str) -> str:
    """The words without the levels in them: 被省、市通报批评 → 被通报批评."""
    words = words.replace("（部）", "部").replace("（厅）", "厅")
    kept = list(words)
    for place, _, length in _found(words):
        kept[place : place + length] = "、" * length
    return "".join(kept).replace("、", "")


def _found(words: str) -> list[tuple[int, str, int]]:
    """(where, which level, how long) of every level that the words name, in their order."""
    words = words.replace("（部）", "部").replace("（厅）", "厅")
    for office in OFFICES:
        words = words.replace(office, office[0] + "级" + "＊" * (len(office) - 2))
    for word in _NOT_LEVEL:
        words = words.replace(word, "＊" * len(word))
    found: list[tuple[int, str, int]] = []
    for spoken in sorted(_SPOKEN, key=len, reverse=True):
        place = words.find(spoken)
        while place >= 0:
            named = len(spoken) > 1 and words[place + len(spoken) :][:1] in ("、", "部", "媒", "主")
            if named or spoken not in _BARE or _stands_alone(words, place, len(spoken)):
                found.append((place, _SPOKEN[spoken], len(spoken)))
            words = words[:place] + "＊" * len(spoken) + words[place + len(spoken) :]
            place = words.find(spoken)
    return sorted(found)


def _stands_alone(words: str, place: int, length: int) -> bool:
    before, after = words[:place][-1:], words[place + length :][:1]
    return before in ("", "被", "受", "到", "获", "得", "、", "由", "经", "在", "＊", "和", "或") and after in (
        "", "、", "通", "表", "里", "上", "机", "的", "委", "政", "考", "督", "获", "纪", "三", "四", "两", "组", "介", "推", "和", "或", "查", "主", "媒", "电", "＊",
    )  # fmt: skip


# ── bands ──────────────────────────────────────────────────────────────────────────────────────────


def worth(effect: Effect, scene: Scene, *, taking: bool) -> float:
    """What a row gives or takes, as a number."""
    if effect.kind in ("noloss", "nogain") or (effect.kind == "zero" and not taking):
        return 0.0
    if effect.points is not None and effect.points >= 0 and not effect.judged:
        return effect.points
    if scene.points is None:
        raise Unreadable("没有写本项分值，算不出满分或一半是多少")
    if effect.kind in ("full", "zero", "pass"):
        return scene.points
    if effect.points is not None and effect.points < 0:
        return round(scene.points * -effect.points, 6)
    raise Unreadable("这一档没有写明分值")


def side_of(effects: Sequence[Effect]) -> bool:
    """Whether a table takes points; a table does not do both."""
    takes = any(one.takes for one in effects)
    gives = any(one.gives or (one.kind == "zero" and not takes) for one in effects)
    if takes and any(one.kind in ("gain", "half", "pass", "nogain") for one in effects):
        raise Unreadable("同一张表里又扣分又得分")
    del gives
    return takes


def bands(scene: Scene, rows: Sequence[Row], measure: M, toks: tuple[Tok, ...]) -> Draft:
    """One table of bands; what happens on the edges is asked where the words do not say it."""
    taking = side_of([effect for _, effect in rows])
    if taking and any(effect.kind == "full" for _, effect in rows):
        rows = [(bound, Effect("noloss") if effect.kind == "full" else effect) for bound, effect in rows]
    whole = measure.kind == "count"
    known = sorted(
        ((b, worth(e, scene, taking=taking)) for b, e in rows if b is not None),
        key=lambda r: (r[0].low is not None, r[0].low or 0, r[0].high or 0),
    )
    rest = next((worth(e, scene, taking=taking) for b, e in rows if b is None), None)
    known, nested = _tiers(known)
    steps, doubts, unsure = _covered([_widened(b, whole) for b, _ in known], [p for _, p in known], rest, whole, taking)
    draft = Draft("deduct" if taking else "earn", "bands", (("measure", measure),), {"steps": steps}, toks=toks)
    for doubt in doubts:
        draft = draft.doubted(doubt)
    if nested and taking:
        both = draft.but(steps=_summed(steps))
        draft = draft.asking(
            "nested", "低的一档是单独算，还是和上一档的扣分相加", [("各档单独算，不相加", draft), ("各档相加", both)]
        )
    return _asked(draft, unsure, measure)


def sloped(scene: Scene, rows: Sequence[Row], name: str, toks: tuple[Tok, ...]) -> list[Draft]:
    """Bands of which one is in proportion: a share, and nothing at all below it."""
    slope = [bound for bound, effect in rows if effect.kind == "prop" and bound is not None]
    top = [
        bound for bound, effect in rows if effect.kind == "full" or (effect.points and effect.points == scene.points)
    ]
    zero = [bound for bound, effect in rows if effect.kind == "zero" or effect.points == 0]
    if len(slope) != 1 or len(top) != 1 or len(zero) > 1 or len(rows) != 2 + len(zero) or not slope[0].percent:
        raise Unreadable("有一档按比例得分，其余各档对不上")
    edge, floor = (top[0].low if top[0] else None), slope[0].low
    if (
        edge is None
        or slope[0].high != edge
        or (floor is None) != (not zero)
        or (zero and (zero[0] is None or zero[0].high != floor))
    ):
        raise Unreadable("有一档按比例得分，其余各档对不上")
    measure = (("measure", M(name, "ratio", "%")),)
    share = Draft("earn", "share", measure, {} if edge == 100 else {"target": edge}, "all", toks=toks)
    if floor is None:
        return [share]
    full = replace(share, params={})
    asks = f"{floor:g}%到{edge:g}%之间的比例，条文没有说从几算起"
    share = (
        share.asking("slope", asks, [(f"按实际÷{edge:g}%计", share), ("按实际百分数计", full)])
        if edge != 100
        else share
    )
    none = Draft("deduct", "if_below", measure, {"limit": floor}, "all", toks=toks)
    return [none, share]


def _tiers(known: list[tuple[Bound, float]]) -> tuple[list[tuple[Bound, float]], bool]:
    """90%以上得5分，80%以上得3分: the lower band ends where the higher begins; likewise 少于4次, 少于2次."""
    lows = [row for row in known if row[0].low is not None and row[0].high is None]
    highs = [row for row in known if row[0].high is not None and row[0].low is None]
    out = [row for row in known if row not in lows[:-1] and row not in highs]
    for (bound, points), (above, _) in pairwise(lows):
        out.append((Bound(bound.low, bound.low_in, above.low, not above.low_in, bound.unit, bound.percent), points))
    highs.sort(key=lambda row: row[0].high or 0)
    out += highs[:1]
    for (under, _), (bound, points) in pairwise(highs):
        out.append((Bound(under.high, not under.high_in, bound.high, bound.high_in, bound.unit, bound.percent), points))
    out.sort(key=lambda row: (row[0].low is not None, row[0].low or 0, row[0].high or 0))
    return out, len(lows) > 1 or len(highs) > 1


def _summed(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the steps cost if every tier that is reached counts."""
    rising = steps[-1]["points"] > steps[0]["points"]
    total, out = 0.0, []
    for step in steps if rising else reversed(steps):
        total += step["points"]
        out.append({**step, "points": total})
    return out if rising else out[::-1]


def _widened(bound: Bound, whole: bool) -> Bound:
    """Exactly 4 of things counted is from 4 to below 5."""
    if bound.low is not None and bound.low == bound.high:
        if not whole:
            return bound
        return Bound(bound.low, True, bound.low + 1, False, bound.unit, bound.percent)
    return bound


def _covered(
    found: list[Bound], points: list[float], rest: float | None, whole: bool, taking: bool
) -> tuple[list[dict[str, Any]], list[str], list[tuple[int, float]]]:
    """Bands without gap or overlap, what had to be supposed for it, and the edges that may belong to either side."""
    steps: list[dict[str, Any]] = [{"points": one} for one in points]
    doubts: list[str] = []
    unsure: list[tuple[int, float]] = []
    for place in range(len(found) - 1):
        edge, upper, open_ = _edge(found[place], found[place + 1], whole)
        steps[place] |= {"below" if upper else "at_most": edge}
        steps[place + 1] |= {"at_least" if upper else "above": edge}
        if open_:
            unsure.append((place, edge))
    _ends(found, steps, rest, whole, taking, doubts)
    return [_ordered(step) for step in steps], doubts, unsure


def _ordered(step: dict[str, Any]) -> dict[str, Any]:
    return {key: step[key] for key in ("at_least", "above", "below", "at_most", "points") if key in step}


def _edge(lower: Bound, upper: Bound, whole: bool) -> tuple[float, bool, bool]:
    """(the edge, whether it belongs to the upper band, whether that is open)."""
    if lower.high is None or upper.low is None:
        raise Unreadable("各档互相重叠")
    gap = upper.low - lower.high
    if gap < 0:
        raise Unreadable("各档互相重叠")
    if gap > 0:
        if whole and gap == 1:
            return upper.low, True, False
        if gap > 1:
            raise Unreadable(f"{lower.high:g} 和 {upper.low:g} 之间没有写")
        return upper.low, True, True
    if upper.low_in is True and lower.high_in is False:
        return upper.low, True, False
    if upper.low_in is False and lower.high_in is True:
        return upper.low, False, False
    if upper.low_in is None and lower.high_in is False:
        return upper.low, True, False
    if upper.low_in is False and lower.high_in is None:
        return upper.low, False, False
    return upper.low, upper.low_in is not False, True


def _ends(
    found: list[Bound], steps: list[dict[str, Any]], rest: float | None, whole: bool, taking: bool, doubts: list[str]
) -> None:
    """The open ends of the line: 其余, or what must be meant."""
    first, last = found[0], found[-1]
    if first.low is not None and first.low > 0:
        inside = first.low_in is not False
        steps[0] |= {"at_least" if inside else "above": first.low}
        steps.insert(0, {"below" if inside else "at_most": first.low, "points": rest or 0.0})
        if rest is None and not taking:
            doubts.append("没有写最低一档以下得几分，按不得分")
        rest = None
    if last.high is not None and not (last.percent and last.high >= 100):
        top_exact = whole and last.low is not None and last.high == last.low + 1
        if top_exact and rest is None:
            return
        if rest is None and not taking:
            raise Unreadable("没有写最高一档以上得几分")
        inside = last.high_in is True
        steps[-1] |= {"at_most" if inside else "below": last.high}
        steps.append({"above" if inside else "at_least": last.high, "points": rest or 0.0})
        rest = None
    if rest is not None:
        raise Unreadable("“其余”没有剩下的档")


def _asked(draft: Draft, unsure: list[tuple[int, float]], measure: M) -> Draft:
    """Each open edge: with the band above, or with the band below."""
    for _, edge in unsure:
        mark = f"{edge:g}{measure.unit}"
        variants = [(f"正好 {mark} 算上面一档", draft), (f"正好 {mark} 算下面一档", _moved(draft, edge))]
        draft = draft.asking("edge", f"正好 {mark} 算哪一档，条文没有说清", variants)
    return draft


def _moved(draft: Draft, edge: float) -> Draft:
    turned = {"at_least": "above", "above": "at_least", "below": "at_most", "at_most": "below"}
    steps = [
        {turned[k] if k in turned and v == edge else k: v for k, v in step.items()} for step in draft.params["steps"]
    ]
    return draft.but(steps=[_ordered(step) for step in steps])


# ── ranks ──────────────────────────────────────────────────────────────────────────────────────────


def ranks(rows: Sequence[tuple[tuple[int, int] | None, list[float]]], measure: M, toks: tuple[Tok, ...]) -> Draft:
    """Points for each place; the places must follow each other."""
    points: list[float] = []
    beyond = 0.0
    for place, values in rows:
        if place is None:
            beyond = values[0]
            continue
        low, high = place
        low = len(points) + 1 if low == 1 and points else low
        count = high - low + 1
        if low != len(points) + 1 or count < 1 or len(values) not in (1, count):
            raise Unreadable("名次不连续，或者名次和分数的个数对不上")
        points += values * count if len(values) == 1 else values
    if not points:
        raise Unreadable("没有写名次")
    low_first = any(word in measure.name for word in ("从低到高", "由低到高", "败诉", "投诉", "发案", "纠错"))
    draft = Draft(
        "earn",
        "rank",
        (("measure", measure),),
        {"points": points, "order": "low" if low_first else "high", "beyond": beyond},
        toks=toks,
    )
    return draft if low_first else draft.doubted("按数值大的排在前面")


# ── ladders and grades ─────────────────────────────────────────────────────────────────────────────


def ladder(rows: Sequence[tuple[str, float]], measure: M, toks: tuple[Tok, ...], *, taking: bool) -> Draft:
    """Points by level; whether one event counts once is asked until a note says it."""
    steps = dict(rows)
    if len(steps) != len(rows):
        raise Unreadable("同一层级写了两次")
    draft = Draft(
        "deduct" if taking else "earn",
        "ladder",
        (("measure", measure),),
        {"steps": steps, "same_event": "all"},
        toks=toks,
    )
    variants = [
        ("同一件事被几级通报或表彰的，逐次都算", draft),
        ("同一件事只取最高的一次", draft.but(same_event="highest")),
    ]
    return draft.asking("same_event", "同一件事有几级的，是都算还是只取最高，条文没有说", variants)


def event(name: str) -> M:
    """A measure of things that happen."""
    return M(clean(name) or "表彰或通报", "event", "次", NONE)


def graded(rows: Sequence[tuple[str, Effect]], scene: Scene, name: str, toks: tuple[Tok, ...]) -> Draft:
    """Points by named grade, or ranges that a judge fills."""
    effects = [effect for _, effect in rows]
    grades = tuple(grade for grade, _ in rows)
    if len(set(grades)) != len(grades):
        raise Unreadable("同一等次写了两次")
    taking = side_of(effects)
    side = "deduct" if taking else "earn"
    if any(effect.span for effect in effects):
        ranges = {grade: list(effect.span or (worth(effect, scene, taking=taking),) * 2) for grade, effect in rows}
        return Draft(
            side,
            "judged",
            (("measure", M(name, "score", "分", (("grades", list(grades)),))),),
            {"ranges": ranges},
            toks=toks,
        )
    points = {grade: worth(effect, scene, taking=taking) for grade, effect in rows}
    return Draft(
        side, "grade", (("measure", M(name, "grade", "", (("grades", list(grades)),))),), {"points": points}, toks=toks
    )
