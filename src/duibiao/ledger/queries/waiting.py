"""What waits for review: the office's queue, and the unit's own leader's."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import UseState
from duibiao.ledger.models import MaterialFile, ReturnReason, Review, Use
from duibiao.ledger.permissions import may_see_materials_of, visible_in
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


def _whole() -> QuerySet[Use]:
    files = MaterialFile.objects.select_related("blob__preview__blob", "by__person").order_by("-number")
    reviews = Review.objects.select_related("by__person").order_by("-id")
    found = Use.objects.select_related(
        "requirement__campaign__edition", "requirement__measure", "material__by__person", "unit", "by__person"
    ).defer("requirement__campaign__edition__text")
    return found.prefetch_related(Prefetch("material__files", files), Prefetch("reviews", reviews))


def use(by: User, pk: int) -> Use:
    """One with its files and reviews; there is none: 404; it is another's: refused."""
    found = get_object_or_404(_whole(), pk=pk)
    require(may_see_materials_of(by, found.unit))
    return found


def queue(by: User, state: str, *, campaign: Campaign | None = None, unit: int | None = None) -> QuerySet[Use]:
    """What waits in a state, indicator by indicator, so that one clause is read once for all its materials."""
    found = Use.objects.filter(visible_in(by), state=state)
    found = found.filter(requirement__campaign=campaign) if campaign is not None else found
    found = found.filter(unit__pk=unit) if unit is not None else found
    return found.order_by("requirement__campaign", "requirement__indicator", "requirement", "unit__order", "id")


@dataclass(frozen=True)
class Place:
    """Where a reviewer stands in the queue."""

    left: int
    next: int | None
    before: int | None


def place_in(found: QuerySet[Use], pk: int) -> Place:
    """One statement: the keys of what waits."""
    keys = list(found.values_list("pk", flat=True)[:5000])
    if pk not in keys:
        return Place(len(keys), keys[0] if keys else None, None)
    at = keys.index(pk)
    return Place(len(keys), keys[at + 1] if at + 1 < len(keys) else None, keys[at - 1] if at else None)


def next_after(found: QuerySet[Use], use: Use) -> int | None:
    """What comes after one that waits no more: the same line first, then on in the order of the queue."""
    line = found.filter(requirement=use.requirement_id).values_list("pk", flat=True).first()
    if line is not None:
        return line
    later = found.filter(
        Q(requirement__campaign=use.requirement.campaign_id)
        & (Q(requirement__indicator__gt=use.requirement.indicator) | Q(requirement__indicator=use.requirement.indicator, requirement__gt=use.requirement_id))
    )  # fmt: skip
    return later.values_list("pk", flat=True).first() or found.values_list("pk", flat=True).first()


def reasons() -> list[ReturnReason]:
    return list(ReturnReason.objects.filter(dropped_at=None))


@dataclass(frozen=True)
class Waiting:
    """What waits in a campaign, in numbers."""

    given: int
    checked: int
    returned: int
    overdue: int


def waiting(by: User, campaign: Campaign, day: date) -> Waiting:
    found = Use.objects.filter(visible_in(by), requirement__campaign=campaign)
    counts = found.aggregate(
        given=Count("pk", filter=Q(state=UseState.GIVEN)),
        checked=Count("pk", filter=Q(state=UseState.CHECKED)),
        returned=Count("pk", filter=Q(state=UseState.RETURNED)),
        overdue=Count("pk", filter=Q(state=UseState.RETURNED, due_on__lt=day)),
    )
    return Waiting(**counts)
