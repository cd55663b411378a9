"""How a unit's scores moved with one fact: what stood before is noted, and compared on the page that follows.

The note travels in the address, signed, so that the page can be read again and nothing has to be kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F

from duibiao.facts.models import Fact
from duibiao.scores.models import NodeRow, Total
from duibiao.scores.services import Moved as Recorded
from duibiao.standards.queries import standard_of
from duibiao.web.base.templatetags.parts import signed_number
from duibiao_engine.standard.model import Node

SALT = "facts.was"
Was = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Change:
    """A name and its points before and after."""

    name: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return round(self.after - self.before, 6)

    @property
    def signed(self) -> str:
        return signed_number(self.by)


@dataclass(frozen=True)
class Moved:
    """One campaign: the unit's total, and the leaves that look at the measure."""

    title: str
    total: Change
    leaves: list[Change]


def note_of(moved: Iterable[Recorded]) -> str:
    """What stood before a fact moved it, in words for an address; no campaign is a note too."""
    totals: dict[str, float] = {}
    leaves: dict[str, float] = {}
    for one in moved:
        if one.total_was is not None:
            totals[str(one.campaign)] = one.total_was
        leaves.update({f"{one.campaign}.{number}": points for number, points in one.leaves_were.items()})
    return signing.dumps({"totals": totals, "leaves": leaves}, salt=SALT, compress=True)


def moved_since(fact: Fact, note: str) -> list[Moved]:
    """What a fact changed, given the note that was taken before; nothing without one."""
    try:
        was: Was = signing.loads(note, salt=SALT)
    except signing.BadSignature:
        return []
    return [_moved(row, nodes, was) for row, nodes in _standing(fact.unit_id, fact.measure_id)]


def _moved(row: Total, nodes: list[tuple[Node, float]], was: Was) -> Moved:
    before = was["totals"].get(str(row.campaign_id), row.total)
    leaves = [
        Change(
            f"{node.code} {node.indicator.name}", was["leaves"].get(f"{row.campaign_id}.{node.number}", points), points
        )
        for node, points in nodes
    ]
    return Moved(row.campaign.title, Change("", before, row.total), leaves)


def _standing(unit: str, measure: str) -> Iterator[tuple[Total, list[tuple[Node, float]]]]:
    found = Total.objects.filter(unit=unit, campaign__edition__bindings__measure=measure)  # type: ignore[misc]
    found = found.annotate(word=F("campaign__edition__bindings__code")).select_related("campaign__edition")
    rows = list(found.defer("campaign__edition__text"))
    looked = {row.campaign_id: _leaves(row) for row in rows}
    wanted = {leaf.number for leaves in looked.values() for leaf in leaves}
    kept = NodeRow.objects.filter(unit=unit, campaign__in=list(looked), node__in=wanted)
    held: dict[Any, NodeRow] = {(node.campaign_id, node.node): node for node in kept} if wanted else {}
    for row in rows:
        worst = standard_of(row.campaign.edition).unknown == "worst"
        pairs = ((leaf, held.get((row.campaign_id, leaf.number))) for leaf in looked[row.campaign_id])
        yield row, [(leaf, node.worst if worst else node.best) for leaf, node in pairs if node is not None]


def _leaves(row: Total) -> list[Node]:
    word = row.word  # type: ignore[attr-defined]
    leaves = standard_of(row.campaign.edition).leaves
    return [leaf for leaf in leaves if any(word in term.measures for term in leaf.indicator.rule)]
