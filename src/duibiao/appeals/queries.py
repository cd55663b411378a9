"""The only place that reads appeals for pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.appeals.choices import State
from duibiao.appeals.deadlines import open_since
from duibiao.appeals.models import Appeal, Effect
from duibiao.appeals.permissions import may_appeal_at_all, may_see_all_of, published_to, visible_appeals
from duibiao.inspections.models import Observation
from duibiao.inspections.queries import counting, faulty
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_own_units, require
from duibiao.scores.choices import SnapshotState
from duibiao.scores.models import Snapshot

_WITH = ("unit", "fact__measure", "fact__unit", "observation__item", "observation__visit__site", "observation__visit__round")  # fmt: skip
_PEOPLE = ("by__person", "decided_by__person", "recorded_by__person", "seen_by__person", "correction__measure")


def appeals(by: User) -> QuerySet[Appeal]:
    """Those that `by` sees, newest first."""
    return Appeal.objects.filter(visible_appeals(by)).select_related("unit", "by__person", "decided_by__person")


def appeal(by: User, pk: int) -> Appeal:
    """There is none: 404; another unit's: refused in words."""
    found = get_object_or_404(Appeal.objects.select_related(*_WITH, *_PEOPLE), pk=pk)
    require(may_see_all_of(by, found))
    return found


def decisions(by: User) -> QuerySet[Appeal]:
    """Published decisions that concern `by`: not the grounds, not the scores of others."""
    decided = Appeal.objects.filter(state__in=[State.UPHELD, State.DISMISSED])
    seen = decided.filter(pk__in=Appeal.objects.filter(published_to(by)).values("pk"))
    return seen.select_related("unit").defer("grounds")


def effects(appeal: Appeal) -> QuerySet[Effect]:
    return appeal.effects.select_related("campaign", "unit")


def snapshots_beside(appeal: Appeal) -> QuerySet[Snapshot]:
    """Published results that rest on the fact as it was: they stay as they are."""
    if appeal.fact_id is None or appeal.correction_id is None:
        return Snapshot.objects.none()
    found = Snapshot.objects.filter(campaign__in=appeal.effects.values("campaign"), state=SnapshotState.PUBLISHED)
    between = found.filter(sequence__gte=appeal.fact_id, sequence__lt=appeal.correction_id)
    return between.select_related("campaign").defer("frame")


def upheld_after(snapshot: Snapshot) -> QuerySet[Effect]:
    """What decisions that came after a fixed result did to scores in it: shown beside it, never in it."""
    found = Effect.objects.filter(campaign=snapshot.campaign_id, appeal__fact__lte=snapshot.sequence)
    return found.filter(appeal__correction__gt=snapshot.sequence).select_related("unit", "appeal")


def open_faults(by: User) -> QuerySet[Observation]:
    """Faults of visits that cost points, that one of the own units answers for, and that may still be appealed against."""
    if not may_appeal_at_all(by):
        return Observation.objects.none()
    about = about_own_units(by, "visit__site__unit") | about_own_units(by, "fact__liabilities__unit")
    mine = Observation.objects.filter(about).values("pk")
    found = Observation.objects.filter(
        counting("visit"), faulty(), pk__in=mine, points_lost__gt=0, visit__posted_at__date__gte=open_since(),
    ).exclude(appeals__in=Appeal.objects.exclude(state=State.WITHDRAWN).filter(visible_appeals(by)))  # fmt: skip
    return found.select_related("visit__site__unit", "item").order_by("-visit__posted_at", "pk")


def about_facts(by: User, facts: list[int]) -> dict[int, Appeal]:
    """Appeals against some facts that `by` sees, by fact: one statement."""
    found = Appeal.objects.filter(visible_appeals(by), fact__in=facts).exclude(state=State.WITHDRAWN)
    return {one.fact_id: one for one in found if one.fact_id is not None}
