"""What one row of a table of points says: its bound, its grade, its levels. The rows of a run are put together in `runs`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean
from duibiao_engine.standard.importing.clauses.flags import (
    ending_grade,
    grade_of,
)
from duibiao_engine.standard.importing.clauses.parts import (
    Bound,
    Effect,
    before_and_after,
    bounds,
    each,
    effect_of,
)
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import NAMELESS, Scene
from duibiao_engine.standard.importing.clauses.tables import (
    OFFICES,
    levels_of,
    without_levels,
)

_PLACED = re.compile(
    "(?:由高到低|从高到低|高低|大小|多少)?(?:顺序)?(?:进行)?(?:排名|排序|排位|位次|名次|名列|综合排名)?(?:居|列|位居|位列|排在?|处于|在|位于|进入)?"
    "(?:全国|全省|全市|全县|全区|全州|省内|市内|县内|同类|各乡镇|各单位|乡镇|县直|部门)*(?:单位)?(?:中|内)?(?:综合)?(?:排名|排位|排序|位次|名次)?(?:居|列|位居|位列)?$"
)
_BY = ("按照", "根据", "依据", "按", "以", "居", "列", "位居", "位列")


def ranked_by(scene: Scene, before: str, phrase: Phrase) -> str:
    """按采用量排名，第一名…; 增速居全市第1位…: by what the places are given; the indicator's name where it holds that."""
    near = scene.plain_before(phrase)
    for words in (before, near):
        own = clean(_PLACED.sub("", clean(words)))
        for lead in _BY:
            own = own.removeprefix(lead)
        own = clean(_PLACED.sub("", own)) if len(own) > 1 else ""
        whole = clean(scene.name)
        if len(own) >= 2:
            return whole if own in whole else own
    return scene.subject or clean(scene.name) or clean(near) or NAMELESS


def published(draft: Draft, name: str) -> Draft:
    """全省前10名: the units may be ranked here, or the place is a number that somebody else published."""
    points, beyond = draft.params["points"], draft.params["beyond"]
    steps: list[dict[str, float]] = []
    for place, worth in enumerate(points, 1):
        if steps and steps[-1]["points"] == worth:
            steps[-1]["at_most"] = place
        else:
            steps.append(({"above": place - 1} if place > 1 else {}) | {"at_most": place, "points": worth})
    steps.append({"above": len(points), "points": beyond})
    measure = M(name if name.endswith(("排名", "名次", "位次")) else f"{name}名次", "amount", "名")
    bands_ = replace(draft, word="bands", measures=(("measure", measure),), params={"steps": steps}, reasons=())
    pair = [("名次由上级公布，照着填", bands_), ("由本办各单位排出名次", draft)]
    chosen = bands_ if any(word in name for word in ("排名", "名次", "位次")) else draft
    ordered = pair if chosen is bands_ else pair[::-1]
    return chosen.asking("rank", "名次是上级公布的，还是按各单位的数排出来的", ordered)


def row_of(phrase: Phrase) -> tuple[Bound | None, str] | None:
    """(bound, words before it) of a phrase that may be a row of bands."""
    node = phrase.condition
    assert node is not None
    if node.name == "otherwise":
        return None, ""
    if node.name == "plain" and "".join(tok.text for tok in node.toks("W")).strip("的") in (
        "不降反升",
        "不升反降",
        "负增长",
        "出现负增长",
        "为负增长",
    ):
        return Bound(None, False, 0.0, False, "", True), ""
    if node.name == "bounds":
        found = bounds(node)
        return None if found is None else (found, "".join(before_and_after(node)))
    if node.name == "each_one":
        what = each(node)
        return (
            None
            if what.percent or what.dev_word.startswith("每")
            else (Bound(what.count, True, what.count, True, what.unit), what.before + what.dev_word + what.after)
        )
    if node.name == "counted" and len(node.toks("NUM", "PCT")) == 1:
        tok = node.toks("NUM", "PCT")[0]
        unit = next((one.text for one in node.toks("UNIT")), "")
        return Bound(float(tok.value), True, float(tok.value), True, unit, tok.kind == "PCT"), before_and_after(node)[
            0
        ] or before_and_after(node)[1]
    return None


def and_above(said: str) -> bool:
    return "以上" in said


def what_has_levels(words: str) -> str:
    """What the levels are of; whose offices speak says nothing more."""
    for word in (*OFFICES, "国务院", "分别", "以上", "及", "每"):
        words = words.replace(word, "")
    tidy = clean(without_levels(words))
    return tidy if len(tidy) >= 2 and not levels_of(tidy) else ""


def led_grade(acts: list[tuple[Phrase, str, Effect]]) -> tuple[list[tuple[Phrase, str, Effect]], str]:
    """工作开展好的得5分，较好的得3分: the first row names what is graded too."""
    if (
        len(acts) < 3
        or any(effect.takes for _, _, effect in acts)
        or grade_of(acts[0][1])
        or not all(grade_of(words) for _, words, _ in acts[1:3])
    ):
        return acts, ""
    lead, grade = ending_grade(acts[0][1])
    return ([(acts[0][0], grade, acts[0][2]), *acts[1:]], clean(lead)) if grade else (acts, "")


def named_grades(acts: Sequence[tuple[Phrase, str, Effect]]) -> int:
    count = 0
    for phrase, words, _ in acts:
        if not grade_of(words) and not (count and phrase.condition and phrase.condition.name == "otherwise"):
            break
        count += 1
    return count


def nothing_said(phrase: Phrase, rows: list[tuple[Bound | None, Effect]]) -> bool:
    """2名以上得2分，1名得1分，无专职人员不得分: none of what is counted is the rest."""
    plain = phrase.condition is not None and phrase.condition.name == "plain"
    words = "".join(tok.text for tok in phrase.toks if tok.kind == "W")
    counted = any(bound is not None and bound.unit and not bound.percent for bound, _ in rows)
    return (
        plain
        and counted
        and effect_of(phrase).kind == "zero"
        and words.startswith(("无", "没有", "均无", "未", "都没有"))
    )


def nothing_of(name: str) -> str:
    """全年无越级上访 → 越级上访."""
    name = re.sub("^(?:全年|年内|当年|年度内|辖区内?|本年度)", "", name)
    return re.sub("^(?:没有发生|未发生|没有出现|未出现|不发生|没有|零|无|未)", "", name)


def short_grade(words: str) -> str:
    return clean(words.strip("的"))
