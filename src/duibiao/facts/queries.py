"""The only place that reads the journal for pages."""

from django.db.models import Q, QuerySet

from duibiao.facts.models import Counter, Fact
from duibiao.facts.permissions import visible_facts
from duibiao.organisation.models import User


def last_sequence() -> int:
    """The number of the last fact."""
    return Counter.objects.values_list("last", flat=True).get(pk=1)


def facts(by: User) -> QuerySet[Fact]:
    """The facts that `by` sees, newest first."""
    found = Fact.objects.filter(visible_facts(by))
    return found.select_related("measure", "unit", "recorded_by__person", "superseded_by")


def behind(*, unit: str, measures: list[str], known: int | None = None) -> QuerySet[Fact]:
    """The facts about a unit and some measures that count: recorded by then, and not superseded by then."""
    found = Fact.objects.filter(unit__code=unit, measure__in=measures)
    if known is None:
        counted = found.filter(superseded_by__isnull=True)
    else:
        counted = found.filter(
            Q(superseded_by__isnull=True) | Q(superseded_by__sequence__gt=known), sequence__lte=known
        )
    return counted.select_related("measure", "recorded_by__person").order_by("at", "sequence")
