"""Reading hints, patterns and the register of forgeries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import Cast, TruncDate
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import STANDING
from duibiao.ledger.models import Material, MaterialFile, Use
from duibiao.truth.choices import HintState
from duibiao.truth.models import Forgery, Hint, Redaction
from duibiao.truth.noticing import TYPED_AFTER

#: A paper made so shortly before it was given …
JUST_BEFORE = timedelta(days=3)


def waiting() -> QuerySet[MaterialFile]:
    """Versions that nobody has looked at, the oldest first."""
    found = MaterialFile.objects.filter(looked=None).order_by("pk")
    return found.select_related("material__unit", "blob")


def hints() -> QuerySet[Hint]:
    return Hint.objects.select_related("material__unit", "other__unit", "looked_by__person")


def hint(pk: int) -> Hint:
    return get_object_or_404(hints(), pk=pk)


def hints_of(material: Material) -> QuerySet[Hint]:
    """What was noticed about one material, what nobody has looked at first."""
    return hints().filter(material=material).order_by(Case(When(state=HintState.OPEN, then=0), default=1), "-pk")


def open_hints() -> int:
    return Hint.objects.filter(state=HintState.OPEN).count()


def newest(material: Material) -> MaterialFile | None:
    return material.files.select_related("blob").first()


def redaction_of(blob: int) -> Redaction | None:
    return Redaction.objects.filter(of=blob).select_related("copy").first()


@dataclass(frozen=True)
class Pattern:
    """How often a unit's papers were made after the day that they bear, and just before they were given."""

    unit: str
    name: str
    papers: int
    late: int
    just_before: int

    @property
    def percent(self) -> int:
        return round(100 * self.late / self.papers)


def patterns() -> list[Pattern]:
    """Units by the share of backfilled papers: one statement. Only papers that say when they were made are counted."""
    made = TruncDate("blob__traces__created_at")
    found = MaterialFile.objects.filter(
        material__withdrawn_at=None, material__dated_on__isnull=False, blob__traces__created_at__isnull=False
    ).annotate(made=Cast(made, DateField()))
    behind = Q(made__gt=F("material__dated_on") + TYPED_AFTER)
    rows: Any = found.values("material__unit", "material__unit__name").annotate(
        papers=Count("pk"), behind=Count("pk", filter=behind),
        just=Count("pk", filter=behind & Q(blob__traces__created_at__gte=F("at") - JUST_BEFORE)),
    ).filter(behind__gt=0)  # fmt: skip
    patterns = [
        Pattern(row["material__unit"], row["material__unit__name"], row["papers"], row["behind"], row["just"])
        for row in rows
    ]
    return sorted(patterns, key=lambda one: (-one.late / one.papers, -one.late, one.unit))


def forgeries() -> QuerySet[Forgery]:
    found = Forgery.objects.select_related("material", "unit", "measure")
    return found.select_related("reported_by__person", "decided_by__person", "material", "unit", "measure")


def forgery(pk: int) -> Forgery:
    return get_object_or_404(forgeries(), pk=pk)


def doubts_by_indicator(campaign: Campaign) -> dict[str, int]:
    """Materials that stand in the campaign and have a hint that nobody has looked at, counted by indicator."""
    found = Use.objects.filter(
        requirement__campaign=campaign, requirement__edition=campaign.edition_id, requirement__dropped_at=None, state__in=STANDING,
        material__in=Hint.objects.filter(state=HintState.OPEN).values("material"),
    )  # fmt: skip
    return dict(found.order_by().values_list("requirement__indicator").annotate(n=Count("pk")))
