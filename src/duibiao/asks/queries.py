"""Asks, as pages want them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.asks.choices import OWED
from duibiao.asks.models import Ask
from duibiao.asks.permissions import visible_asks
from duibiao.organisation.models import Unit, User


def asks(by: User) -> QuerySet[Ask]:
    """The asks that `by` sees."""
    return Ask.objects.filter(visible_asks(by)).select_related("unit", "by__person", "from_unit")


def ask(by: User, pk: int) -> Ask:
    """One of them, else 404."""
    return get_object_or_404(asks(by), pk=pk)


def open_of(unit: Unit) -> QuerySet[Ask]:
    """What a unit owes, the nearest day first, so that the overdue stand on top."""
    return Ask.objects.filter(unit=unit, state__in=OWED).select_related("from_unit").order_by("due_on", "id")
