"""A unit's self-check of an indicator: what is missing, what will be done, by when it will be met."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, SelfCheck
from duibiao.campaigns.permissions import may_self_check
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.queries import standard_of


class NotAssessed(Exception):
    """The unit takes no part in the campaign, or the edition has no such indicator."""


def self_checks(campaign: Campaign) -> QuerySet[SelfCheck]:
    """Those under the campaign's present edition."""
    return SelfCheck.objects.filter(campaign=campaign, edition=campaign.edition_id)


def self_check_of(campaign: Campaign, unit: Unit, indicator: str) -> SelfCheck | None:
    return self_checks(campaign).filter(unit=unit, indicator=indicator).first()


@transaction.atomic
def self_check(
    by: User,
    campaign: Campaign,
    *,
    unit: Unit,
    indicator: str,
    version: int = 0,
    gap: str = "",
    improvement: str = "",
    expected_on: date | None = None,
) -> SelfCheck:
    """Write it down; `version` is the row's that was seen (0: none yet), else `versions.Stale`."""
    require(may_self_check(by, unit))
    node = standard_of(campaign.edition).by_code.get(indicator)
    if node is None or not node.indicator.is_leaf or not campaign.participants.filter(unit=unit).exists():
        raise NotAssessed(indicator)
    fields = {"gap": gap, "improvement": improvement, "expected_on": expected_on}
    held = self_check_of(campaign, unit, indicator)
    if held is None:
        place = {"campaign": campaign, "edition_id": campaign.edition_id, "unit": unit, "indicator": indicator}
        held = SelfCheck.objects.create(**place, **fields)
    else:
        versions.save(held, version=version, **fields)
    note(by, "campaigns.self_check", campaign, unit=unit.pk, indicator=indicator)
    return held


def carry_self_checks(campaign: Campaign, old: int, indicators: dict[str, str]) -> None:
    """After a move: copies under the new edition's codes; the old ones stay for going back."""
    leaves = {node.code for node in standard_of(campaign.edition).leaves}
    rows = [
        SelfCheck(
            campaign=campaign, edition_id=campaign.edition_id, unit_id=row.unit_id, indicator=indicators[row.indicator],
            gap=row.gap, improvement=row.improvement, expected_on=row.expected_on,
        )
        for row in SelfCheck.objects.filter(campaign=campaign, edition=old)
        if indicators.get(row.indicator) in leaves
    ]  # fmt: skip
    SelfCheck.objects.bulk_create(rows, ignore_conflicts=True)
