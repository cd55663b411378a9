"""Areas and who answers for them, as pages want them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import visible_units
from duibiao.places.models import Answerer, Area


def areas(by: User) -> QuerySet[Area]:
    """The areas of the units that `by` sees, each with `is_attended`: somebody answers for it today."""
    held = Answerer.objects.filter(current(), area=OuterRef("pk"))
    people = Answerer.objects.filter(current()).select_related("person")
    found = Area.objects.filter(unit__in=Unit.objects.filter(visible_units(by)))
    return (
        found.select_related("unit").prefetch_related(Prefetch("answerers", people)).annotate(is_attended=Exists(held))
    )


def area(by: User, pk: int) -> Area:
    return get_object_or_404(areas(by), pk=pk)


@dataclass(frozen=True)
class Coverage:
    """How many areas there are, and for how many nobody answers."""

    areas: int
    unattended: int


def coverage(by: User) -> Coverage:
    """One statement."""
    counted = (
        areas(by).prefetch_related(None).aggregate(all=Count("pk"), without=Count("pk", filter=Q(is_attended=False)))
    )
    return Coverage(counted["all"], counted["without"])
