"""The only place that reads campaigns for pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign, Milestone, Move, NotApplicable, Participant
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.lib.spans import current
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.standards.models import Edition


def campaigns(by: User) -> QuerySet[Campaign]:
    """The campaigns that `by` sees, with how many units take part."""
    found = Campaign.objects.filter(visible_campaigns(by)).distinct()
    return (
        found.select_related("edition", "declared_by", "headquarters")
        .defer("edition__text")
        .annotate(unit_count=Count("participants", distinct=True))
    )


def campaign(by: User, pk: int) -> Campaign:
    """One campaign that `by` sees, else 404."""
    return get_object_or_404(campaigns(by), pk=pk)


def counts_by_state(by: User) -> dict[str, int]:
    """How many campaigns that `by` sees are in each state: one statement."""
    found = Campaign.objects.filter(visible_campaigns(by)).order_by().values_list("state")
    return dict(found.annotate(n=Count("pk", distinct=True)))


def public_campaigns() -> QuerySet[Campaign]:
    """What everybody may read without an account."""
    return Campaign.objects.filter(is_public=True).select_related("edition").defer("edition__text")


def participants(campaign: Campaign) -> QuerySet[Unit]:
    """The units that take part, in their own order."""
    return Unit.objects.filter(participations__campaign=campaign).order_by("order", "id")


def participation(by: User, campaign: int, unit: str) -> Participant | None:
    """A unit's part in a campaign that `by` sees: both of them in one statement."""
    seen = Campaign.objects.filter(visible_campaigns(by)).values("pk")
    found = Participant.objects.select_related("campaign__edition", "unit").defer("campaign__edition__text")
    return found.filter(campaign__in=seen, campaign=campaign, unit=unit).first()


def eligible() -> QuerySet[Unit]:
    """The units that may take part: all there are now, the county itself left out."""
    return Unit.objects.filter(current()).exclude(kind=UnitKind.COUNTY).order_by("kind", "order", "id")


def choosable(campaign: Campaign) -> QuerySet[Unit]:
    """The eligible units, and those that take part already though they have been closed since."""
    mine = campaign.participants.values("unit")
    return Unit.objects.filter(current() & ~Q(kind=UnitKind.COUNTY) | Q(code__in=mine)).order_by("kind", "order", "id")


def units_of(kinds: Iterable[str], groups: Iterable[int]) -> QuerySet[Unit]:
    """The eligible units of some kinds and of some groups."""
    within = eligible().filter(groups__in=list(groups)).values("pk")
    return eligible().filter(Q(kind__in=list(kinds)) | Q(pk__in=within))


def next_milestones(campaigns: Iterable[Campaign], today: date) -> dict[int, Milestone]:
    """The next day of each campaign, in one statement."""
    coming = Milestone.objects.filter(campaign__in=list(campaigns), day__gte=today)
    return {one.campaign_id: one for one in coming.order_by("campaign_id", "day", "id").distinct("campaign_id")}


def decisions(campaign: Campaign) -> QuerySet[NotApplicable]:
    """What does not apply to whom, the standing ones first, then those taken back."""
    found = campaign.not_applicable.select_related("unit", "by__person")
    return found.order_by("-taken_back_at", "unit__order", "indicator", "-at")


def standing_decisions(campaign: Campaign) -> QuerySet[NotApplicable]:
    return campaign.not_applicable.filter(taken_back_at=None)


def latest_move(campaign: Campaign) -> Move | None:
    """The move that could be taken back: the last one, if it still holds."""
    last = campaign.moves.filter(undone_at=None).select_related("old", "new", "by__person").first()
    return last if last is not None and last.new_id == campaign.edition_id else None


@dataclass(frozen=True)
class Carried:
    """What a move to another edition carries along. Facts stay in any case; here is which of them are still read."""

    both: int
    only_old: list[str]
    only_new: list[str]
    decisions_kept: int
    decisions_lost: list[NotApplicable]


def carried(campaign: Campaign, edition: Edition, indicators: Mapping[str, str]) -> Carried:
    """Measures by what they mean in the catalogue, and decisions along the mapping: three statements."""
    old = dict(campaign.edition.bindings.values_list("measure", "measure__name"))
    new = dict(edition.bindings.values_list("measure", "measure__name"))
    held = list(standing_decisions(campaign).select_related("unit"))
    lost = [one for one in held if one.indicator not in indicators]
    return Carried(
        both=len(old.keys() & new.keys()),
        only_old=sorted(name for code, name in old.items() if code not in new),
        only_new=sorted(name for code, name in new.items() if code not in old),
        decisions_kept=len(held) - len(lost),
        decisions_lost=lost,
    )
