"""Which measure of the county's catalogue an edition's measure means: proposed here, confirmed by a person.

The same code, kind and name is the same measure. The same name and kind under another code is proposed too. Anything
less is left apart: two facts that only sound alike must not be counted as one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duibiao.standards.models import Measure
from duibiao_engine.standard.measures import Measure as EngineMeasure
from duibiao_engine.standard.model import Standard


@dataclass(frozen=True)
class Proposal:
    """An edition's measure and the catalogue's code that it is proposed to mean; None for a new one."""

    code: str
    name: str
    measure: str | None
    reason: str


def propose(standard: Standard) -> list[Proposal]:
    """A proposal for each measure of an edition, in its order. No catalogue measure is proposed twice."""
    held = list(Measure.objects.all())
    by_code = {measure.code: measure for measure in held}
    measures = list(standard.measures.values())
    same = {one.code for one in measures if _is_same(one, by_code.get(one.code))}
    by_name = {(one.name, one.kind): one.code for one in held if one.code not in same}
    return [_propose(measure, same, by_name) for measure in measures]


def _is_same(measure: EngineMeasure, held: Measure | None) -> bool:
    return held is not None and (held.name, held.kind) == (measure.name, measure.kind)


def _propose(measure: EngineMeasure, same: set[str], by_name: dict[tuple[str, str], str]) -> Proposal:
    if measure.code in same:
        return Proposal(measure.code, measure.name, measure.code, "same")
    alike = by_name.pop((measure.name, str(measure.kind)), None)
    if alike is not None:
        return Proposal(measure.code, measure.name, alike, "name")
    return Proposal(measure.code, measure.name, None, "new")


#: How many catalogue measures a person is offered for one of the edition's.
OFFERED = 8


@dataclass(frozen=True)
class Wrong:
    """A choice that cannot stand: the edition's measure, and why (`gone`, `kind`, `twice`)."""

    code: str
    why: str


def check(standard: Standard, chosen: Mapping[str, str | None]) -> list[Wrong]:
    """What is wrong with a choice: a measure that is not there, of another kind, or meant by two at once."""
    wanted = [one for one in chosen.values() if one]
    kinds = dict(Measure.objects.filter(pk__in=wanted).values_list("code", "kind"))
    often = Counter(wanted)
    found = []
    for code, measure in chosen.items():
        if measure is None or code not in standard.measures:
            continue
        if measure not in kinds:
            found.append(Wrong(code, "gone"))
        elif kinds[measure] != standard.measures[code].kind:
            found.append(Wrong(code, "kind"))
        elif often[measure] > 1:
            found.append(Wrong(code, "twice"))
    return found


class Catalogue:
    """The county's measures by kind, to offer the likeliest first."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.by_kind: dict[str, list[tuple[frozenset[str], Measure]]] = {}
        for measure in measures:
            self.by_kind.setdefault(measure.kind, []).append((_pairs(measure.name), measure))

    def offer(self, proposal: Proposal, kind: str, limit: int | None = OFFERED) -> list[Measure]:
        """Measures of the same kind, the most alike in name first, the proposed one always among them."""
        words = _pairs(proposal.name)
        held = self.by_kind.get(kind, [])
        ranked = sorted(held, key=lambda one: (one[1].pk != proposal.measure, -_alike(words, one[0]), one[1].name))
        return [measure for _words, measure in ranked[:limit]]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(max(len(text) - 1, 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
