"""Phrases → drafts: one walk over the clause that keeps what was said, reads runs of phrases as tables and the rest one by one.

A phrase that cannot be read takes its whole sentence with it: half a sentence may mean something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean, counted_name
from duibiao_engine.standard.importing.clauses.flags import bounded, conforming, exclusive, flag, grade_of, judged, measured
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.notes import note
from duibiao_engine.standard.importing.clauses.parts import (
    Bound,
    Each,
    Effect,
    before_and_after,
    bounds,
    each,
    effect_of,
)
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.quotas import per_place, quota
from duibiao_engine.standard.importing.clauses.scene import Sample, Scene, Target, Unreadable
from duibiao_engine.standard.importing.clauses.slopes import slope
from duibiao_engine.standard.importing.clauses.tables import bands, event, graded, ladder, level_of, levels_of, ranks
from duibiao_engine.standard.importing.clauses.trends import trending
from duibiao_engine.standard.importing.clauses.values import ReadVeto

_YEARLY = {"每季度": 4, "每个季度": 4, "每月": 12, "每半年": 2, "每周": 52}


class Walk:
    """One clause being read."""

    def __init__(self, scene: Scene, phrases: Sequence[Phrase]) -> None:
        self.scene, self.phrases = scene, phrases
        self.dead: dict[int, str] = {}
        self.loose: list[tuple[Phrase, str]] = []

    def run(self) -> None:
        """Read all sentences that can be read."""
        self._bury()
        place = 0
        while place < len(self.phrases):
            phrase = self.phrases[place]
            if phrase.sentence in self.dead:
                place += 1
                continue
            try:
                place += self._step(place)
            except Unreadable as why:
                self._kill(phrase, str(why))
                place += 1
        self.scene.groups = [one for one in self.scene.groups if one.sentence not in self.dead]

    def _bury(self) -> None:
        """Sentences with a phrase that was not understood; an exception alone takes the sentence before it along."""
        for phrase in self.phrases:
            if phrase.kind != "broken":
                continue
            self.dead[phrase.sentence] = "这句话里有没读懂的计分说法"
            alone = not any(one.kind == "act" for one in self.phrases if one.sentence == phrase.sentence)
            hard = any(tok.kind in ("HARD", "RUN") for tok in phrase.toks)
            if alone and hard and phrase.sentence > 0:
                self.dead.setdefault(phrase.sentence - 1, "后面跟着例外或特别规定")

    def _kill(self, phrase: Phrase, why: str) -> None:
        if phrase.kind == "note" and self.scene.groups and phrase.note is not None:
            self.loose.append((phrase, why))
            return
        self.dead[phrase.sentence] = why

    # ── one step ────────────────────────────────────────────────────────────────────────────────

    def _step(self, place: int) -> int:
        phrase = self.phrases[place]
        if phrase.kind == "note":
            note(self.scene, phrase)
        elif phrase.kind == "act":
            return self._act(place)
        elif phrase.kind == "condition":
            self._condition(phrase)
        else:
            self.scene.said.append(phrase)
            if phrase.ends == "COLON":
                self.scene.subject = clean("".join(tok.text for tok in phrase.toks))
        return 1

    def _condition(self, phrase: Phrase) -> None:
        scene, node = self.scene, phrase.condition
        assert node is not None
        learn(scene, phrase)
        scene.said.append(phrase)
        if node.name == "plain" and phrase.ends == "COLON":
            scene.subject = clean("".join(tok.text for tok in phrase.toks))
        if node.name in ("each", "each_one", "each_from", "rank", "otherwise"):
            raise Unreadable("有条件，没有写扣几分或得几分")

    def _act(self, place: int) -> int:
        run = self._table(place)
        if run:
            return run
        phrase = self.phrases[place]
        effect, node = effect_of(phrase), phrase.condition
        if effect.kind == "veto":
            self._veto(phrase)
            return 1
        if trending(self.scene, phrase, effect):
            return 1
        ready = conforming(self.scene, phrase, effect)
        if ready is not None:
            self.scene.add([ready], phrase, "sampled")
            return 1
        if node is None:
            self._bare(phrase, effect)
        elif node.name in ("each", "each_one", "each_from"):
            self._slope(phrase, each(node), effect)
        elif node.name == "bounds":
            self._bound(phrase, effect)
        elif node.name == "counted":
            self._counted(phrase, effect)
        elif node.name == "plain":
            self._plain(phrase, effect)
        elif node.name == "due":
            learn(self.scene, phrase)
            self._plain(phrase, effect)
        elif node.name == "otherwise":
            self._otherwise(phrase, effect)
        else:
            raise Unreadable("这种说法没有对应的计分写法")
        return 1

    # ── tables ──────────────────────────────────────────────────────────────────────────────────

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
        name = self.scene.named(before, used[0])
        draft = ranks(rows, M(name, "amount"), _toks(used))
        self.scene.add([draft], used[-1], "table")
        return len(used)

    def _worth(self, effect: Effect) -> float:
        if effect.kind in ("zero", "nogain", "noloss"):
            return 0.0
        if effect.kind == "full" and self.scene.points is not None:
            return self.scene.points
        if effect.points is None or effect.judged:
            raise Unreadable("没有写明分值")
        return effect.points

    def _ladder_run(self, place: int) -> int:
        used: list[Phrase] = []
        rows: list[tuple[str, float]] = []
        words: list[str] = []
        for phrase in self._following(place):
            effect = effect_of(phrase)
            said = "".join(tok.text for tok in phrase.toks if tok.kind == "W")
            levels = levels_of(said)
            if not levels or phrase.condition is None or effect.kind not in ("loss", "gain") or phrase.condition.name == "otherwise":
                break
            if "以上" in said:
                raise Unreadable("“某级以上”要分开写各级的分值")
            points = list(effect.listed) or [self._worth(effect)] * len(levels)
            if len(points) != len(levels) or (len(levels) > 1 and not effect.listed and not effect.each_of and not used and len(points) > 1 and "分别" in said):
                raise Unreadable("层级和分数的个数对不上")
            rows += list(zip(levels, points, strict=True))
            used.append(phrase)
            words.append(said)
        if len(rows) < 2 or (len(used) == 1 and not effect_of(used[0]).listed):
            return 0
        sides = {effect_of(one).kind for one in used}
        if len(sides) != 1:
            raise Unreadable("同一张表里又扣分又得分")
        name = _without_levels(words[0]) or self.scene.plain_before(used[0]) or self.scene.named("")
        near = self.scene.plain_before(used[0])
        measure = event(f"{near}{name}" if near and near not in name and len(near) <= 16 else name)
        self.scene.add([ladder(rows, measure, _toks(used), taking=sides == {"loss"})], used[-1], "table")
        return len(used)

    def _band_run(self, place: int) -> int:
        rows: list[tuple[Bound | None, Effect]] = []
        used: list[Phrase] = []
        names: list[str] = []
        for phrase in self._following(place):
            found = _row(phrase) if phrase.condition is not None else None
            if found is None or (found[0] is None and not rows) or (rows and rows[-1][0] is None):
                break
            bound, words = found
            if bound is not None and rows and not self._same_thing(rows, names, bound, words):
                break
            rows.append((bound, effect_of(phrase)))
            used.append(phrase)
            names.append(words)
        if len(rows) < 2 or conforming(self.scene, used[0], rows[0][1]) is not None:
            return 0
        if any(one.judged or one.listed or one.rate for _, one in rows):
            raise Unreadable("各档的分值不是一个确定的数")
        return self._banded(rows, used, names)

    def _same_thing(self, rows: list[tuple[Bound | None, Effect]], names: list[str], bound: Bound, words: str) -> bool:
        first = rows[0][0]
        if first is None or first.percent != bound.percent or (first.unit and bound.unit and first.unit != bound.unit):
            return False
        own = clean(words)
        return len(own) < 3 or own in clean(names[0]) or clean(names[0]) in own or len(set(own) & set(names[0])) * 3 >= len(set(own)) * 2

    def _banded(self, rows: list[tuple[Bound | None, Effect]], used: list[Phrase], names: list[str]) -> int:
        scene = self.scene
        first = next(b for b, _ in rows if b is not None)
        unit = next((b.unit for b, _ in rows if b is not None and b.unit), "")
        name = scene.named(names[0], used[0])
        measure = measured(name, Bound(first.low, True, first.high, False, unit, first.percent))
        draft = bands(scene, rows, measure, _toks(used))
        lows = [b.low for b, _ in rows if b is not None and b.low is not None]
        target = Target(name, Bound(max(lows), True, None, False, unit, first.percent), list(used[0].toks)) if lows else None
        scene.add([draft], used[-1], "table", target)
        return len(used)

    def _grade_run(self, place: int) -> int:
        acts = []
        for phrase in self._following(place):
            effect, node = effect_of(phrase), phrase.condition
            if node is None or node.name not in ("plain", "otherwise") or effect.kind == "veto" or effect.listed or effect.each_of or effect.rate:
                break
            words = "".join(tok.text for tok in phrase.toks if tok.kind in ("W", "ELSE"))
            acts.append((phrase, words, effect))
            if node.name == "otherwise":
                break
        named = _named_grades(acts)
        if named >= 2:
            return self._graded([(grade_of(w) or clean(w), e) for _, w, e in acts[:named]], acts[:named])
        return self._merits(acts)

    def _graded(self, rows: list[tuple[str, Effect]], acts: list[tuple[Phrase, str, Effect]]) -> int:
        first = acts[0]
        lead = first[1].strip("的")
        grade = rows[0][0]
        before = clean(lead[: lead.rfind(grade)]) if grade in lead else ""
        for noise in ("评为", "评定为", "达到", "等次为", "考核", "结果为", "为"):
            before = before.removesuffix(noise)
        name = self.scene.named(before, first[0])
        self.scene.add([graded(rows, self.scene, name, _toks([one[0] for one in acts]))], acts[-1][0], "table")
        return len(acts)

    def _merits(self, acts: list[tuple[Phrase, str, Effect]]) -> int:
        """建立得2分，未建立不得分; 都有得6分，只有一项得3分，都没有不得分: merits that exclude each other."""
        gives = 0
        while gives < len(acts) and acts[gives][2].kind in ("gain", "full", "half", "pass") and not acts[gives][2].bonus:
            gives += 1
        closes = gives < len(acts) and acts[gives][2].kind in ("zero", "nogain")
        run = acts[: gives + closes]
        if not gives or len(run) < 2 or not exclusive(self.scene, run) or any(one[2].span for one in run):
            return 0
        if gives == 1:
            return self._merit(run)
        rows = [(_short_grade(words), effect) for _, words, effect in run]
        name = self.scene.plain_before(run[0][0]) or clean(self.scene.name) or rows[0][0]
        self.scene.add([graded(rows, self.scene, name, _toks([one[0] for one in run]))], run[-1][0], "table")
        return len(run)

    def _merit(self, run: list[tuple[Phrase, str, Effect]]) -> int:
        drafts = flag(self.scene, run[0][0], run[0][1], run[0][2])
        from dataclasses import replace

        self.scene.add([replace(one, toks=_toks([x[0] for x in run])) for one in drafts], run[-1][0], "merit")
        return len(run)

    # ── single acts ─────────────────────────────────────────────────────────────────────────────

    def _slope(self, phrase: Phrase, what: Each, effect: Effect) -> None:
        scene, last = self.scene, self.scene.last
        found = quota(scene, phrase, what, effect)
        if found is not None:
            scene.add([found], phrase, "quota")
            return
        basis = last is not None and last.target is not None and last.kind in ("threshold", "table") and last.sentence in (phrase.sentence, phrase.sentence - 1)
        if basis and last is not None and last.target is not None:
            scene.targets.append(last.target)
            if effect.kind == "loss":
                self._from_full(last.drafts[0], last.kind)
                scene.groups.pop()
        scene.add(slope(scene, phrase, what, effect), phrase, "slope")

    def _from_full(self, draft: Draft, kind: str) -> None:
        """达到90%得满分，每低1个百分点扣1分: the first half says where it starts, which must be the full mark."""
        steps = draft.params.get("steps", [])
        top = max((step["points"] for step in steps), default=draft.points)
        if kind == "table" or (self.scene.points is not None and top not in ("all", self.scene.points)):
            raise Unreadable("先得几分再扣，起点不是满分")

    def _bound(self, phrase: Phrase, effect: Effect) -> None:
        assert phrase.condition is not None
        scene = self.scene
        found = bounds(phrase.condition)
        if found is None or effect.listed:
            raise Unreadable("上下限合不到一起")
        before, after = before_and_after(phrase.condition)
        name = scene.named(clean(before) + clean(after) if len(clean(before)) < 2 else before, phrase)
        if effect.kind == "noloss":
            raise Unreadable("多少以内不扣分，要和后面的扣法一起读")
        if effect.judged or effect.span:
            scene.add([judged(scene, phrase, name, effect)], phrase)
            return
        draft = bounded(scene, phrase, found, name, effect)
        gives = effect.kind in ("gain", "full", "pass", "half")
        target = Target(name, found, list(phrase.toks)) if gives else None
        if not gives:
            scene.targets.append(Target(name, _turned(found), list(phrase.toks)))
        scene.add([draft], phrase, "threshold" if gives else "", target)

    def _counted(self, phrase: Phrase, effect: Effect) -> None:
        """通报一次扣0.5分, 有一处不符合的不得分; any other number must say 每 or stand in a table."""
        assert phrase.condition is not None
        node = phrase.condition
        number = next((tok.value for tok in node.toks("NUM")), None)
        unit = next((tok.text for tok in node.toks("UNIT")), "")
        words = "".join(tok.text for tok in node.parts if isinstance(tok, Tok) and tok.kind == "W")
        if number != 1 or len(node.toks("NUM")) != 1:
            raise Unreadable("没有写“每”，不知道是一共还是每几个")
        if effect.kind in ("loss", "gain") and effect.points is not None and not effect.judged:
            before, after = before_and_after(node)
            self._slope(phrase, Each("", "", 1.0, unit, False, before, "", after, True), effect)
            return
        self._plain_words(phrase, words, effect)

    def _plain(self, phrase: Phrase, effect: Effect) -> None:
        words = "".join(tok.text for tok in phrase.toks if tok.kind == "W")
        self._plain_words(phrase, words, effect)

    def _plain_words(self, phrase: Phrase, words: str, effect: Effect) -> None:
        scene = self.scene
        if effect.listed:
            self._listed(phrase, words, effect)
            return
        if effect.kind in ("noloss", "nogain"):
            self._no_due(phrase)
            return
        if len(clean(words)) < 2 and not scene.said:
            raise Unreadable("没有写明是什么情形")
        bare = phrase.effect is not None and phrase.effect.name == "bare"
        if bare and not any(tok.kind == "SPAN" for tok in phrase.toks) and phrase.ends not in ("RP", "STOP", "SEP", "AND"):
            raise Unreadable("只有分值，不知道是得分还是满分")
        words = words if len(clean(words)) >= 2 else scene.plain_before(phrase)
        drafts = flag(scene, phrase, words, effect)
        if bare:
            drafts = [one.doubted("只写了分值，按做到就得分") for one in drafts]
        known = scene.last is not None and scene.last.kind in ("merit", "sampled", "threshold", "table", "share") and effect.kind == "zero"
        if known and scene.last is not None and scene.last.drafts[0].side == "earn":
            return self._closing(phrase)
        scene.add(drafts, phrase, "merit" if drafts[0].side == "earn" else "")
        return None

    def _closing(self, phrase: Phrase) -> None:
        """…得满分，未达到的不得分: says what is left anyway."""
        from dataclasses import replace

        assert self.scene.last is not None
        self.scene.last.drafts = [replace(one, toks=(*one.toks, *phrase.toks)) for one in self.scene.last.drafts]

    def _listed(self, phrase: Phrase, words: str, effect: Effect) -> None:
        """未成立小组、未制定方案的分别扣1分、0.5分."""
        names = [clean(one) for one in words.replace("或", "、").split("、") if len(clean(one)) >= 2]
        if len(names) != len(effect.listed):
            raise Unreadable("情形和分数的个数对不上")
        side = "deduct" if effect.kind == "loss" else "earn"
        drafts = [Draft(side, "when", (("measure", M(n, "flag")),), {}, p, toks=tuple(phrase.toks)) for n, p in zip(names, effect.listed, strict=True)]
        self.scene.add(drafts, phrase)

    def _no_due(self, phrase: Phrase) -> None:
        """没有办件的不扣分: of a rate, nothing due counts as full."""
        from dataclasses import replace

        last = self.scene.last
        if last is None or not any(one.measure.kind == "ratio" for one in last.drafts):
            raise Unreadable("不扣分的情形，没有对应的计分写法")
        full = (("none_due", "full"),)
        last.drafts = [replace(one, measures=(("measure", replace(one.measure, extra=full)),), toks=(*one.toks, *phrase.toks)) for one in last.drafts]

    def _bare(self, phrase: Phrase, effect: Effect) -> None:
        said = self.scene.plain_before(phrase)
        bare = phrase.effect is not None and phrase.effect.name == "bare"
        if (not said and effect.kind in ("loss", "gain") and not effect.judged) or (bare and phrase.ends != "RP"):
            raise Unreadable("只有分值，没有写是什么情形")
        if effect.rate and not said:
            raise Unreadable("只有分值，没有写是什么情形")
        drafts = flag(self.scene, phrase, said or self.scene.named(""), effect)
        if bare:
            drafts = [one.doubted("只写了分值，按做到就得分") for one in drafts]
        self.scene.add(drafts, phrase, "merit" if drafts[0].side == "earn" else "")

    def _otherwise(self, phrase: Phrase, effect: Effect) -> None:
        last = self.scene.last
        if last is None or effect.kind not in ("zero", "nogain") or last.kind not in ("merit", "sampled", "threshold", "trend"):
            raise Unreadable("不知道“其余”指什么")
        self._closing(phrase)

    def _veto(self, phrase: Phrase) -> None:
        words = "".join(tok.text for tok in phrase.toks if tok.kind == "W")
        name = clean(words) if len(clean(words)) >= 2 else self.scene.plain_before(phrase)
        if not name:
            raise Unreadable("没有写明什么情形一票否决")
        code = M(name, "event").code
        shape = {"id": f"v{code[1:]}", "name": name, "event": code, "look_back_months": 12, "effect": "fail"}
        self.scene.vetoes.append(ReadVeto(veto=shape, words=(self.scene.source.words(phrase.start, phrase.end),), reason="回溯几个月、后果是什么，条文没有说"))


def _toks(used: Sequence[Phrase]) -> tuple[Tok, ...]:
    return tuple(tok for phrase in used for tok in phrase.toks)


def _turned(bound: Bound) -> Bound:
    """少于2次扣分 says that 2 are due."""
    if bound.high is not None and bound.low is None and not bound.high_in:
        return Bound(bound.high, True, None, False, bound.unit, bound.percent)
    if bound.low is not None and bound.high is None and not bound.low_in:
        return Bound(None, False, bound.low, True, bound.unit, bound.percent)
    return Bound(None, False, None, False, bound.unit, bound.percent)


def _row(phrase: Phrase) -> tuple[Bound | None, str] | None:
    """(bound, words before it) of a phrase that may be a row of bands."""
    node = phrase.condition
    assert node is not None
    if node.name == "otherwise":
        return None, ""
    if node.name == "bounds":
        found = bounds(node)
        return None if found is None else (found, "".join(before_and_after(node)))
    if node.name == "counted" and len(node.toks("NUM", "PCT")) == 1:
        tok = node.toks("NUM", "PCT")[0]
        unit = next((one.text for one in node.toks("UNIT")), "")
        return Bound(float(tok.value), True, float(tok.value), True, unit, tok.kind == "PCT"), before_and_after(node)[0]
    return None


def _without_levels(words: str) -> str:
    for word in ("国家级", "省部级", "省级", "市级", "县级", "区级", "乡级", "县区级", "国家", "、", "分别", "以上", "每", "中央", "部级"):
        words = words.replace(word, "")
    return clean(words) if len(clean(words)) >= 2 and not level_of(clean(words)) else ""


def _named_grades(acts: Sequence[tuple[Phrase, str, Effect]]) -> int:
    count = 0
    for phrase, words, _ in acts:
        if not grade_of(words) and not (count and phrase.condition and phrase.condition.name == "otherwise"):
            break
        count += 1
    return count


def _short_grade(words: str) -> str:
    return clean(words.strip("的"))


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
        scene.sample = Sample(int(number.value), unit, clean(after), list(phrase.toks))
    elif node.name == "bounds":
        found = bounds(node)
        if found is not None:
            site = per_place(before)
            name = clean(before) + ("" if len(clean(before)) >= 2 else clean(after))
            scene.targets.append(Target(counted_name(name) if not found.percent else name, found, list(phrase.toks), site=site))
    elif node.name in ("counted", "counted_twice") and len(node.toks("NUM", "PCT")) == 1:
        scene.targets.append(_plain_target(phrase, before, after))


def _plain_target(phrase: Phrase, before: str, after: str) -> Target:
    """专题研究3次, 每季度开展1次, 目标95%: a number that is due, though no word says at least."""
    assert phrase.condition is not None
    tok = phrase.condition.toks("NUM", "PCT")[0]
    unit = next((one.text for one in phrase.condition.toks("UNIT")), "")
    times = next((count for word, count in _YEARLY.items() if word in before + after), 1)
    number = float(tok.value) * (times if tok.kind == "NUM" else 1)
    doubt = f"条文写的是一段时间 {tok.value:g}{unit}，全年按 {number:g}{unit}" if times > 1 else ""
    name = clean(before) if len(counted_name(before)) >= 2 else clean(before + after)
    name = name.removesuffix("目标").removesuffix("达") if tok.kind == "PCT" else counted_name(name)
    return Target(clean(name), Bound(number, True, None, False, unit, tok.kind == "PCT"), list(phrase.toks), doubt=doubt)
