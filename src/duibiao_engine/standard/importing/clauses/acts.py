"""Single acts: one condition with its effect, read with what was said before."""

from __future__ import annotations

from dataclasses import replace

from duibiao_engine.standard.importing.clauses.before import TIME, Before
from duibiao_engine.standard.importing.clauses.drafts import Draft, M, clean
from duibiao_engine.standard.importing.clauses.flags import (
    bounded,
    flag,
    judged,
)
from duibiao_engine.standard.importing.clauses.learning import plain_target, turned
from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.notes import graded_down
from duibiao_engine.standard.importing.clauses.parts import (
    Bound,
    Each,
    Effect,
    before_and_after,
    bounds,
    effect_of,
)
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.quotas import quota
from duibiao_engine.standard.importing.clauses.scene import Target, Unreadable
from duibiao_engine.standard.importing.clauses.slopes import slope

_PERIODS = ("每月", "每季", "每半年", "每周", "每天", "每日")
#: 共5分, 本项共3分: what the item is worth, said again.
_SUMS = ("共", "合计", "本项", "总计", "共计", "小计", "本项共", "计", "此项", "该项")


def _whole_of(condition: Node) -> str:
    """少于执法人员总数5%: the whole of which it is a part."""
    words = "".join(tok.text for one in condition.nodes("verb_bound") for tok in one.toks("W")).removesuffix("的")
    return words if words.endswith(("总数", "总量", "总人数", "总人口", "总额", "编制数")) else ""


class Acts(Before):
    """Reads one act."""

    def _slope(self, phrase: Phrase, what: Each, effect: Effect) -> None:
        scene, last = self.scene, self.scene.last
        if phrase.effect is not None and phrase.effect.name == "bare":
            raise Unreadable("只有分值，没有写是扣还是得")
        if self._next_ranks(what, effect, phrase):
            return
        found = quota(scene, phrase, what, effect)
        if found is not None:
            scene.add([found], phrase, "quota")
            return
        what = self._from_before(phrase, what)
        what = self._after_merit(phrase, what, effect)
        last = scene.last
        basis = (
            last is not None
            and last.target is not None
            and last.kind in ("threshold", "table")
            and last.sentence in (phrase.sentence, phrase.sentence - 1)
        )
        if basis and last is not None and last.target is not None:
            scene.targets.append(last.target)
            if effect.kind == "loss":
                self._from_full(last.drafts[0], last.kind)
                self._led_by(phrase)
        drafts = slope(scene, phrase, what, effect)
        drafts = self._once_or_each(phrase, what, drafts)
        scene.add([replace(one, toks=(*phrase.joined, *one.toks)) for one in drafts], phrase, "slope")

    def _bound(self, phrase: Phrase, effect: Effect) -> None:
        assert phrase.condition is not None
        scene = self.scene
        found = bounds(phrase.condition)
        if found is None or effect.listed:
            raise Unreadable("上下限合不到一起")
        if effect.kind == "prop":
            self._below_target(phrase, found)
            return
        before, after = before_and_after(phrase.condition)
        if self._begun(phrase, found, effect):
            return
        whole = _whole_of(phrase.condition) if found.percent else ""
        if whole:
            before, after = f"{before or scene.topic(phrase.sentence)}占{whole}的比例", ""
        if found.unit in TIME and len(clean(before_and_after(phrase.condition)[1])) >= 2:
            self._plain_words(phrase, "".join(tok.text for tok in phrase.condition.all_toks()), effect)
            return
        self._refuse_each(phrase, effect, before, percent=found.percent)
        if found.unit.endswith("百分点") and any(word in before for word in ("平均", "上年", "去年", "同期", "目标")):
            raise Unreadable("和往年或平均数比，没有对应的计分写法")
        own = clean(before) + clean(after) if len(clean(before)) < 2 or len(clean(after)) >= 2 else before
        last = scene.last
        same = last is not None and bool(last.drafts) and found.percent and last.drafts[0].measure.kind == "ratio"
        again = same and last is not None and len(clean(own)) < 2
        name = last.drafts[0].measure.name if again and last is not None else scene.named(own, phrase)
        if effect.kind == "noloss":
            if (found.high is None and not self._each_follows(phrase)) or not self._goes_on(phrase):
                raise Unreadable("多少以内不扣分，要和后面的扣法一起读")
            scene.targets.append(Target(name, found, list(phrase.toks)))
            return
        if effect.judged or effect.span:
            scene.add([judged(scene, phrase, name, effect)], phrase)
            return
        draft = bounded(scene, phrase, found, name, effect)
        gives = effect.gives and effect.kind != "nogain"
        target = Target(name, found, list(phrase.toks)) if gives else None
        if not gives:
            scene.targets.append(Target(name, turned(found), list(phrase.toks)))
        scene.add([draft], phrase, "threshold" if gives else "", target)

    def _below_target(self, phrase: Phrase, found: Bound) -> None:
        """达到80%得满分，80%以下按比例得分: in proportion up to the target."""
        last = self.scene.last
        edge = last.target.bound.low if last is not None and last.kind == "threshold" and last.target else None
        if last is None or edge is None or found.low is not None or found.high != edge:
            raise Unreadable("没有写明按什么的比例")
        graded_down(self.scene, phrase, last, "")

    def _begun(self, phrase: Phrase, found: Bound, effect: Effect) -> bool:
        """每1000万元加1分，不足1000万元的不加分: what does not make up one counts nothing, as 每满 says anyway."""
        last = self.scene.last
        if last is None or len(last.drafts) != 1 or effect.kind not in ("zero", "nogain", "noloss"):
            return False
        draft = last.drafts[0]
        every = draft.params.get("every", 1)
        if (
            draft.word != "per"
            or "beyond" in draft.params
            or found.low is not None
            or found.high != every
            or found.high_in
        ):
            return False
        if found.unit not in ("", draft.measure.unit) or draft.side != (
            "deduct" if effect.kind == "noloss" else "earn"
        ):
            return False
        last.drafts = [replace(draft, toks=(*draft.toks, *phrase.toks))]
        return True

    def _refuse_each(self, phrase: Phrase, effect: Effect, before: str, *, percent: bool) -> None:
        """A limit that may hold for each of something, or for all of it together."""
        last = self.scene.last
        beside = last is not None and last.sentence == phrase.sentence and effect.kind in ("gain", "loss")
        if last is not None and beside and not percent and any(one.word == "per" for one in last.drafts):
            raise Unreadable("前面写“每”，这里没有写，不知道是不是每次都算")
        if before.startswith("每") and not before.startswith(("每年", "每万", "每千", "每百", "每十", *_PERIODS)):
            raise Unreadable("每一个各算一次，还是合起来算，没有写清")
        if not percent and any(word in before for word in ("每月", "每季", "每半年", "每周", "每天", "每日")):
            raise Unreadable("每段时间各算一次，还是全年合起来算，没有写清")

    def _counted(self, phrase: Phrase, effect: Effect) -> None:
        """通报一次扣0.5分, 有一处不符合的不得分; any other number must say 每 or stand in a table."""
        assert phrase.condition is not None
        node = phrase.condition
        number = next((tok.value for tok in node.toks("NUM")), None)
        unit = next((tok.text for tok in node.toks("UNIT")), "")
        words = "".join(tok.text for tok in node.parts if isinstance(tok, Tok) and tok.kind == "W")
        if (
            effect.kind in ("gain", "full")
            and effect.points != 0
            and not effect.rate
            and len(node.toks("NUM", "PCT")) == 1
            and number != 1
        ):
            self._reached(phrase, effect)
            return
        if number != 1 or len(node.toks("NUM")) != 1:
            raise Unreadable("没有写“每”，不知道是一共还是每几个")
        if effect.kind in ("loss", "gain") and effect.points is not None and not effect.judged:
            before, after = before_and_after(node)
            if before.startswith(("少", "低", "超", "多")):
                raise Unreadable("没有写明应有多少，不知道少几个")
            self._slope(phrase, Each("", "", 1.0, unit, False, before, "", after, True), effect)
            return
        self._plain_words(phrase, words, effect)

    def _reached(self, phrase: Phrase, effect: Effect) -> None:
        """全年12场得满分: reaching it is enough."""
        assert phrase.condition is not None
        before, after = before_and_after(phrase.condition)
        target = plain_target(phrase, before, after)
        name = target.name if len(target.name) >= 2 else self.scene.named("", phrase)
        target = Target(name, target.bound, target.toks)
        draft = bounded(self.scene, phrase, target.bound, name, effect).doubted("达到这个数就得分")
        self.scene.add([draft], phrase, "threshold", target)

    def _plain(self, phrase: Phrase, effect: Effect) -> None:
        kinds = ("W",) if effect.kind in ("loss", "zero") and self.scene.due else ("W", "DUE")
        words = "".join(tok.text for tok in phrase.toks if tok.kind in kinds)
        self._plain_words(phrase, words, effect)

    def _plain_words(self, phrase: Phrase, words: str, effect: Effect) -> None:
        scene = self.scene
        if effect.listed:
            self._listed(phrase, words, effect)
            return None
        nothing = words.startswith(("没有", "无", "当年没有", "当年无", "未发生", "当期没有")) and effect.kind == "full"
        rates = self.scene.last is not None and any(one.measure.kind == "ratio" for one in self.scene.last.drafts)
        if effect.kind in ("noloss", "nogain") or (nothing and rates):
            simple = phrase.condition is not None and phrase.condition.name == "plain"
            if effect.kind == "noloss" and simple and not rates and self._goes_on(phrase):
                return None
            self._no_due(phrase)
            return None
        if phrase.effect is not None and phrase.effect.name == "bare" and clean(words) in _SUMS:
            return None
        if self._full_mark(phrase, words, effect):
            return None
        if len(clean(words)) < 2 and not scene.said:
            raise Unreadable("没有写明是什么情形")
        bare = phrase.effect is not None and phrase.effect.name == "bare"
        if bare and (phrase.ends != "RP" or effect.rate):
            raise Unreadable("只有分值，不知道是得分还是满分")
        words = words if len(clean(words)) >= 2 else scene.plain_before(phrase)
        if effect.kind == "pass" and "都" in words:
            raise Unreadable("要求处处都符合，没有写看几处")
        drafts = flag(scene, phrase, words, effect)
        if bare:
            drafts = [one.doubted("只写了分值，按做到就得分") for one in drafts]
        drafts = self._perhaps_each(phrase, drafts)
        known = (
            scene.last is not None
            and scene.last.kind in ("merit", "sampled", "threshold", "table", "share")
            and effect.kind == "zero"
        )
        if known and scene.last is not None and scene.last.drafts[0].side == "earn":
            return self._closing(phrase)
        scene.add(drafts, phrase, "merit" if drafts[0].side == "earn" else "")
        return None

    def _full_mark(self, phrase: Phrase, words: str, effect: Effect) -> bool:
        """考核总分100分，按5%折算: the marks that something else is given in."""
        bare = phrase.effect is not None and phrase.effect.name == "bare" and words.endswith(("总分", "满分"))
        if not bare or not self.scene.points or (effect.points or 0) <= self.scene.points:
            return False
        what = words.removesuffix("总分").removesuffix("满分")
        self.scene.scale = (float(effect.points or 0), phrase.toks, what)
        return True

    def _perhaps_each(self, phrase: Phrase, drafts: list[Draft]) -> list[Draft]:
        """每发生一起A扣2分，B扣1分: whether the first word 每 is for B too is asked."""
        last = self.scene.last
        if (
            last is None
            or last.sentence != phrase.sentence
            or len(drafts) != 1
            or drafts[0].word != "when"
            or drafts[0].points == "all"
        ):
            return drafts
        before = last.drafts[0] if last.drafts else None
        if (
            before is None
            or before.word != "per"
            or not before.toks
            or before.toks[0].kind != "EVERY"
            or before.side != drafts[0].side
        ):
            return drafts
        measure = replace(drafts[0].measure, kind="event", unit=before.measure.unit, extra=(("missing", "none"),))
        repeated = replace(drafts[0], word="per", measures=(("measure", measure),))
        asks = f"“{measure.name}”没有写“每”，是每次都算，还是只算一次"
        return [repeated.asking("each", asks, [("每次都算", repeated), ("只算一次", drafts[0])])]

    def _each_follows(self, phrase: Phrase) -> bool:
        """达到98%以上不扣分，每低1个百分点扣0.5分: the first half names the target."""
        place = next(i for i, one in enumerate(self.phrases) if one is phrase)
        after = [one.condition for one in self.phrases[place + 1 : place + 2]]
        return bool(after) and after[0] is not None and after[0].name == "each"

    def _goes_on(self, phrase: Phrase) -> bool:
        """Whether what is taken follows in the same sentence, so that 不扣分 only says the rest."""
        place = next(i for i, one in enumerate(self.phrases) if one is phrase)
        after = self.phrases[place + 1 : place + 2]
        return (
            bool(after)
            and after[0].kind == "act"
            and after[0].sentence == phrase.sentence
            and effect_of(after[0]).takes
        )

    def _closing(self, phrase: Phrase) -> None:
        """…得满分，未达到的不得分: says what is left anyway."""
        assert self.scene.last is not None
        self.scene.last.drafts = [replace(one, toks=(*one.toks, *phrase.toks)) for one in self.scene.last.drafts]

    def _listed(self, phrase: Phrase, words: str, effect: Effect) -> None:
        """未成立小组、未制定方案的分别扣1分、0.5分."""
        names = [clean(one) for one in words.replace("或", "、").split("、") if len(clean(one)) >= 2]
        if len(names) != len(effect.listed):
            raise Unreadable("情形和分数的个数对不上")
        side = "deduct" if effect.kind == "loss" else "earn"
        drafts = [
            Draft(side, "when", (("measure", M(n, "flag")),), {}, p, toks=tuple(phrase.toks))
            for n, p in zip(names, effect.listed, strict=True)
        ]
        self.scene.add(drafts, phrase)

    def _no_due(self, phrase: Phrase) -> None:
        """没有办件的不扣分: of a rate, nothing due counts as full."""
        last = self.scene.last
        if last is None or not any(one.measure.kind == "ratio" for one in last.drafts):
            raise Unreadable("不扣分的情形，没有对应的计分写法")
        full = (("none_due", "full"),)
        last.drafts = [
            replace(one, measures=(("measure", replace(one.measure, extra=full)),), toks=(*one.toks, *phrase.toks))
            for one in last.drafts
        ]

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
        if (
            last is None
            or effect.kind not in ("zero", "nogain")
            or last.kind not in ("merit", "sampled", "threshold", "trend")
        ):
            raise Unreadable("不知道“其余”指什么")
        self._closing(phrase)
