"""Asks, as pages want them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.asks.choices import OWED, AskState
from duibiao.asks.models import Ask
from duibiao.asks.permissions import visible_asks
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_see_unit, require


def asks(by: User) -> QuerySet[Ask]:
    """The asks that `by` sees."""
    return Ask.objects.filter(visible_asks(by)).select_related("unit", "by__person", "from_unit")


def ask(by: User, pk: int) -> Ask:
    """One of them, else 404."""
    return get_object_or_404(asks(by), pk=pk)


def open_of(unit: Unit) -> QuerySet[Ask]:
    """What a unit owes, the nearest day first, so that the overdue stand on top."""
    return Ask.objects.filter(unit=unit, state__in=OWED).select_related("from_unit").order_by("due_on", "id")


@dataclass(frozen=True)
class Counts:
    """How the asks that one sees stand."""

    answered: int
    owed: int
    late: int


def counts(by: User) -> Counts:
    """One statement."""
    owed = Q(state__in=OWED)
    found = Ask.objects.filter(visible_asks(by)).aggregate(
        answered=Count("pk", filter=Q(state=AskState.ANSWERED)),
        owed=Count("pk", filter=owed),
        late=Count("pk", filter=owed & Q(due_on__lt=today())),
    )
    return Counts(**found)


def ask_or_refuse(by: User, pk: int) -> Ask:
    """One that the own unit (or one below it) was asked for; another unit's is refused, as its facts are."""
    found = get_object_or_404(Ask.objects.select_related("unit", "by__person", "from_unit"), pk=pk)
    require(may_see_unit(by, found.unit))
    return found
