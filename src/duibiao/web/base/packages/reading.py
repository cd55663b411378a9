"""What a campaign asks of one unit: its indicators with clause, rule, what is counted and handed in, and by when.

Its one trick: an indicator is the unit's if it counts in the unit's score; so the package and the score never disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duibiao.campaigns.adopting import adoptions
from duibiao.campaigns.models import Adoption, Campaign, Milestone
from duibiao.organisation.models import Unit
from duibiao.places.models import Area
from duibiao.standards.choices import MeasureKind, Method
from duibiao.standards.models import Indicator
from duibiao.standards.queries import tree
from duibiao.web.base.scores.reading import Reading, english, read, sentence
from duibiao_engine.results import NodeScore
from duibiao_engine.standard.measures import Measure


@dataclass(frozen=True)
class Need:
    """Something that is counted, rated or judged for an indicator: its name, unit, kind, how often, where from."""

    code: str
    name: str
    unit: str
    kind: str
    often: str
    source: str


@dataclass(frozen=True)
class Item:
    """One indicator that the unit answers for."""

    row: Indicator
    name: str
    above: str
    node: NodeScore
    needs: tuple[Need, ...]
    adoption: Adoption | None
    part: str
    reason: str

    @property
    def rule(self) -> list[str]:
        return [term["en" if english() else "zh"] for term in self.row.rule]

    @property
    def method(self) -> str:
        return str(Method(self.row.method).label) if self.row.method else ""

    @property
    def material(self) -> list[str]:
        """What is to be handed in, as the campaign refined it."""
        said = self.adoption.material if self.adoption else ""
        return [line.strip() for line in said.splitlines() if line.strip()]

    @property
    def due_on(self) -> date | None:
        return self.adoption.due_on if self.adoption else None

    @property
    def duty(self) -> str:
        return self.adoption.duty if self.adoption else ""


@dataclass(frozen=True)
class Package:
    """All of them, with the unit's places and the campaign's days."""

    campaign: Campaign
    unit: Unit
    items: list[Item]
    areas: list[Area]
    milestones: list[Milestone]
    full: float
    total: float

    @property
    def needs(self) -> list[tuple[Need, list[Item]]]:
        """Everything that is to be counted or handed in, once each, with the indicators that look at it."""
        found: dict[str, tuple[Need, list[Item]]] = {}
        for item in self.items:
            for need in item.needs:
                found.setdefault(need.code, (need, []))[1].append(item)
        return list(found.values())


def package(campaign: Campaign, unit: Unit) -> Package | None:
    """None while nothing has been worked out for the unit. Nine statements, however many indicators."""
    reading = read(campaign, unit, None)
    if reading is None:
        return None
    rows = {row.code: row for row in tree(campaign.edition)}
    taken = adoptions(campaign)
    reasons = {loss.indicator: sentence(loss) for loss in reading.losses}
    leaves = [node for node in reading.score.nodes.values() if node.leaf and node.applicable and node.code in rows]
    items = [_item(reading, rows, taken.get(node.code), reasons, node) for node in leaves]
    areas = list(Area.objects.filter(unit=unit).order_by("code"))
    days = list(campaign.milestones.all())
    return Package(campaign, unit, items, areas, days, reading.score.full, reading.score.total)


def _item(
    reading: Reading,
    rows: Mapping[str, Indicator],
    adoption: Adoption | None,
    reasons: Mapping[str, str],
    node: NodeScore,
) -> Item:
    measures = reading.standard.measures
    words = [word for term in reading.standard.by_code[node.code].indicator.rule for word in term.measures]
    needs = tuple(need_of(measures[word]) for word in dict.fromkeys(words) if word in measures)
    above = " › ".join(_above(reading, node))
    part = _part(adoption, reading.unit)
    return Item(
        rows[node.code], reading.name_of(node.code), above, node, needs, adoption, part, reasons.get(node.code, "")
    )


def _above(reading: Reading, node: NodeScore) -> Iterable[str]:
    names: list[str] = []
    parent = reading.score.nodes.get(node.parent or "")
    while parent is not None:
        names.insert(0, reading.name_of(parent.code))
        parent = reading.score.nodes.get(parent.parent or "")
    return names


def _part(adoption: Adoption | None, unit: Unit) -> str:
    """lead, support, or nothing that was said."""
    if adoption is None:
        return ""
    if adoption.lead_id == unit.pk:
        return "lead"
    return "support" if any(one.pk == unit.pk for one in adoption.supporting.all()) else ""


def need_of(measure: Measure) -> Need:
    name = (measure.name_en if english() else "") or measure.name
    kind = str(MeasureKind(measure.kind).label)
    return Need(measure.code, name, measure.unit or "", kind, measure.period or "", measure.note or "")
