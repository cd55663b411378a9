"""Whether a standard can be measured at all: what has no source, what is only judged, what is not defined, who answers for what.

Its one trick: it looks at the standard and at the county's journal together; a text may be perfect and nobody counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.functional import cached_property

from duibiao.facts.models import Fact
from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Edition
from duibiao.standards.queries import problems_of, standard_of
from duibiao_engine.problems import Problem
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Indicator, Node, Standard

#: Kinds of measures that a person decides by looking, and the rule that leaves the points to a judge.
JUDGED_KINDS, JUDGED_RULE = frozenset({"score", "grade"}), "judged"


@dataclass(frozen=True)
class Source:
    """A measure of the edition and what the county's journal holds of it."""

    measure: Measure
    catalogue: str
    indicators: tuple[str, ...]
    facts: int
    last: datetime | None

    @property
    def kind_words(self) -> str:
        return str(MeasureKind(self.measure.kind).label)

    @property
    def without_unit(self) -> bool:
        """An amount or a number of things has to say of what."""
        return self.measure.kind in ("count", "amount", "event") and not self.measure.unit


@dataclass(frozen=True)
class First:
    """A first-level indicator's weight in the whole."""

    code: str
    name: str
    points: float
    percent: float
    below: float | None
    bonus: bool

    @property
    def agrees(self) -> bool:
        """Whether what stands below adds up to it."""
        return self.below is None or abs(self.below - self.points) < 1e-6


@dataclass(frozen=True)
class KindSet:
    """The indicators that one kind of unit answers for, and their full mark."""

    kind: str
    name: str
    leaves: int
    points: float


@dataclass(frozen=True)
class Examination:
    """Everything that was found about one edition."""

    standard: Standard
    remarks: tuple[Problem, ...]
    sources: list[Source]
    judged: list[Indicator]

    @property
    def silent(self) -> list[Source]:
        """Measures without a single fact."""
        return [one for one in self.sources if not one.facts]

    @property
    def vague(self) -> list[Source]:
        """Measures that do not say in what they are counted."""
        return [one for one in self.sources if one.without_unit]

    @property
    def untimed(self) -> list[Source]:
        """Measures that do not say how often they are collected."""
        return [one for one in self.sources if not one.measure.period]

    @cached_property
    def unfed(self) -> list[Indicator]:
        """Leaves none of whose measures has a fact: nobody could be scored on them today."""
        silent = {one.measure.code for one in self.silent}
        return [leaf.indicator for leaf in self.standard.leaves if set(_words(leaf.indicator)) <= silent]

    @property
    def sum_up(self) -> float | None:
        """What the first level adds up to, without bonus; None where points are not added."""
        if self.standard.points is None or self.standard.combine != "sum":
            return None
        return sum(one.points for one in self.firsts if not one.bonus)

    @cached_property
    def firsts(self) -> list[First]:
        tops = [node.indicator for node in self.standard.nodes if node.depth == 1]
        weights = [_weight(one, self.standard.combine) for one in tops]
        everything = sum(w for one, w in zip(tops, weights, strict=True) if not one.bonus) or 1.0
        return [_first(one, 100 * w / everything) for one, w in zip(tops, weights, strict=True)]

    @cached_property
    def kinds(self) -> list[KindSet]:
        """Assessment by kind: each kind of unit has its own indicators."""
        return [_kind_set(self.standard, kind, name) for kind, name in self.standard.unit_kinds.items()]


def _weight(one: Indicator, combine: str) -> float:
    if combine == "weighted":
        return one.weight if one.weight is not None else 1.0
    return one.worth if combine == "sum" else 1.0


def _first(one: Indicator, percent: float) -> First:
    adds = one.combine == "sum" and one.rescale is None and one.points is not None and bool(one.children)
    below = sum(child.worth for child in one.children if not child.bonus or one.bonus) if adds else None
    return First(one.code, one.name, one.worth, 0.0 if one.bonus else percent, below, one.bonus)


def _kind_set(standard: Standard, kind: str, name: str) -> KindSet:
    mine = [leaf for leaf in standard.leaves if _answers(leaf, kind)]
    bonus = _below_bonus(standard)
    points = sum(leaf.indicator.worth for leaf in mine if leaf.number not in bonus)
    return KindSet(kind, name, len(mine), points)


def _below_bonus(standard: Standard) -> set[int]:
    """The numbers of the nodes that only add, themselves or by what is above them."""
    found: set[int] = set()
    for node in standard.nodes:
        if node.indicator.bonus or node.parent in found:
            found.add(node.number)
    return found


def _answers(leaf: Node, kind: str) -> bool:
    return all(kind in bound for bound in leaf.applies_to)


def _words(leaf: Indicator) -> list[str]:
    return [word for term in leaf.rule for word in term.measures]


def _is_judged(leaf: Indicator, standard: Standard) -> bool:
    """Whether nothing but somebody's judgement decides the points."""
    kinds = [standard.measures[word].kind for word in _words(leaf) if word in standard.measures]
    only_judge = all(term.parameters.word == JUDGED_RULE for term in leaf.rule)
    return only_judge or (bool(kinds) and JUDGED_KINDS.issuperset(kinds))


def examine(edition: Edition) -> Examination:
    """Two statements, however long the standard: its bindings, and the journal counted."""
    standard = standard_of(edition)
    bound = dict(edition.bindings.values_list("code", "measure"))
    meant = {code: bound.get(code, code) for code in standard.measures}
    judged = [leaf.indicator for leaf in standard.leaves if _is_judged(leaf.indicator, standard)]
    return Examination(standard, problems_of(edition), _sources(standard, meant), judged)


def _sources(standard: Standard, meant: dict[str, str]) -> list[Source]:
    users: dict[str, list[str]] = {}
    for leaf in standard.leaves:
        for word in dict.fromkeys(_words(leaf.indicator)):
            users.setdefault(word, []).append(leaf.code)
    counted = _counted(meant.values())
    found = []
    for code, measure in standard.measures.items():
        facts, last = counted.get(meant[code], (0, None))
        found.append(Source(measure, meant[code], tuple(users.get(code, ())), facts, last))
    return sorted(found, key=lambda one: (one.facts > 0, one.measure.code))


def _counted(measures: Iterable[str]) -> dict[str, tuple[int, datetime | None]]:
    found = Fact.objects.filter(measure__in=list(measures), superseded_by=None).values("measure")
    rows = found.annotate(n=Count("pk"), last=Max("at"))
    return {row["measure"]: (row["n"], row["last"]) for row in rows}
