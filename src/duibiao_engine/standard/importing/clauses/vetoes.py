"""What throws a unit out altogether: 一票否决, 取消参评资格, 直接评定为不合格; for one case, or for each of a list of cases."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duibiao_engine.standard.importing.clauses.drafts import M, clean
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import Unreadable
from duibiao_engine.standard.importing.clauses.standing import Standing
from duibiao_engine.standard.importing.clauses.values import ReadVeto

#: 有下列情形之一的: the cases follow.
_LIST = re.compile("(?:下列|以下|下述|如下|上述)|之一")
PROVED = re.compile("(?:的)?(?:[，、])?(?:一经|经)?(?:查证|调查|核查)?(?:查实|发现|核实|认定|属实)(?:后|的)?$")
#: Whose year or whose verdict it is, said beside the veto.
WHOSE = re.compile(
    "(?:实行|予以|当年度?|本年度?|年度|全年|该年度|其|并|被|对|由|县委|县政府|综合|目标|责任|绩效|工作|班子|单位|结果|总体|考核|考评|测评|评价|等次|的|在)+"
)


_HEADING = re.compile(
    "(?:有|存在|出现|发生|具有|属于)?(?:下列|以下|下述|如下|上述)(?:情形|情况|行为|问题|事项|现象)?(?:之一)?"
)


def beside(words: str) -> str:
    """What is left of the words of a veto without whose verdict it is, and without the heading of a list."""
    words = PROVED.sub("", _HEADING.sub("", words))
    return "" if PROVED.fullmatch(words) else WHOSE.sub("", words)


class Vetoes(Standing):
    """Reads vetoes."""

    def _veto(self, place: int) -> None:
        phrase = self.phrases[place]
        words = "".join(tok.text for tok in phrase.toks if tok.kind != "VETO")
        own = "" if WHOSE.fullmatch(words) else clean(words)
        before = self.scene.plain_before(phrase)
        name = PROVED.sub("", own if len(own) >= 2 and not before else before)
        if not name:
            if any(veto.words[-1].end <= self._places(phrase)[0] for veto in self._near(phrase)):
                return  # 一票否决，取消评优资格: the same once more
            raise Unreadable("没有写明什么情形一票否决")
        if not _LIST.search(name):
            self._found(name, [phrase], phrase)
            return
        cases = self._cases(place + 1)
        if not cases:
            raise Unreadable("各种情形列在别处，要一条一条写")
        for one in cases:
            self._found(clean("".join(tok.text for part in one for tok in part.toks)), one, phrase)

    def _near(self, phrase: Phrase) -> list[ReadVeto]:
        same = [one for one in self.phrases if one.sentence == phrase.sentence]
        start, end = self._places(same[0])[0], self._places(same[-1])[1]
        return [veto for veto in self.scene.vetoes if start <= veto.words[-1].start <= end]

    def _places(self, phrase: Phrase) -> tuple[int, int]:
        words = self.scene.source.words(phrase.start, phrase.end)
        return words.start, words.end

    def _cases(self, place: int) -> list[list[Phrase]]:
        """The sentences behind a heading, each one case; none where one of them speaks of points."""
        found: dict[int, list[Phrase]] = {}
        for phrase in self.phrases[place:]:
            plain = phrase.condition is not None and phrase.condition.name in ("plain", "bounds", "counted", "each_one")
            if phrase.sentence in self.dead or not (phrase.kind == "text" or (phrase.kind == "condition" and plain)):
                return []
            found.setdefault(phrase.sentence, []).append(phrase)
        return list(found.values())

    def _found(self, name: str, parts: Sequence[Phrase], effect: Phrase) -> None:
        code = M(name, "event").code
        barred = any(
            word in "".join(tok.text for tok in effect.toks) for word in ("资格", "评先", "评优", "优秀", "先进")
        )
        shape = {
            "id": f"v{code[1:]}",
            "name": name,
            "event": code,
            "look_back_months": 12,
            "effect": "bar" if barred else "fail",
        }
        pieces = dict.fromkeys(self.scene.source.words(one.start, one.end) for one in (effect, *parts))
        self.scene.vetoes.append(ReadVeto(veto=shape, words=tuple(pieces), reason="回溯几个月、后果是什么，条文没有说"))
