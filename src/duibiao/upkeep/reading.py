"""Rules, drives and routines, as pages want them."""

from datetime import date

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units
from duibiao.upkeep.models import Drive, Routine, Rule, RuleItem

FAR = date(9999, 12, 31)


def rules(by: User) -> QuerySet[Rule]:
    """All rules: whoever may log in may know what holds. Each with its next day (`next_on`, never null) and how many items it has."""
    near = Least(Coalesce(F("review_on"), Value(FAR)), Coalesce(F("valid_until"), Value(FAR)), output_field=DateField())
    next_on = Case(When(ended_on__isnull=False, then=Value(FAR)), default=near, output_field=DateField())
    asked = Count("items", filter=Q(items__dropped_on=None), distinct=True)
    served = Count("indicators", distinct=True)
    return Rule.objects.select_related("keeper", "material").annotate(
        next_on=next_on, n_items=asked, n_indicators=served
    )


def rule(by: User, pk: int) -> Rule:
    return get_object_or_404(rules(by).select_related("blob"), pk=pk)


def overdue(day: date) -> Q:
    """Rules whose review or validity is over."""
    return Q(ended_on=None) & (Q(review_on__lt=day) | Q(valid_until__lt=day))


def rules_to_review() -> int:
    return Rule.objects.filter(overdue(today())).count()


def item(pk: int) -> RuleItem:
    return get_object_or_404(RuleItem.objects.select_related("rule", "kind"), pk=pk)


def drives(by: User) -> QuerySet[Drive]:
    return Drive.objects.select_related("campaign", "lead", "routine")


def drive(by: User, pk: int) -> Drive:
    return get_object_or_404(drives(by).prefetch_related("units", "types", "kinds"), pk=pk)


def routines(by: User) -> QuerySet[Routine]:
    """Those that go on; a unit sees those in which it answers, or one below it."""
    found = (
        Routine.objects.filter(stopped_on=None).select_related("campaign", "drive").prefetch_related("units", "types")
    )
    mine = Routine.units.through.objects.filter(about_visible_units(by), routine=OuterRef("pk"))
    seen = about_visible_units(by)
    return (found if not seen else found.filter(Exists(mine))).annotate(made=Count("rounds")).order_by("next_on", "pk")


def routine(by: User, pk: int) -> Routine:
    return get_object_or_404(routines(by), pk=pk)


def routines_due() -> int:
    return Routine.objects.filter(stopped_on=None, next_on__lte=today()).count()
