"""Runs of phrases that are one table: ranks, ladders, bands, grades, merits that exclude each other."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from duibiao_engine.standard.importing.clauses.drafts import M, clean
from duibiao_engine.standard.importing.clauses.flags import (
    conforming,
    exclusive,
    flag,
    grade_of,
    measured,
)
from duibiao_engine.standard.importing.clauses.parts import (
    Bound,
    Effect,
    before_and_after,
    effect_of,
)
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.run_rows import (
    and_above,
    led_grade,
    named_grades,
    nothing_of,
    nothing_said,
    published,
    ranked_by,
    row_of,
    short_grade,
    what_has_levels,
)
from duibiao_engine.standard.importing.clauses.scene import Target, Unreadable
from duibiao_engine.standard.importing.clauses.standing import Standing, toks_of
from duibiao_engine.standard.importing.clauses.tables import (
    bands,
    event,
    graded,
    ladder,
    levels_of,
    overlapping,
    ranks,
    sloped,
)


class Runs(Standing):
    """Reads as many phrases from one place as belong to one table."""

    def _table(self, place: int) -> int:
        """How many phrases from here are one table that was read; 0 where there is none."""
        for kind in (self._rank_run, self._ladder_run, self._band_run, self._grade_run):
            taken = kind(place)
            if taken:
                return taken
        return 0

    def _following(self, place: int) -> list[Phrase]:
        out = []
        for phrase in self.phrases[place:]:
            if phrase.kind != "act" or phrase.sentence in self.dead:
                break
            out.append(phrase)
        return out

    def _rank_run(self, place: int) -> int:
        rows: list[tuple[tuple[int, int] | None, list[float]]] = []
        used: list[Phrase] = []
        for phrase in self._following(place):
            name = phrase.condition.name if phrase.condition else ""
            effect = effect_of(phrase)
            if name != "rank" and not (name == "otherwise" and rows):
                break
            values = list(effect.listed) or [self._worth(effect)]
            rank = next((tok.value for tok in phrase.toks if tok.kind == "RANK"), None)
            rows.append((rank, values))
            used.append(phrase)
        if not used:
            return 0
        if any(effect_of(one).kind == "loss" for one in used):
            raise Unreadable("按名次扣分，没有对应的计分写法")
        if len(used) == 1 and used[0].condition and rows[0][0] == (1, 1) and effect_of(used[0]).kind == "full":
            return 0
        before = before_and_after(used[0].condition)[0] if used[0].condition else ""
        if re.match("每(?!年)", before):
            raise Unreadable("每段时间各排一次，还是全年合起来排，没有写清")
        name = ranked_by(self.scene, before, used[0])
        draft = ranks(rows, M(name, "amount"), toks_of(used))
        if any(word in before + self.scene.plain_before(used[0]) + self.scene.name for word in _ELSEWHERE):
            draft = published(draft, name)
        self.scene.add([draft], used[-1], "table")
        return len(used)

    def _worth(self, effect: Effect) -> float:
        if effect.kind in ("zero", "nogain", "noloss"):
            return 0.0
        if effect.kind == "full" and self.scene.points is not None:
            return self.scene.points
        if effect.points is not None and effect.points < 0 and self.scene.points is not None:
            return round(self.scene.points * -effect.points, 6)
        if effect.points is None or effect.judged or effect.points < 0:
            raise Unreadable("没有写明分值")
        return effect.points

    def _ladder_run(self, place: int) -> int:
        used: list[Phrase] = []
        rows: list[tuple[str, float]] = []
        words: list[str] = []
        sides: set[str] = set()
        for phrase in self._following(place):
            effect = effect_of(phrase)
            said = "".join(tok.text for tok in phrase.toks if tok.kind == "W")
            if effect.listed and not levels_of(said) and not used:
                said = self.scene.plain_before(phrase) + said
            levels = levels_of(said)
            bare = phrase.effect is not None and phrase.effect.name == "bare"
            if not levels or phrase.condition is None or phrase.condition.name == "otherwise":
                break
            if effect.kind not in ("loss", "gain") or (and_above(said) and not rows and not self._more_levels(phrase)):
                break
            points = self._level_points(said, levels, effect, first=not used)
            if and_above(said):
                levels = [self._and_above(said, levels)]
            rows += list(zip(levels, points, strict=True))
            used.append(phrase)
            words.append(said)
            sides |= set() if bare and used[:-1] else {effect.kind}
        self._unmended(place, used, rows)
        if len(rows) < 2 or (len(used) == 1 and not effect_of(used[0]).listed):
            return 0
        if len(sides) != 1:
            raise Unreadable("同一张表里又扣分又得分")
        if overlapping([level for level, _ in rows]):
            raise Unreadable("“某级以上”要分开写各级的分值")
        name = what_has_levels(words[0]) or self.scene.plain_before(used[0]) or self.scene.named("")
        near = what_has_levels(self.scene.plain_before(used[0]))
        measure = event(f"{near}{name}" if near and near not in name and len(near) <= 16 else name)
        self.scene.add([ladder(rows, measure, toks_of(used), taking=sides == {"loss"})], used[-1], "table")
        return len(used)

    def _and_above(self, said: str, levels: list[str]) -> str:
        """省级以上, which must be the highest row of a ladder."""
        spoken = f"{levels[0]}以上"
        if len(levels) != 1 or not any(
            f"{levels[0][:-1]}{word}" in said
            for word in ("级以上", "级及以上", "级（含）以上", "部级以上", "部级及以上")
        ):
            raise Unreadable("“某级以上”要分开写各级的分值")
        return spoken

    def _more_levels(self, phrase: Phrase) -> bool:
        """Whether the act behind this one names a level too."""
        place = next(i for i, one in enumerate(self.phrases) if one is phrase)
        after = self.phrases[place + 1 : place + 2]
        return bool(after) and bool(levels_of("".join(tok.text for tok in after[0].toks if tok.kind == "W")))

    def _level_points(self, said: str, levels: list[str], effect: Effect, *, first: bool) -> list[float]:
        points = list(effect.listed) or [self._worth(effect)] * len(levels)
        loose = first and len(levels) > 1 and not effect.listed and not effect.each_of and "分别" in said
        if len(points) != len(levels) or loose:
            raise Unreadable("层级和分数的个数对不上")
        return points

    def _unmended(self, place: int, used: list[Phrase], rows: list[tuple[str, float]]) -> None:
        """通报后没有整改的扣1.2分 stands on the same ladder."""
        after = self.phrases[place + len(used) :][:1]
        if len(rows) < 2 or not after or after[0].kind != "act" or effect_of(after[0]).kind != "loss":
            return
        said = "".join(tok.text for tok in after[0].toks if tok.kind == "W")
        points = effect_of(after[0]).points
        if (
            any(word in said for word in ("未整改", "没有整改", "不整改", "未改正", "整改不到位"))
            and points is not None
        ):
            rows.append(("未整改", points))
            used.append(after[0])

    def _band_run(self, place: int) -> int:
        rows: list[tuple[Bound | None, Effect]] = []
        used: list[Phrase] = []
        names: list[str] = []
        for phrase in self._following(place):
            found = (row_of(phrase) or self._whole_sample(phrase)) if phrase.condition is not None else None
            found = (None, "") if found is None and rows and nothing_said(phrase, rows) else found
            if found is None or (found[0] is None and not rows) or (rows and rows[-1][0] is None):
                break
            bound, words = found
            if bound is not None and any(bound == one for one, _ in rows):
                break
            if bound is not None and rows and not self._same_thing(rows, names, bound, words):
                break
            rows.append((bound, effect_of(phrase)))
            used.append(phrase)
            names.append(words)
        rest_zero = all(one.kind == "zero" for _, one in rows[1:])
        if len(rows) < 2 or (rest_zero and conforming(self.scene, used[0], rows[0][1]) is not None):
            return 0
        if any(one.kind == "prop" for _, one in rows):
            return self._sloped(rows, used, names)
        if any(one.judged or one.listed or one.rate for _, one in rows):
            raise Unreadable("各档的分值不是一个确定的数")
        return self._banded(rows, used, names)

    def _sloped(self, rows: list[tuple[Bound | None, Effect]], used: list[Phrase], names: list[str]) -> int:
        """低于85%不得分，85%—95%按比例得分，95%以上得满分: a share up to the top, with nothing below the bottom."""
        found = sloped(self.scene, rows, self.scene.named(names[0], used[0]), toks_of(used))
        self.scene.add(found, used[-1], "sloped")
        return len(used)

    def _whole_sample(self, phrase: Phrase) -> tuple[Bound | None, str] | None:
        """全部合格 of three places drawn is three of them; 均不合格 is the rest."""
        sample, node = self.scene.sample, phrase.condition
        if sample is None or node is None or node.name != "plain":
            return None
        words = clean("".join(tok.text for tok in phrase.toks if tok.kind == "W"))
        if words.startswith(("均不", "都不", "全部不", "全不", "均未", "都未")):
            return None, ""
        if not words.startswith(("全部", "均", "都")):
            return None
        return Bound(float(sample.count), True, float(sample.count), True), ""

    def _same_thing(self, rows: list[tuple[Bound | None, Effect]], names: list[str], bound: Bound, words: str) -> bool:
        first = rows[0][0]
        if first is None or first.percent != bound.percent or (first.unit and bound.unit and first.unit != bound.unit):
            return False
        own = clean(words)
        if bound.low == bound.high and not bound.percent:
            return not own or own in names[0]
        return (
            len(own) < 3
            or own in clean(names[0])
            or clean(names[0]) in own
            or len(set(own) & set(names[0])) * 3 >= len(set(own)) * 2
        )

    def _banded(self, rows: list[tuple[Bound | None, Effect]], used: list[Phrase], names: list[str]) -> int:
        scene = self.scene
        first = next(b for b, _ in rows if b is not None)
        unit = next((b.unit for b, _ in rows if b is not None and b.unit), "")
        merit = scene.last if scene.last is not None and scene.last.kind == "merit" else None
        name = scene.named(names[0], used[0])
        if merit is not None and merit.sentence == used[0].sentence and len(name) < 2:
            name = nothing_of(merit.drafts[0].measure.name)
        measure = measured(name, Bound(first.low, True, first.high, False, unit, first.percent))
        draft = bands(scene, rows, measure, toks_of(used))
        found = any(word in names[0] for word in ("发现", "发生", "出现"))
        if found and draft.side == "deduct" and any(b is not None and b.low is None for b, _ in rows):
            raise Unreadable("一起也没有的，扣不扣分没有写")
        lows = [b.low for b, _ in rows if b is not None and b.low is not None]
        target = (
            Target(name, Bound(max(lows), True, None, False, unit, first.percent), list(used[0].toks)) if lows else None
        )
        last = scene.last
        beside = last is not None and last.kind == "merit" and last.sentence == used[0].sentence
        if (
            draft.side == "deduct"
            and beside
            and last
            and [d.points in ("all", scene.points) for d in last.drafts] == [True]
        ):
            self._led_by(used[0])  # 均达标得满分，1项不达标扣1分: the first half says the start
        scene.add([draft], used[-1], "table", target)
        return len(used)

    def _grade_run(self, place: int) -> int:
        acts: list[tuple[Phrase, str, Effect]] = []
        first = self.phrases[place]
        if first.condition is None or conforming(self.scene, first, effect_of(first)) is not None:
            return 0
        for phrase in self._following(place):
            effect, node = effect_of(phrase), phrase.condition
            if (
                node is None
                or node.name not in ("plain", "otherwise", "counted")
                or effect.kind == "veto"
                or effect.listed
                or (phrase.ends == "COLON" and phrase.effect is not None and phrase.effect.name == "bare")
                or effect.each_of
                or effect.rate
                or (node.name == "counted" and node.toks("PCT"))
            ):
                break
            words = "".join(tok.text for tok in phrase.toks if tok.kind in ("W", "ELSE", "NUM", "UNIT", "PCT"))
            acts.append((phrase, words, effect))
            if node.name == "otherwise":
                break
        acts, lead = led_grade(acts)
        named = named_grades(acts)
        closing = acts[1][0].condition if named == 2 else None
        if closing is not None and closing.name == "otherwise" and acts[0][2].gives and acts[1][2].kind == "zero":
            return self._merit(acts)
        if named >= 2 and len(acts) > named and self._none_of_them(acts[named], acts[named - 1]):
            named += 1
        if named >= 2:
            self.scene.subject = lead or self.scene.subject
            return self._graded([(grade_of(w) or clean(w), e) for _, w, e in acts[:named]], acts[:named])
        return self._ranges(acts) or self._faults(acts) or self._merits(acts)

    def _ranges(self, acts: list[tuple[Phrase, str, Effect]]) -> int:
        """成效明显的得4-5分，一般的得2-3分，较差的得0-1分: a judge's ranges that follow each other."""
        count = 0
        while count < len(acts) and acts[count][2].kind == "gain" and acts[count][2].span:
            count += 1
        spans = [one[2].span for one in acts[:count] if one[2].span]
        if count < 2 or any(low < high for (low, _), (_, high) in pairwise(spans)):
            return 0
        rows = [(short_grade(words), effect) for _, words, effect in acts[:count]]
        name = self.scene.plain_before(acts[0][0]) or clean(self.scene.name) or rows[0][0]
        self.scene.add(
            [graded(rows, self.scene, name, toks_of([one[0] for one in acts[:count]]))], acts[count - 1][0], "table"
        )
        return count

    def _none_of_them(self, act: tuple[Phrase, str, Effect], before: tuple[Phrase, str, Effect]) -> bool:
        """好的得3分，一般的得2分，未开展的不得分: the last grade has a name of its own."""
        phrase, words, effect = act
        plain = phrase.condition is not None and phrase.condition.name == "plain"
        return (
            plain
            and effect.kind == "zero"
            and phrase.sentence == before[0].sentence
            and before[2].gives
            and len(clean(words)) <= 10
        )

    def _faults(self, acts: list[tuple[Phrase, str, Effect]]) -> int:
        """到位的不扣分，不够到位的扣1分，未落实的扣3分: grades of one thing, of which the best takes nothing."""
        count = 1
        while (
            count < len(acts) and acts[count][2].kind == "loss" and not (acts[count][2].judged or acts[count][2].span)
        ):
            count += 1
        same = {phrase.sentence for phrase, _, _ in acts[:count]}
        if not acts or acts[0][2].kind != "noloss" or count < 3 or len(same) != 1:
            return 0
        rows = [(short_grade(words), effect) for _, words, effect in acts[:count]]
        name = self.scene.plain_before(acts[0][0]) or clean(self.scene.name) or rows[0][0]
        self.scene.add(
            [graded(rows, self.scene, name, toks_of([one[0] for one in acts[:count]]))], acts[count - 1][0], "table"
        )
        return count

    def _graded(self, rows: list[tuple[str, Effect]], acts: list[tuple[Phrase, str, Effect]]) -> int:
        first = acts[0]
        lead = first[1].strip("的")
        grade = rows[0][0]
        before = clean(lead[: lead.rfind(grade)]) if grade in lead else ""
        for noise in ("评为", "评定为", "达到", "等次为", "考核", "结果为", "为"):
            before = before.removesuffix(noise)
        before = "" if before in ("全部", "完全", "基本", "均", "都", "全面") else before
        name = self.scene.named(before, first[0])
        self.scene.add([graded(rows, self.scene, name, toks_of([one[0] for one in acts]))], acts[-1][0], "table")
        return len(acts)

    def _merits(self, acts: list[tuple[Phrase, str, Effect]]) -> int:
        """建立得2分，未建立不得分; 都有得6分，只有一项得3分，都没有不得分: merits that exclude each other."""
        gives = 0
        while (
            gives < len(acts) and acts[gives][2].kind in ("gain", "full", "half", "pass") and not acts[gives][2].bonus
        ):
            gives += 1
        closes = gives < len(acts) and acts[gives][2].kind in ("zero", "nogain")
        run = acts[: gives + closes]
        if not gives or len(run) < 2 or not exclusive(self.scene, run) or any(one[2].span for one in run):
            return 0
        if gives == 1:
            return self._merit(run)
        rows = [(short_grade(words), effect) for _, words, effect in run]
        name = self.scene.plain_before(run[0][0]) or clean(self.scene.name) or rows[0][0]
        self.scene.add([graded(rows, self.scene, name, toks_of([one[0] for one in run]))], run[-1][0], "table")
        return len(run)

    def _merit(self, run: list[tuple[Phrase, str, Effect]]) -> int:
        drafts = flag(self.scene, run[0][0], run[0][1], run[0][2])
        self.scene.add([replace(one, toks=toks_of([x[0] for x in run])) for one in drafts], run[-1][0], "merit")
        return len(run)


#: Ranks among whom this standard may not score.
_ELSEWHERE = ("全国", "全省", "全市", "全区排", "省内", "市内", "全州", "全盟", "全自治区")
