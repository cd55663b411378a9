"""Conditions by which lists of indicators are narrowed, the same on every page: words, state, a first level."""

from typing import Any

from django.db.models import Q

from duibiao.campaigns.models import Campaign
from duibiao.scores import met
from duibiao.standards.queries import standard_of


def by_words(text: str) -> Q:
    return Q(code__startswith=text) | Q(name__icontains=text) | Q(spelling__contains=text.lower())


def by_status(status: str) -> Q:
    return Q(status__in=met.OPEN) if status == "open" else Q(status=status)


def below(campaign: Campaign, field: str = "number") -> Any:
    """The condition of the indicators below a first-level one."""

    def condition(code: str) -> Q:
        nodes = standard_of(campaign.edition).nodes
        first = next(node.number for node in nodes if node.code == code)
        later = [node.number for node in nodes if node.depth == 1 and node.number > first]
        return Q(**{f"{field}__gte": first}) & (Q(**{f"{field}__lt": later[0]}) if later else Q())

    return condition
