"""One unit's indicators as rows of a tree, losses first; and one leaf explained down to its facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from duibiao.facts import queries as journal
from duibiao.facts.models import Fact
from duibiao.standards.models import Binding, Indicator
from duibiao.web.base.scores.bars import Parts, of_node
from duibiao.web.base.scores.reading import Reading, english, sentence
from duibiao_engine.results import NodeScore, TermLine

#: Facts shown under one line; the rest is counted.
MOST_FACTS = 50
_STATES = {"met": "good", "partly": "soon", "not_met": "bad", "unknown": "info", "not_applicable": "none"}


@dataclass(frozen=True)
class Branch:
    """An indicator with what is below it."""

    node: NodeScore
    name: str
    parts: Parts | None
    to_win: float
    state: str
    children: tuple["Branch", ...]

    @property
    def short(self) -> float:
        """Points that are not there: lost or unknown."""
        return 0.0 if self.node.bonus else self.node.full - self.node.worst


def tree(reading: Reading) -> list[Branch]:
    """First-level indicators with all below them; on each level the largest loss first, bonus last."""
    below: dict[str | None, list[NodeScore]] = {}
    for node in reading.score.nodes.values():
        below.setdefault(node.parent, []).append(node)
    to_win = _to_win(reading)
    return _branches(reading, below, to_win, None)


def _branches(
    reading: Reading, below: dict[str | None, list[NodeScore]], to_win: dict[str, float], parent: str | None
) -> list[Branch]:
    made = [
        Branch(
            node,
            reading.name_of(node.code),
            of_node(node, to_win.get(node.code, 0.0)),
            to_win.get(node.code, 0.0),
            _STATES[node.status],
            tuple(_branches(reading, below, to_win, node.code)),
        )
        for node in below.get(parent, ())
    ]
    return sorted(made, key=lambda one: (one.node.bonus, not one.node.applicable, -one.short))


def _to_win(reading: Reading) -> dict[str, float]:
    """Points to win by indicator, each loss counted for its leaf and everything above."""
    sums: dict[str, float] = {}
    for loss in reading.losses:
        node = reading.score.nodes.get(loss.indicator)
        while node is not None:
            sums[node.code] = sums.get(node.code, 0.0) + loss.to_win
            node = reading.score.nodes.get(node.parent) if node.parent else None
    return sums


@dataclass(frozen=True)
class Ground:
    """A fact behind a line, and what it corrected."""

    fact: Fact

    @property
    def said(self) -> str:
        """`57 / 60`, `甲`, `3 市级`."""
        number = "" if self.fact.value is None else f"{self.fact.value:g}"
        out_of = "" if self.fact.out_of is None else f" / {self.fact.out_of:g}"
        return " ".join(part for part in (number + out_of, self.fact.grade or "", self.fact.level or "") if part)


@dataclass(frozen=True)
class Said:
    """One term's line with its sentence and the facts that it rests on."""

    line: TermLine
    words: str
    state: str
    grounds: tuple[Ground, ...]
    more: int

    @property
    def lost(self) -> float:
        return max(self.line.lost, 0.0)


@dataclass(frozen=True)
class Why:
    """One leaf: clause, rule, lines, facts, and what could still be won."""

    indicator: Indicator
    node: NodeScore
    name: str
    above: tuple[tuple[str, str], ...]
    parts: Parts | None
    state: str
    to_win: float
    said: tuple[Said, ...]
    children: tuple[Branch, ...]

    @property
    def rule(self) -> list[str]:
        """The rule in words, term by term."""
        return [term["en" if english() else "zh"] for term in self.indicator.rule]


def why(reading: Reading, code: str, known: int | None) -> Why | None:
    """An indicator explained; `known` limits the facts to those recorded by then. Three statements."""
    node = reading.score.nodes.get(code)
    indicator = Indicator.objects.filter(edition=reading.campaign.edition_id, code=code).first()
    if node is None or indicator is None:
        return None
    to_win = _to_win(reading).get(code, 0.0)
    lines = reading.score.lines_of(code)
    return Why(
        indicator,
        node,
        reading.name_of(code),
        tuple(_above(reading, node)),
        of_node(node, to_win),
        _STATES[node.status],
        to_win,
        tuple(_said(reading, lines, known)) if node.leaf else (),
        tuple(_below(tree(reading), code)),
    )


def _above(reading: Reading, node: NodeScore) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    parent = reading.score.nodes.get(node.parent or "")
    while parent is not None:
        found.insert(0, (parent.code, reading.name_of(parent.code)))
        parent = reading.score.nodes.get(parent.parent or "")
    return found


def _below(branches: Sequence[Branch], code: str) -> Sequence[Branch]:
    for branch in branches:
        if branch.node.code == code:
            return branch.children
        found = _below(branch.children, code)
        if found:
            return found
    return ()


def _said(reading: Reading, lines: Sequence[TermLine], known: int | None) -> list[Said]:
    words = {word for line in lines for word in line.measures}
    bound = dict(
        Binding.objects.filter(edition=reading.campaign.edition_id, code__in=words).values_list("code", "measure")
    )
    facts = journal.behind(unit=reading.unit.code, measures=list(bound.values()), known=known) if bound else []
    grounds: dict[str, list[Fact]] = {}
    for fact in facts:
        grounds.setdefault(fact.measure_id, []).append(fact)
    return [
        _one(line, [fact for word in line.measures for fact in grounds.get(bound.get(word, ""), [])]) for line in lines
    ]


def _one(line: TermLine, facts: list[Fact]) -> Said:
    state = "info" if not line.known else "bad" if (line.delta or 0.0) < 0 else "good"
    shown = tuple(Ground(fact) for fact in facts[-MOST_FACTS:])
    return Said(line, sentence(line), state, shown, len(facts) - len(shown))
