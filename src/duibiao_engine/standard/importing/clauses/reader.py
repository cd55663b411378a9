"""Phrases → drafts: one walk over the clause that keeps what was said, reads runs of phrases as tables and the rest one by one.

A phrase that cannot be read takes its whole sentence with it: half a sentence may mean something else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from duibiao_engine.standard.importing.clauses.accounting import unaccounted
from duibiao_engine.standard.importing.clauses.acts import Acts
from duibiao_engine.standard.importing.clauses.drafts import clean
from duibiao_engine.standard.importing.clauses.flags import (
    conforming,
)
from duibiao_engine.standard.importing.clauses.learning import learn
from duibiao_engine.standard.importing.clauses.notes import note
from duibiao_engine.standard.importing.clauses.parts import (
    each,
    effect_of,
)
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase
from duibiao_engine.standard.importing.clauses.runs import Runs
from duibiao_engine.standard.importing.clauses.scene import NAMELESS, Unreadable
from duibiao_engine.standard.importing.clauses.totals import most_of
from duibiao_engine.standard.importing.clauses.trends import trending
from duibiao_engine.standard.importing.clauses.vetoes import Vetoes

#: Notes that leave the term before them as it was, where they are not understood: to whom it applies, what is counted once.
_BESIDE = {"not_applicable", "highest", "summed", "done"}
_BEST = re.compile("最[高多好优快短少低大小]|第一")
_GIVING = {"GAIN", "FULL", "ZERO", "HALF", "PROP", "PASS", "LIN"}


class Walk(Runs, Acts, Vetoes):
    """One clause being read."""

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
        self._unsaid()
        self._headings()
        self._mixed()
        self._short_of_full()
        self._nameless()
        self._alone()
        self._drop()
        for sentence, reason in list(unaccounted(self)):
            self.dead.setdefault(sentence, reason)
        self._alone()
        self._drop()

    def _best_follows(self, place: int) -> bool:
        """第一名得满分，其他按比例得分: the first is the measure of the others."""
        after = self.phrases[place + 1 : place + 2]
        effect, node = effect_of(self.phrases[place]), self.phrases[place].condition
        words = "".join(tok.text for tok in node.all_toks()) if node is not None else ""
        first = any(tok.kind == "RANK" and tok.value == (1, 1) for tok in self.phrases[place].toks)
        first = first or (node is not None and node.name == "plain" and _BEST.search(words) is not None)
        whole = effect.kind == "full" or (
            effect.kind == "gain" and effect.points is not None and effect.points > 0 and not effect.judged
        )
        return first and whole and bool(after) and after[0].note_name in ("proportion", "formula")

    def _drop(self) -> None:
        self.scene.groups = [one for one in self.scene.groups if one.sentence not in self.dead]
        gone = {tok.start for one in self.phrases if one.sentence in self.dead for tok in one.toks}
        places = {self.scene.source.places[start] for start in gone}
        self.scene.vetoes = [one for one in self.scene.vetoes if not any(w.start in places for w in one.words)]

    def _leaning(self) -> None:
        """完成任务的得满分；每少完成1%扣0.1分: what begins with 每 leans on the sentence before it; half of that is nothing."""
        for phrase in self.phrases:
            begins = phrase.sentence in self.dead and phrase.toks[0].kind == "EVERY" and phrase.condition is not None
            for group in self.scene.groups if begins else ():
                if group.sentence == phrase.sentence - 1 and group.kind in ("merit", "threshold", "table", "share"):
                    self.dead.setdefault(group.sentence, "后面接着的扣法没有读懂")

    def _alone(self) -> None:
        """Merits over several sentences may be rows of one table: where one was not read, none is."""
        self._leaning()
        if not any(tok.kind in _GIVING for one in self.phrases if one.sentence in self.dead for tok in one.toks):
            return
        for group in self.scene.groups:
            if any(d.side == "earn" and d.word not in ("per", "ladder") for d in group.drafts):
                self.dead.setdefault(group.sentence, "旁边的得分没有读懂，不知道是不是同一张表")

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

    def _unsaid(self) -> None:
        """酌情扣分 without the most that may be taken is no range."""
        for group in list(self.scene.groups):
            open_ = any(d.word == "judged" and d.params.get("between", [0, 0])[1] is None for d in group.drafts)
            if open_ and group.phrase is not None:
                self.scene.groups.remove(group)
                self.loose.append((group.phrase, "酌情扣分，没有写最多扣几分"))

    def _headings(self) -> None:
        """组织领导（5分）：未成立小组扣1分: beside losses, bare points in brackets are a heading, not a merit."""
        losses = any(d.side == "deduct" for one in self.scene.groups for d in one.drafts)
        bare = "只写了分值，按做到就得分"
        if losses:
            self.scene.groups = [one for one in self.scene.groups if not any(bare in d.reasons for d in one.drafts)]

    def _mixed(self) -> None:
        """按时报送得1分，迟报扣0.5分: given and taken once each in one sentence may be grades of one thing; not read."""
        for group in self.scene.groups:
            same = [d for one in self.scene.groups if one.sentence == group.sentence for d in one.drafts]
            merits = any(d.side == "earn" and d.word == "when" for d in same)
            faults = any(
                d.side == "deduct" and d.word in ("when", "judged", "late", "bands") and d.points != "all" for d in same
            )
            most = (
                sum(
                    most_of(d, self.scene.points) or 0
                    for d in same
                    if d.side == "earn" and d.word in ("when", "bands", "grade", "all_of", "quorum")
                )
                if self.scene.points
                else 0
            )
            if self.scene.points and most > self.scene.points + 1e-9 and len(same) > 1:
                self.dead.setdefault(group.sentence, "各条得分加起来超过本项分值，不知道是不是只取一条")
            parts = any(d.side == "earn" and d.word == "per" for d in same) and any(
                d.side == "earn" and d.word == "grade" for d in same
            )
            rows = (
                group.kind != "sloped"
                and any(d.side == "earn" and d.word in ("when", "grade") for d in same)
                and any(d.side == "deduct" and d.word in ("if_above", "if_below") for d in same)
            )
            if rows:
                self.dead.setdefault(group.sentence, "一句话里又得分又不得分，不知道是不是同一张表")
            slopes = (
                any(d.word == "share" for d in same)
                and any(d.side == "deduct" for d in same)
                and group.kind != "sloped"
            )
            if (merits and faults) or parts or slopes:
                self.dead.setdefault(group.sentence, "一句话里又得分又扣分，不知道从几分起算")

    def _nameless(self) -> None:
        """每缺一项扣0.5分, where neither the clause nor the indicator says of what."""
        for group in self.scene.groups:
            counted = [draft.measure.name for draft in group.drafts if draft.word in ("per", "short_of", "when")]
            if any(name.startswith(NAMELESS) and not name.endswith("逾期天数") for name in counted):
                self.dead.setdefault(group.sentence, "没有写明数的是什么")

    def _short_of_full(self) -> None:
        """未通过的不得分；通过但须整改的得一半: what is given does not add up to the item, so nobody knows where to begin."""
        drafts = [draft for group in self.scene.groups for draft in group.drafts]
        given = [draft for draft in drafts if draft.side == "earn"]
        taken = any(draft.side == "deduct" for draft in drafts)
        if not taken or not given or not self.scene.points or any(draft.word != "when" for draft in given):
            return
        if sum(most_of(draft, self.scene.points) or 0 for draft in given) < self.scene.points - 1e-9:
            for group in self.scene.groups:
                self.dead.setdefault(group.sentence, "给的分加起来不到本项分值，又有扣分，不知道从几分起算")

    def _kill(self, phrase: Phrase, why: str) -> None:
        if phrase.kind == "note" and self.scene.groups and phrase.note is not None:
            self.loose.append((phrase, why))
            if phrase.note_name not in _BESIDE:  # half of what was said of the points is worse than nothing
                self.dead.setdefault(self.scene.groups[-1].sentence, why)
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

    def _best(self, phrase: Phrase) -> int:
        """The first half of 第一名得满分，其他按比例得分, as the note that it is."""
        assert phrase.condition is not None
        worth = [tok for tok in phrase.toks if tok.kind in ("POINTS", "FULL")][-1:]
        note(self.scene, replace(phrase, kind="note", note=Node("best", [*phrase.condition.parts, *worth])))
        return 1

    def _act(self, place: int) -> int:
        if self._best_follows(place):
            return self._best(self.phrases[place])
        run = self._table(place)
        if run:
            return run
        phrase = self.phrases[place]
        effect, node = effect_of(phrase), phrase.condition
        if effect.kind == "veto":
            self._veto(place)
            return 1
        if trending(self.scene, phrase, effect):
            return 1
        ready = conforming(self.scene, phrase, effect)
        if ready is not None:
            self.scene.add([ready], phrase, "sampled")
            return 1
        if node is None:
            self._bare(phrase, effect)
        elif node.name == "each_one" and effect.kind in ("zero", "full", "pass", "half"):
            self._plain_words(phrase, "".join(tok.text for tok in node.all_toks()), effect)
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
