"""What the validator complains of, in the clerk's words: what is wrong, why, and what to write instead.

The validator speaks English and of types; a clerk wrote a key and a value. Its one trick: a table from the validator's
error types to our own stable codes and sentences, with the key named in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from duibiao_engine.problems import Problem, error
from duibiao_engine.rules import KINDS
from duibiao_engine.rules.bands import Band
from duibiao_engine.rules.base import number
from duibiao_engine.standard import above
from duibiao_engine.standard.checks.findings import did_you_mean, listed
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Indicator, Standard, Term

Loc = tuple[str | int, ...]

_KEYS = {
    "id": "标识", "title": "标题", "edition": "版本", "issuer": "发布单位", "points": "分值", "combine": "汇总方式", "cap": "上限",
    "floor": "下限", "rescale": "折算成", "not_applicable": "不适用时", "unknown": "缺事实时", "period": "考核期", "rounding": "取位",
    "met_at": "达标线", "unit_kinds": "单位类别", "measures": "计量项", "indicators": "指标", "children": "下级指标", "rule": "计分办法",
    "code": "编号", "name": "名称", "name_en": "英文名称", "title_en": "英文标题", "text": "原文", "note": "说明", "weight": "权重",
    "bonus": "加分项", "applies_to": "适用单位", "method": "测评方式", "start": "起始分", "kind": "类别", "unit": "计量单位", "per": "按点位",
    "grades": "等次", "range": "取值范围", "missing": "没有事实时", "none_due": "分母为零时", "written_as": "书写方式", "measure": "计量项",
    "target": "目标", "target_measure": "目标计量项", "fraction": "不足一个百分点时", "step": "步长", "limit": "界限", "every": "每多少",
    "beyond": "超出多少", "steps": "各档", "same_event": "同一事项", "due": "截止日", "each_day": "逐日计", "between": "范围",
    "ranges": "各等次范围", "at_least": "至少", "at_most": "至多", "below": "低于", "above": "高于", "order": "排序方向", "sample": "抽样数",
    "full": "满分", "from": "从", "to": "到", "or": "或者", "years": "各年", "things": "数什么", "of_kind": "其中哪类", "count": "怎么数",
    "of_kind_at_least": "其中至少", "of_kind_counts": "那一类怎么算", "scorecards": "得分卡", "gates": "门槛", "vetoes": "一票否决",
    "penalties": "罚分", "ranking": "排名", "cycle": "评选周期", "kinds": "单位类别", "coverage": "达标比例", "score": "另行计分",
    "indicator": "指标编号", "event": "事件", "look_back_months": "回溯月数", "rate_below": "得分率低于", "effect": "后果", "months": "月数",
    "each": "逐次计", "bands": "分档", "levels": "各级", "otherwise": "其余", "within": "排名范围", "by": "依据", "of": "按什么分",
    "year": "年份", "places": "小数位数", "demonstration": "演示", "partial": "不完整", "recoverable": "可挽回", "leaf": "末级指标",
    "total": "总分", "rate": "得分率",
}  # fmt: skip
#: Where a list or table of that name is, its entries are these.
_HOMES: dict[str, type[BaseModel]] = {
    "indicators": Indicator, "children": Indicator, "rule": Term, "scorecards": above.Scorecard, "gates": above.Gate,
    "vetoes": above.Veto, "penalties": above.Penalty, "grades": above.Grades, "bands": above.GradeBand, "steps": Band,
    "levels": above.CoverageLevel, "ranking": above.Ranking, "cycle": above.Cycle, "years": above.CycleYear,
    "rounding": above.Rounding, "period": above.Period, "score": above.SeparateScore,
}  # fmt: skip
#: Values that may be several things, in words.
_EITHER = {
    "points": "数字，或者 all（全部分值）",
    "start": "full（从满分起）、zero（从 0 起）或数字",
    "measures": "all，或者计量项的列表",
}
_BRANCH = re.compile(r"float|int|str|literal\[.*\]|tuple\[.*\]")


def home_of(loc: Loc) -> type[BaseModel] | None:
    """The model whose key the last step of the path is; None inside a free table."""
    names = [step for step in loc[:-1] if isinstance(step, str)]
    if len(names) >= 2 and names[-2] == "parameters" and names[-1] in KINDS:
        return KINDS[names[-1]].parameters
    if loc and loc[0] == "measures":
        return Measure if len(loc) == 3 else None
    if not names:
        return Standard
    if "rounding" in names:
        if names[-1] != "rounding":
            return above.Places
        return above.CardRounding if names[0] == "scorecards" else above.Rounding
    bound = above.Bound if len(names) > 1 and names[-2] in ("coverage", "grades", "shares") else None
    return _HOMES.get(names[-1], bound)


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that may be written, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items() if name != "word"]


def as_written(loc: Loc) -> Loc:
    """The path without steps that are in no file: the branch of a value that may be several things, the table of shares."""
    kept: list[str | int] = []
    for place, step in enumerate(loc):
        before = loc[place - 1] if place else None
        may_branch = before in ("points", "start") or (before == "measures" and loc[0] == "scorecards")
        is_branch = may_branch and isinstance(step, str) and _BRANCH.fullmatch(step)
        if not is_branch and not (step == "shares" and loc[0] == "grades"):
            kept.append(step)
    return tuple(kept)


def worth_saying(complaints: Iterable[Any]) -> list[Any]:
    """One complaint for each value: where a value may be several things, the validator complains once for each of them."""
    every = list(complaints)
    # a list whose items are all wrong is also called too short
    holding = {one["loc"][:end] for one in every for end in range(len(one["loc"]))}
    # one word where a table is wanted misses every key of the table
    bare = {one["loc"][:-1] for one in every if one["loc"][-1:] == ("bare",)}
    kept: dict[tuple[Loc, str], Any] = {}
    for complaint in every:
        if complaint["type"] == "missing" and complaint["loc"][:-1] in bare:
            continue
        loc = as_written(complaint["loc"])
        key = (loc, "" if loc != complaint["loc"] else str(complaint["type"]))
        if complaint["type"] == "too_short" and complaint["loc"] in holding:
            continue
        if key not in kept or kept[key]["type"] == "literal_error":
            kept[key] = complaint
    return list(kept.values())


def in_chinese(complaint: Any, file: str, place: str) -> Problem:
    """One complaint of the validator as a problem; `place` is the line."""
    say = _SAYINGS.get(str(complaint["type"]), _anything)
    code, what, why, remedy = say(complaint)
    return error(code, file, place, what, why, remedy)


Said = tuple[str, str, str, str]


def _key(complaint: Any) -> str:
    """The key in both languages; list positions are counted from 1."""
    loc = [step for step in as_written(complaint["loc"]) if step != "[key]"]
    last = loc[-1] if loc else "standard.yaml"
    if isinstance(last, int):
        return f"{_named(next((step for step in reversed(loc) if isinstance(step, str)), ''))}的第 {last + 1} 项"
    return _named(last)


def _named(key: str) -> str:
    return f"“{key}”（{_KEYS[key]}）" if key in _KEYS else f"“{key}”"


def _bare_key(complaint: Any) -> str:
    return str(next((step for step in reversed(as_written(complaint["loc"])) if isinstance(step, str)), ""))


def _shown(value: Any) -> str:
    if value is None:
        return "空的"
    if isinstance(value, bool):
        return f"是非值 {str(value).lower()}"
    if isinstance(value, int | float):
        return f"数字 {value}" if len(str(value)) < 20 else "一个很长的数"
    if isinstance(value, str):
        return f"文字“{value[:20]}{'…' if len(value) > 20 else ''}”"
    if isinstance(value, dict):
        return "一组“键: 值”"
    return "一个列表" if isinstance(value, list | tuple) else f"日期 {value}"


def _missing(complaint: Any) -> Said:
    if isinstance(complaint["loc"][-1], int):
        return "too_few", f"{_named(_bare_key(complaint))}少写了一项", "这里要写两个数", "请写成 [最小, 最大]"
    key = complaint["loc"][-1]
    if key == "measure":
        return "missing_key", "没有写用哪个计量项（measure）", "不知道按什么计分", "请补上 measure: 计量项的代码"
    return "missing_key", f"缺少{_key(complaint)}", "这一项必须写", f"请补上 {key}:"


def _extra(complaint: Any) -> Said:
    loc = complaint["loc"]
    key, home = str(loc[-1]), home_of(loc)
    if key == "bare":
        return (
            "not_mapping",
            f"“{loc[-2]}”后面要写花括号",
            f"这里是{_shown(complaint['input'])}",
            f"请写成 {loc[-2]}: {{…}}，把参数写在花括号里",
        )
    known = keys_of(home) if home is not None else []
    meant = did_you_mean(key, known) or next((name for name in known if _KEYS.get(name) == key), None)
    hint = f"是不是想写“{meant}”？" if meant else ""
    allowed = f"这里可以写：{listed(known, 40)}" if known else "请核对这一级可以写的键"
    return "unknown_key", f"不认识的键“{key}”", "写了也不起作用，所以不接受", hint + allowed


def _text(complaint: Any) -> Said:
    value, key = complaint["input"], _bare_key(complaint)
    remedy = f"请写上文字，例：{key}: …"
    if value is not None and not isinstance(value, dict | list | tuple):
        written = str(value).lower() if isinstance(value, bool) else str(value)[:40]
        remedy = f'请加上引号，例：{key}: "{written}"'
    subject = "编号要加引号" if key == "code" and value is not None else f"{_key(complaint)}要写成文字"
    return "not_text", subject, f"这里是{_shown(value)}", remedy


def _number(complaint: Any) -> Said:
    key = _bare_key(complaint)
    either = "points" if key == "points" and "rule" in complaint["loc"] else key if key == "start" else ""
    expected = _EITHER.get(either, "数字")
    return (
        "not_number",
        f"{_key(complaint)}要写成{expected}",
        f"这里是{_shown(complaint['input'])}",
        "请只写半角数字，不带单位、百分号和引号",
    )


def _whole(complaint: Any) -> Said:
    return (
        "not_whole_number",
        f"{_key(complaint)}要写成整数",
        f"这里是{_shown(complaint['input'])}",
        "请只写半角整数，不带单位和引号",
    )


def _truth(complaint: Any) -> Said:
    return (
        "not_true_false",
        f"{_key(complaint)}只能写 true（是）或 false（否）",
        f"这里是{_shown(complaint['input'])}",
        "请写 true 或 false，不加引号",
    )


def _date(complaint: Any) -> Said:
    return (
        "not_date",
        f"{_key(complaint)}要写成日期",
        f"这里是{_shown(complaint['input'])}",
        "请写成 2026-01-01 的样子，不加引号，不带时刻",
    )


def _table(complaint: Any) -> Said:
    return (
        "not_mapping",
        f"{_key(complaint)}要写成“键: 值”",
        f"这里是{_shown(complaint['input'])}",
        "请检查缩进，或用花括号写成 {键: 值}",
    )


def _list(complaint: Any) -> Said:
    key = _bare_key(complaint)
    expected = _EITHER["measures"] if key == "measures" and complaint["loc"][0] == "scorecards" else "列表"
    return (
        "not_list",
        f"{_key(complaint)}要写成{expected}",
        f"这里是{_shown(complaint['input'])}",
        "请用“- ”逐行列出，或写成 [甲, 乙]",
    )


def _choice(complaint: Any) -> Said:
    choices = re.findall(r"'([^']*)'", str(complaint.get("ctx", {}).get("expected", "")))
    value = complaint["input"]
    meant = did_you_mean(value, choices) if isinstance(value, str) else None
    hint = f"是不是想写“{meant}”？" if meant else ""
    if "[key]" in complaint["loc"]:
        return "unknown_key", f"不认识的键“{value}”", f"只能写：{'、'.join(choices)}", f"{hint}请从中选一个"
    return (
        "not_a_choice",
        f"{_key(complaint)}不能写{_shown(value)}",
        f"只能写：{'、'.join(choices)}",
        f"{hint}请从中选一个",
    )


def _finite(complaint: Any) -> Said:
    return "not_finite", f"{_key(complaint)}不能是无穷大或非数（inf、nan）", "算不出分数", "请写一个普通的数字"


def _bound(word: str, key: str) -> Callable[[Any], Said]:
    def say(complaint: Any) -> Said:
        limit = number(float(complaint["ctx"][key]))
        return (
            "out_of_range",
            f"{_key(complaint)}要{word} {limit}",
            f"这里是{_shown(complaint['input'])}",
            "请核对这个数",
        )

    return say


def _too_short(complaint: Any) -> Said:
    return (
        "too_few",
        f"{_key(complaint)}至少要写 {complaint['ctx']['min_length']} 项",
        f"这里只有 {complaint['ctx']['actual_length']} 项",
        "请补上",
    )


def _too_long(complaint: Any) -> Said:
    return (
        "too_many",
        f"{_key(complaint)}最多写 {complaint['ctx']['max_length']} 项",
        "多出来的不知道是什么意思",
        "请删去多余的",
    )


def _empty_text(complaint: Any) -> Said:
    return "empty_text", f"{_key(complaint)}不能空着", "这一项必须写", "请写上内容"


def _pattern(complaint: Any) -> Said:
    if _bare_key(complaint) == "id":
        return (
            "bad_code",
            f"“id”（标识）不能写{_shown(complaint['input'])}",
            "只能用小写英文字母、数字和连字符",
            "例：id: fazhi-2026",
        )
    return (
        "bad_code",
        f"计量项的代码不能写{_shown(complaint['input'])}",
        "只能用小写英文字母开头，后面是小写字母、数字、下划线",
        "例：special_meetings；中文写在 name 里",
    )


def _own_words(complaint: Any) -> Said:
    """Our validators speak Chinese already; a date that does not exist is complained of by Python."""
    said = str(complaint.get("ctx", {}).get("error", ""))
    if not re.search(r"[\u4e00-\u9fff]", said):
        due = "late" in complaint["loc"]
        return (
            "senseless",
            "截止日（due）不是真实的日期" if due else f"{_key(complaint)}的写法不对",
            "",
            '请核对月和日，例：due: "12-31"' if due else "请对照 packs/ 里的例子改",
        )
    return "senseless", said, "几处写法合不到一起", "请照提示改这一项"


def _key_text(complaint: Any) -> Said:
    key = next((str(step) for step in reversed(complaint["loc"]) if step != "[key]"), "")
    return "key_not_text", f"键“{key}”要写成文字", "数字和是非值不能当键", "请给冒号前面的键加上引号"


def _anything(complaint: Any) -> Said:
    return (
        "wrong_value",
        f"{_key(complaint)}的写法不对",
        f"这里是{_shown(complaint['input'])}",
        "请对照 packs/ 里的例子改",
    )


_SAYINGS: dict[str, Callable[[Any], Said]] = {
    "missing": _missing, "extra_forbidden": _extra, "string_type": _text, "float_type": _number, "float_parsing": _number,
    "int_type": _whole, "int_from_float": _whole, "int_parsing": _whole, "bool_type": _truth, "bool_parsing": _truth,
    "date_type": _date, "date_from_datetime_inexact": _date, "date_from_datetime_parsing": _date, "date_parsing": _date,
    "dict_type": _table, "model_type": _table, "model_attributes_type": _table, "mapping_type": _table, "tuple_type": _list,
    "list_type": _list, "literal_error": _choice, "enum": _choice, "finite_number": _finite,
    "greater_than": _bound("大于", "gt"), "greater_than_equal": _bound("不小于", "ge"), "less_than": _bound("小于", "lt"),
    "less_than_equal": _bound("不大于", "le"), "too_short": _too_short, "too_long": _too_long, "string_too_short": _empty_text,
    "string_pattern_mismatch": _pattern, "value_error": _own_words, "invalid_key": _key_text,
}  # fmt: skip
