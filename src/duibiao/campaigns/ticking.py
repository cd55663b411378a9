"""A campaign held against supplementary lists, item by item."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, Tick
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Supplement, SupplementItem


class NotChosen(Exception):
    """The item belongs to a list that the campaign does not use."""


def items_of(campaign: Campaign) -> QuerySet[SupplementItem]:
    """The items of the lists that the campaign uses."""
    found = SupplementItem.objects.filter(supplement__campaigns=campaign, dropped_at=None)
    return found.select_related("supplement")


@transaction.atomic
def choose_supplements(by: User, campaign: Campaign, *, supplements: Iterable[Supplement]) -> None:
    """Exactly these lists are held against the campaign. Ticks of others stay on record."""
    require(may_run_campaigns(by))
    chosen = list(supplements)
    campaign.supplements.set(chosen)
    note(by, "campaigns.choose_supplements", campaign, supplements=len(chosen))


@transaction.atomic
def tick(by: User, campaign: Campaign, *, item: SupplementItem, met: bool, words: str = "") -> Tick:
    """There, or not yet, and on what ground; the latest look counts, each leaves its line."""
    require(may_run_campaigns(by))
    if not items_of(campaign).filter(pk=item.pk).exists():
        raise NotChosen(item.pk)
    values = {"met": met, "words": words, "by": by}
    row, _made = Tick.objects.update_or_create(campaign=campaign, item=item, defaults=values)
    note(by, "campaigns.tick", campaign, item=item.pk, met=met)
    return row
