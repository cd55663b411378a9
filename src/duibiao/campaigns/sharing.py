"""What several campaigns ask for alike: a measure that is recorded once and serves indicators of two standards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.standards.models import Binding, Measure
from duibiao.standards.queries import standard_of
from duibiao_engine.standard.model import Standard

LIVE = (State.PREPARING, State.RUNNING, State.REVIEW, State.NAMED)


@dataclass(frozen=True)
class Use:
    """A campaign that uses a measure, and in which indicators: code and name."""

    campaign: Campaign
    indicators: tuple[tuple[str, str], ...]


def live(campaigns: Iterable[Campaign]) -> list[Campaign]:
    return [one for one in campaigns if one.state in LIVE]


def shared(campaigns: Iterable[Campaign]) -> QuerySet[Measure]:
    """Measures that at least two of the campaigns use, with `campaign_count`."""
    mine = Q(bindings__edition__campaigns__in=list(campaigns))
    counted = Count("bindings__edition__campaigns", filter=mine, distinct=True)
    return Measure.objects.annotate(campaign_count=counted).filter(campaign_count__gte=2)


def uses(campaigns: Iterable[Campaign]) -> dict[str, list[Use]]:
    """By measure, who uses it where: one statement."""
    held = list(campaigns)
    bound: dict[int, dict[str, str]] = {}
    for edition, code, measure in Binding.objects.filter(edition__in={one.edition_id for one in held}).values_list(
        "edition", "code", "measure"
    ):
        bound.setdefault(edition, {})[code] = measure
    found: dict[str, list[Use]] = {}
    for campaign in held:
        for code, indicators in indicators_by_measure(standard_of(campaign.edition)).items():
            meant = bound.get(campaign.edition_id, {}).get(code)
            if meant is not None:
                found.setdefault(meant, []).append(Use(campaign, indicators))
    return found


@lru_cache(maxsize=32)
def _indicators(standard: "_Once") -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, dict[str, str]] = {}
    for node in standard.held.leaves:
        for term in node.indicator.rule:
            for measure in term.measures:
                found.setdefault(measure, {})[node.code] = node.indicator.name
    return {measure: tuple(names.items()) for measure, names in found.items()}


@dataclass(frozen=True, eq=False)
class _Once:
    """A standard known by being itself: it is read once for each process."""

    held: Standard

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.held is self.held


def indicators_by_measure(standard: Standard) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By a standard's own measure code, the leaves whose rules look at it."""
    return _indicators(_Once(standard))
