"""When two rules say the same: terms brought to one form first, then compared key by key (see `scoring`)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from duibiao_engine.standard.importing.clauses.values import ReadMeasure, ReadTerm

Form = dict[str, Any]
_COMMON = ("points", "cap", "recoverable", "note")
_MEASURES = ("measure", "target_measure", "things", "of_kind")
_FILLER = set("的了在和与及或者等是为有要应对被把将、，。；：（）()“”\"' ·《》未没无不")
_LEVEL = {
    "全国": "国家",
    "国务院": "国家",
    "省政府": "省",
    "市政府": "市",
    "县政府": "县",
    "中央": "国家",
    "全省": "省",
    "全市": "市",
    "全县": "县",
    "区县": "县",
    "县区": "县",
    "区": "县",
}
_EDGES = {"at_least": ("low", True), "above": ("low", False), "below": ("high", False), "at_most": ("high", True)}
_OPTIONAL = {"beyond": 0, "each_day": False, "step": 1, "target": 100, "full": 1}
_NEGATION = ("未", "没", "无", "不", "缺", "少")
_COUNTED = ("count", "event")
#: Not of the form itself but about how it came to be.
_ASIDE = {"kind", "side", "abouts", "turned", "holds", "whole", "steps"}


def _essence(words: str) -> str:
    kept = [letter for letter in unicodedata.normalize("NFKC", words) if letter not in _FILLER and not letter.isspace()]
    return "".join(kept)


def fits(about: str, name: str) -> bool:
    """Whether the key words and the measure's name share most of their characters."""
    left, right = _essence(about), _essence(name)
    if not left or not right:
        return True
    if left in right or right in left or ("：" in name and fits(about, name.partition("：")[2])):
        return True
    shared = sum(min(left.count(letter), right.count(letter)) for letter in set(left))
    return shared >= 0.5 * min(len(left), len(right))


def same_rule(
    expected: Sequence[Mapping[str, Any]],
    terms: Sequence[ReadTerm],
    measures: Sequence[ReadMeasure],
    points: float | None,
) -> bool:
    """Whether the proposed terms are the expected ones, in any order."""
    if len(expected) != len(terms):
        return False
    alone = len(expected) == 1
    by_code = {measure.code: measure for measure in measures}
    left = [_form(one, points, alone, {}) for one in expected]
    right = [_form(term.term, points, alone, by_code) for term in terms]
    return _paired(left, right)


def _paired(left: list[Form], right: list[Form]) -> bool:
    if not left:
        return True
    return any(_same(left[0], one) and _paired(left[1:], right[:i] + right[i + 1 :]) for i, one in enumerate(right))


def _same(expected: Form, proposed: Form) -> bool:
    if expected["kind"] != proposed["kind"] or expected["side"] != proposed["side"]:
        return False
    if expected["turned"] != proposed["turned"] and expected.get("holds") != proposed.get("holds"):
        return False
    keys = set(expected) - _ASIDE
    if expected["kind"] == "grade":
        return _graded(expected["points_by_name"], proposed["points_by_name"])
    if not all(_equal(expected[key], proposed.get(key, _OPTIONAL.get(key))) for key in keys):
        return False
    silent = {"every", "beyond", "cap", "each_day"} - keys
    if not all(_equal(proposed.get(key, _OPTIONAL.get(key)), _OPTIONAL.get(key)) for key in silent):
        return False
    if not _equal(*(_steps(form, proposed["whole"]) for form in (expected, proposed))):
        return False
    return all(fits(about, name) for about, name in zip(expected["abouts"], proposed["abouts"], strict=False))


def _graded(left: dict[str, float], right: dict[str, float]) -> bool:
    """The same points, from best to poorest, and names that share their characters."""
    pairs = [sorted(table.items(), key=lambda row: -row[1]) for table in (left, right)]
    if len(left) != len(right):
        return False
    return all(_equal(a[1], b[1]) and fits(a[0], b[0]) for a, b in zip(*pairs, strict=True))


def _steps(form: Form, whole: bool) -> Any:
    """The steps; where only whole numbers occur, above 4 is at least 5."""
    steps = form.get("steps")
    if not whole or not isinstance(steps, list):
        return steps
    ends = [(low if inside or math.isinf(low) else low + 1, high + 1 if upto else high, worth)
            for low, inside, high, upto, worth in steps]  # fmt: skip
    return [[max(low, 0), high, worth] for low, high, worth in ends]


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.isclose(left, right, abs_tol=1e-6)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _form(term: Mapping[str, Any], points: float | None, alone: bool, measures: Mapping[str, ReadMeasure]) -> Form:
    side, body = next(iter(term.items()))
    word = next(key for key in body if key not in _COMMON)
    given = dict(body[word]) if isinstance(body[word], dict) and "about" not in body[word] else {"measure": body[word]}
    used = [given.pop(key) for key in _MEASURES if key in given]
    kinds = {measures[code].measure["kind"] for code in used if isinstance(code, str) and code in measures}
    form: Form = {"kind": word, "side": side, "abouts": [_about(one, measures) for one in used], "turned": False}
    form |= {"whole": bool(kinds) and kinds <= set(_COUNTED), **_worth(body, side, points), **given}
    form.pop("missing", None)  # what no record means is hardly ever said
    return _levelled(_alone(_stepped(form, points), points) if alone else _stepped(form, points))


def _about(measure: Any, measures: Mapping[str, ReadMeasure]) -> str:
    if isinstance(measure, dict):
        return str(measure["about"])
    return measures[str(measure)].name if str(measure) in measures else str(measure)


def _worth(body: Mapping[str, Any], side: str, item: float | None) -> Form:
    """Points and cap; all, and what is the item's points, are the same, and such a cap is none."""
    worth = body.get("points", "all")
    worth = item if worth == "all" and item is not None else worth
    cap = body.get("cap")
    none = cap is None or (item is not None and math.isclose(float(cap), item)) or cap == worth == "all"
    return {"points": worth} if none else {"points": worth, "cap": cap}


def _stepped(form: Form, item: float | None) -> Form:
    """Flags in one spelling; steps below or above a limit, and bands, as a list of steps; every one is no every."""
    kind, all_of_it = form["kind"], form.get("points") in ("all", item)
    if form.get("every") == 1:
        form.pop("every")
    single = not (form.get("every") or form.get("beyond"))
    if kind in ("when", "unless") or (kind in ("per", "false_report") and all_of_it and single):
        negative = any(letter in form["abouts"][0] for letter in _NEGATION)
        return {**form, "kind": "flag", "holds": negative == (kind == "unless")}
    if kind == "quota" and form.get("count") == "whole_sample" and "of_kind_at_least" not in form:
        total = form["at_least"] * form["sample"]
        kept = {key: value for key, value in form.items() if key not in ("at_least", "sample", "count")}
        return {**kept, "kind": "short_of", "target": total}
    if kind == "share_of" and "sample" not in form:
        return {**form, "kind": "share"}
    if kind == "false_report":
        return {**form, "kind": "per"}
    if kind in ("if_below", "if_above"):
        return _two_steps(form, form.pop("limit"), form.pop("points"))
    if kind == "bands":
        form.pop("points")
        return {
            **form,
            "kind": "steps",
            "steps": sorted(map(_band, form["steps"]), key=lambda step: (step[0], step[2])),
        }
    return form


def _two_steps(form: Form, limit: float, worth: Any) -> Form:
    """On the limit is neither below nor above it."""
    under = form["kind"] == "if_below"
    steps = [[-math.inf, False, limit, not under, worth if under else 0.0]]
    steps.append([limit, under, math.inf, False, 0.0 if under else worth])
    return {**form, "kind": "steps", "steps": steps}


def _band(step: Mapping[str, Any]) -> list[Any]:
    low, high = (-math.inf, False), (math.inf, False)
    for key, value in step.items():
        end, inside = _EDGES.get(key, ("", False))
        low = (float(value), inside) if end == "low" and value > 0 else low
        high = (float(value), inside) if end == "high" else high
    return [*low, *high, step["points"]]


def _alone(form: Form, item: float | None) -> Form:
    """A rule of one term that takes is the rule that gives what is left."""
    if item is None or form["side"] != "deduct":
        return form
    if form["kind"] == "flag" and form["points"] in (item, "all"):
        return {**form, "side": "earn", "turned": True, "holds": not form["holds"]}
    if form["kind"] == "steps":
        worth = [[*step[:-1], item - (item if step[-1] == "all" else step[-1])] for step in form["steps"]]
        return {**form, "side": "earn", "steps": worth}
    return form


def _levelled(form: Form) -> Form:
    """Names of levels and grades without what may be left out."""
    for key in ("steps", "points", "ranges"):
        if isinstance(form.get(key), dict):
            form[key + "_by_name"] = {_bare(str(name)): worth for name, worth in form.pop(key).items()}
    return form


def _bare(name: str) -> str:
    bare = (
        re.sub("[（）()]|[及和或]?以上", "", name.strip())
        .removesuffix("级")
        .removesuffix("档")
        .removesuffix("等次")
        .removesuffix("的")
    )
    return _LEVEL.get(bare, bare)
