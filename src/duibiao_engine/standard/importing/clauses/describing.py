"""A reading in plain Chinese, for the person who confirms it."""

from __future__ import annotations

from typing import Any

from duibiao_engine.standard.importing.clauses.drafts import Draft
from duibiao_engine.standard.importing.clauses.values import ClauseReading, ReadTerm

_FRACTION = {"whole": "不足一个的不计", "ceil": "不足一个的按一个计", "linear": "不足一个的按比例计"}
_COMMON = ("points", "cap", "recoverable", "note")
_OWN = {"ladder", "judged", "grade", "bands", "rank"}


def describe(reading: ClauseReading) -> str:
    """The whole reading: a sentence for each term, then what is to be confirmed, chosen, or was left unread."""
    names = {measure.code: measure.name for measure in reading.measures}
    lines = [f"{number}. {_term(term, names)}" for number, term in enumerate(reading.terms, 1)]
    lines += [f"一票否决：{veto.veto['name']}（{veto.reason}）" for veto in reading.vetoes]
    lines += [f"请选择：{choice.asks}。" + "；".join(o.means for o in choice.options) for choice in reading.choices]
    lines += [f"没有读懂：“{piece.words}”（{piece.why}）" for piece in reading.unread]
    lines += [f"注意：{problem.what}。{problem.remedy}" for problem in reading.problems]
    return "\n".join(lines)


def _term(term: ReadTerm, names: dict[str, str]) -> str:
    side, body = next(iter(term.term.items()))
    word = next(key for key in body if key not in _COMMON)
    given = body[word] if isinstance(body[word], dict) else {"measure": body[word]}
    sentence = say(side, word, {k: names.get(v, v) if isinstance(v, str) else v for k, v in given.items()}, body)
    return f"{sentence}（请确认：{term.reason}）" if term.reason else sentence


def meaning(draft: Draft) -> str:
    """One draft as a sentence."""
    given = {role: measure.name for role, measure in draft.measures} | draft.params
    return say(draft.side, draft.word, given, {"points": draft.points, "cap": draft.cap})


def say(side: str, word: str, given: dict[str, Any], body: dict[str, Any]) -> str:
    """A term as a sentence."""
    points = body.get("points")
    worth = "本项全部分值" if points in ("all", None) else f"{points:g} 分"
    verb = f"扣{worth}" if side == "deduct" else f"得{worth}"
    cap = f"，最多 {body['cap']:g} 分" if body.get("cap") is not None else ""
    name = given.get("measure") or given.get("things") or ""
    return f"{_SAYINGS[word](name, given, verb, '扣' if side == 'deduct' else '得')}{cap}"


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _per(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    every = f"每满 {_number(given['every'])} 个" if given.get("every") else "每有一个"
    beyond = f"超过 {_number(given['beyond'])} 的部分，" if given.get("beyond") else ""
    return f"“{name}”{beyond}{every}{verb}"


def _gap(word: str) -> Any:
    def sentence(name: str, given: dict[str, Any], verb: str, short: str) -> str:
        step = _number(given.get("step", 1))
        return (
            f"“{name}”目标 {_number(given['target'])}%，每{word} {step} 个百分点{verb}，{_FRACTION[given['fraction']]}"
        )

    return sentence


def _bands(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    return f"“{name}”" + "；".join(f"{_band(step)}{short} {_number(step['points'])} 分" for step in given["steps"])


def _band(step: dict[str, Any]) -> str:
    said = {"at_least": "{}及以上", "above": "高于 {}", "below": "低于 {}", "at_most": "{}及以下"}
    return "、".join(said[key].format(_number(step[key])) for key in said if key in step)


def _table(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    table: dict[str, Any] = given.get("steps") or given.get("points") or {}
    once = "，同一件事只取最高" if given.get("same_event") == "highest" else ""
    return f"“{name}”" + "、".join(f"{key}{short} {_number(value)} 分" for key, value in table.items()) + once


def _judged(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    if "between" in given:
        low, high = given["between"]
        return f"“{name}”由评分人{short} {_number(low)} 至 {_number(high)} 分"
    return f"“{name}”由评分人按等次定：" + "、".join(
        f"{g} {_number(r[0])}–{_number(r[1])} 分" for g, r in given["ranges"].items()
    )


def _late(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    month, day = given["due"].split("-")
    return f"“{name}”应在 {int(month)}月{int(day)}日前，" + (
        f"每迟一天{verb}" if given.get("each_day") else f"逾期{verb}"
    )


def _quota(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    kind = f"，其中“{given['of_kind']}”至少 {_number(given['of_kind_at_least'])}" if given.get("of_kind") else ""
    return f"看 {given['sample']} 处，每处“{name}”至少 {_number(given['at_least'])}{kind}，每少一个{verb}"


def _trend(name: str, given: dict[str, Any], verb: str, short: str) -> str:
    edge = f"不低于 {_number(given['at_least'])}" if "at_least" in given else f"不高于 {_number(given.get('at_most'))}"
    return f"“{name}”{edge}，或者 {given['years']} 年{'上升' if given['or'] == 'rising' else '下降'}，{verb}"


_SAYINGS: dict[str, Any] = {
    "when": lambda n, g, v, s: f"有“{n}”这种情形，{v}（一次）",
    "unless": lambda n, g, v, s: f"没有“{n}”，{v}（一次）",
    "false_report": lambda n, g, v, s: f"“{n}”查实，每件{v}",
    "per": _per, "below": _gap("低"), "above": _gap("高"), "bands": _bands, "ladder": _table, "grade": _table, "judged": _judged,
    "late": _late, "quota": _quota, "threshold_or_trend": _trend,
    "short_of": lambda n, g, v, s: f"“{n}”应有 {_number(g.get('target'))}，每少一个{v}",
    "if_below": lambda n, g, v, s: f"“{n}”低于 {_number(g['limit'])}，{v}（一次）",
    "if_above": lambda n, g, v, s: f"“{n}”高于 {_number(g['limit'])}，{v}（一次）",
    "share": lambda n, g, v, s: f"“{n}”达到 {_number(g.get('target', '100%'))} {v}，不足的按比例",
    "scale": lambda n, g, v, s: f"“{n}”按 {_number(g['from'])} 分制打分，折算后最多{v}",
    "all_of": lambda n, g, v, s: f"{g.get('sample', '')} 处都“{n}”才{v}",
    "share_of": lambda n, g, v, s: f"按“{n}”符合的比例，最多{v}",
    "mean_of": lambda n, g, v, s: f"“{n}”取各处平均（满分 {_number(g.get('full', 1))}），最多{v}",
    "quorum": lambda n, g, v, s: f"抽 {g['sample']} 个，{g['at_least']} 个以上“{n}”{v}",
    "rank": lambda n, g, v, s: f"“{n}”按名次依次得 {'、'.join(map(_number, g['points']))} 分，其余得 {_number(g.get('beyond', 0))} 分",
    "relative": lambda n, g, v, s: f"“{n}”以最{'高' if g['order'] == 'high' else '低'}的为满分，按比例{v}",
}  # fmt: skip
