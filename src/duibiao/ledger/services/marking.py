"""A unit's own mark for an indicator: what it gives itself, beside what is found."""

from django.db import transaction

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger.models import SelfMark
from duibiao.ledger.permissions import may_give
from duibiao.ledger.services.requirements import NotALeaf
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.queries import standard_of


class TooMany(Exception):
    """More points than the indicator has."""


@transaction.atomic
def mark_self(
    by: User, campaign: Campaign, *, unit: Unit, indicator: str, points: float, words: str = "", version: int = 0
) -> SelfMark:
    """`version` is the row's that was seen (0: none yet), else `versions.Stale`."""
    require(may_give(by, unit))
    node = standard_of(campaign.edition).by_code.get(indicator)
    if node is None or not node.indicator.is_leaf:
        raise NotALeaf(indicator)
    if node.indicator.points is not None and not 0 <= points <= node.indicator.points:
        raise TooMany(indicator)
    place = {"campaign": campaign, "edition_id": campaign.edition_id, "unit": unit, "indicator": indicator}
    held = SelfMark.objects.filter(**place).first()
    if held is None:
        held = SelfMark.objects.create(**place, points=points, words=words, by=by)
    else:
        versions.save(held, version=version, points=points, words=words, by=by)
    note(by, "ledger.mark_self", campaign, unit=unit.pk, indicator=indicator, points=points)
    return held
