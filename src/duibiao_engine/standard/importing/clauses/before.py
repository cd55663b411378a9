"""What an each-phrase takes from what stands before it: where it starts, what it counts, whether a first half only said so."""

from __future__ import annotations

import re
from dataclasses import replace

from duibiao_engine.standard.importing.clauses.drafts import Draft, Variant, clean
from duibiao_engine.standard.importing.clauses.parts import (
    MONEY,
    Bound,
    Each,
    Effect,
    before_and_after,
    bounds,
    described,
)
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.run_rows import nothing_of, published
from duibiao_engine.standard.importing.clauses.scene import Group, Target, Unreadable
from duibiao_engine.standard.importing.clauses.standing import Standing

_TASK = "完成.*(?:任务|目标|计划|指标)|(?:任务|目标|计划|指标)完成$"
TIME = {"天", "日", "个工作日", "工作日", "小时", "个月", "周", "分钟"}
_PAST = ("超出部分", "超过部分", "超过的部分", "超出的部分", "超额部分")


def _ranked(draft: Draft) -> Draft | None:
    """The places themselves, where they may also be numbers that somebody published; the question stays."""
    found = (v.draft for q in draft.questions if q.about == "rank" for v in q.variants if v.draft.word == "rank")
    rank = next(found, None)
    return None if rank is None else replace(rank, questions=draft.questions)


class Before(Standing):
    """Joins an each-phrase with what was said before it."""

    def _once_or_each(self, phrase: Phrase, what: Each, drafts: list[Draft]) -> list[Draft]:
        """存在占道经营的扣1分，每处扣0.5分: both, or so much for each and at most that, or for each alone."""
        last, each_ = self.scene.last, drafts[0]
        named = len(clean(what.before + what.lead + what.after)) >= 1 or self.scene.plain_before(phrase)
        if (
            last is None
            or last.sentence != phrase.sentence
            or len(last.drafts) != 1
            or named
            or what.dev not in ("", "found")
        ):
            return drafts
        once = last.drafts[0]
        worth, single = once.points, each_.points
        if not isinstance(worth, int | float) or not isinstance(single, int | float):
            return drafts
        if once.word != "when" or once.side != each_.side or each_.word != "per":
            return drafts
        name = re.sub("^(?:存在|发现|出现|有)(?=..)", "", once.measure.name)
        told = name if name != once.measure.name else f"{name}（{each_.measure.unit or '次'}数）"
        measure = replace(each_.measure, name=told)
        each_ = replace(each_, measures=(("measure", measure),), toks=(*once.toks, *each_.toks))
        once = replace(once, toks=each_.toks)
        capped = replace(each_, cap=worth)
        variants = [Variant("每个都扣，另外再扣一次", each_, (once,)), Variant("只按个数扣", each_)]
        if worth > single and each_.side == "deduct":
            variants.insert(0, Variant(f"按个数扣，最多 {worth:g} 分", capped))
        self._led_by(phrase)
        first = variants[0]
        if first.beside:
            variants = [variants[1], first]
            first = variants[0]
        return [first.draft.asking_of("once", "前面写一共扣几分，后面写每个扣几分，是怎样合起来的", variants)]

    def _next_ranks(self, what: Each, effect: Effect, phrase: Phrase) -> bool:
        """第1名得10分，每下降一个名次扣0.5分: the places behind, down to nothing."""
        last = self.scene.last
        if last is not None and last.drafts:
            rank = _ranked(last.drafts[0])
            last.drafts = [rank, *last.drafts[1:]] if rank is not None and effect.kind == "loss" else last.drafts
        if last is None or not last.drafts or last.drafts[0].word != "rank" or effect.kind != "loss" or what.count != 1:
            return False
        if what.unit not in ("个名次", "名次", "名", "位", "位次", "个位次") or not effect.points:
            raise Unreadable("名次后面的扣法没有对应的计分写法")
        points = list(last.drafts[0].params["points"])
        while points[-1] - effect.points > 1e-9 and len(points) < 100:
            points.append(round(points[-1] - effect.points, 6))
        whole = replace(last.drafts[0].but(points=points), toks=(*last.drafts[0].toks, *phrase.toks))
        asked = any(question.about == "rank" for question in whole.questions)
        plain = replace(whole, questions=())
        last.drafts = [published(plain, plain.measure.name) if asked else whole]
        return True

    def _after_merit(self, phrase: Phrase, what: Each, effect: Effect) -> Each:
        """无违法用地得3分，每出现1宗扣1分: the first half says that it starts from full."""
        last = self.scene.last
        if last is None or last.kind != "merit" or effect.kind != "loss":
            return what
        if last.sentence != phrase.sentence and not self._nothing_then(last, phrase, what):
            return what
        self._of_the_task(last, phrase, what)
        if len(last.drafts) != 1 or last.drafts[0].points not in ("all", self.scene.points):
            raise Unreadable("先得几分再扣，起点不是满分")
        self._led_by(phrase)
        name = nothing_of(last.drafts[0].measure.name)
        own = clean(what.before + what.lead + what.after)
        return what if len(own) >= 2 else replace(what, before=name)

    def _nothing_then(self, last: Group, phrase: Phrase, what: Each) -> bool:
        """未发现问题得满分；发现1个问题扣0.5分: the same thing, in two sentences."""
        name, own = last.drafts[0].measure.name, clean(what.before + what.lead + what.after)
        free = nothing_of(name)
        whole = len(last.drafts) == 1 and last.drafts[0].points in ("all", self.scene.points)
        task = what.percent and re.search(_TASK, name) is not None
        same = free != name and (not own or own in free or free in own or own[-2:] == free[-2:])
        return whole and last.sentence == phrase.sentence - 1 and (same or task)

    def _of_the_task(self, last: Group, phrase: Phrase, what: Each) -> None:
        """完成年度任务得满分，每低1个百分点扣0.5分: the task is a hundred per cent of it."""
        name = last.drafts[0].measure.name
        if what.percent and re.search(_TASK, name) and not self.scene.targets:
            named = name if name.endswith("率") else f"{name}的完成率"
            doubt = "条文没有写目标数，按完成率 100% 起算"
            self.scene.targets.append(Target(named, Bound(100.0, True, None, False, "", True), [], doubt=doubt))

    def _from_before(self, phrase: Phrase, what: Each) -> Each:
        """超过2次的，| 每次扣1分: what is counted is what lies beyond."""
        before = self.scene.said[-1] if self.scene.said else None
        past = next((word for word in _PAST if word in what.before + what.lead), "")
        if past:
            what = replace(what, before=what.before.replace(past, ""), lead=what.lead.replace(past, ""))
            free = self.scene.targets[-1] if self.scene.targets and before is None else None
            if free is not None and free.bound.high is not None and free.bound.unit in ("", what.unit):
                phrase.joined = list(free.toks)
                return replace(what, start=Bound(free.bound.high, False), before=free.name)
            if before is None or before.condition is None or before.condition.name != "bounds":
                raise Unreadable("不知道超出部分从多少起算")
        if (
            before is None
            or before.sentence != phrase.sentence
            or before.condition is None
            or before.condition.name != "bounds"
            or what.dev
            or what.percent
        ):
            return what
        return self._with_bound(phrase, what, before, before.condition)

    def _with_bound(self, phrase: Phrase, what: Each, before: Phrase, node: Node) -> Each:
        """A bound in front of 每 says from where it counts, or which things are counted."""
        found = bounds(node)
        after = before_and_after(node)[1]
        words = described(node)
        if found is not None and not found.percent and found.unit != what.unit and found.low is not None:
            hurt = found.unit in MONEY or (len(clean(after)) >= 2 and not after.startswith("的"))
            words = words or ("".join(tok.text for tok in before.toks) if hurt else "")  # 造成损失10万元以上的，每起
        if found is None or not (words or any(tok.value in ("<", ">") for tok in before.toks if tok.kind == "CMP")):
            return what
        own = clean(what.before + what.lead + what.after)
        if found.percent and found.number == 100 and len(own) >= 2:
            phrase.joined = list(before.toks)  # 整改率未达到100%的，每未整改一处: each exception counts
            return what
        late = found.unit in TIME and (len(clean(after)) >= 2 or what.unit not in TIME)
        sited = what.unit == "个" and what.after and (found.percent or found.unit in MONEY)
        if words or late or sited:
            phrase.joined = list(before.toks)
            return replace(what, before=clean("".join(tok.text for tok in before.toks)) + ("的" if sited else ""))
        if found.low is None or found.percent or found.unit not in ("", what.unit):
            raise Unreadable("前面的条件和“每”后面数的不是一回事")
        words = before_and_after(node)[0]
        phrase.joined = list(before.toks)
        return replace(what, start=found, before=clean(words) or self.scene.named(""))

    def _from_full(self, draft: Draft, kind: str) -> None:
        """达到90%得满分，每低1个百分点扣1分: the first half says where it starts, which must be the full mark."""
        steps = draft.params.get("steps", [])
        top = max((step["points"] for step in steps), default=draft.points)
        if kind == "table" or (self.scene.points is not None and top not in ("all", self.scene.points)):
            raise Unreadable("先得几分再扣，起点不是满分")
