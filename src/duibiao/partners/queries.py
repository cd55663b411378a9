"""Partners as pages want them: who stands by what, what was recorded there, and what became of the place meanwhile.

Its one trick: results count only from what is open to everybody: a visit whose facts are posted (a mystery round that runs has none).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404

from duibiao.inspections.choices import Outcome
from duibiao.inspections.models import Observation
from duibiao.lib.spans import current
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units
from duibiao.partners.models import Entry
from duibiao.partners.permissions import visible_bonds
from duibiao.places.models import Bond, Site
from duibiao.problems.choices import LIVE, Class, statuses_of
from duibiao.problems.models import Problem
from duibiao.problems.permissions import NOT_GIVEN
from duibiao.problems.queries import lit


def bonds(by: User) -> QuerySet[Bond]:
    return Bond.objects.filter(visible_bonds(by)).select_related("site__type", "site__unit", "unit")


def bond(by: User, pk: int) -> Bond:
    return get_object_or_404(bonds(by), pk=pk)


def places(by: User) -> QuerySet[Site]:
    """The open sites that have a partner or must have one, each with the `bond` of today and the day of its `last` entry."""
    held = Bond.objects.filter(current(), site=OuterRef("pk")).order_by("-since", "-id")
    last = Entry.objects.filter(bond__site=OuterRef("pk"), bond__unit=OuterRef("partner")).order_by("-day")
    found = Site.objects.filter(current()).filter(about_visible_units(by))
    found = found.filter(Q(type__needs_partner=True) | Q(partner__isnull=False))
    found = found.annotate(bond=Subquery(held.values("pk")[:1]), since_day=Subquery(held.values("since")[:1]))
    return found.annotate(last=Subquery(last.values("day")[:1])).select_related("type", "unit", "partner")


def numbers_of(found: QuerySet[Any]) -> list[int]:
    """The bonds of today of some places: one statement."""
    return [pk for pk in found.values_list("bond", flat=True) if pk is not None]


@dataclass(frozen=True)
class Coverage:
    """How many places must have a partner, and how many have none."""

    needed: int
    without: int


def coverage(by: User) -> Coverage:
    """One statement."""
    found = Site.objects.filter(current(), type__needs_partner=True).filter(about_visible_units(by))
    counted = found.aggregate(needed=Count("pk"), without=Count("pk", filter=Q(partner__isnull=True)))
    return Coverage(counted["needed"], counted["without"])


@dataclass(frozen=True)
class Result:
    """What became of a place while a unit stood by it: what was looked at, what was well, points, problems."""

    looked: int = 0
    good: int = 0
    lost: float = 0.0
    problems: int = 0
    live: int = 0
    relapsed: int = 0

    @property
    def good_percent(self) -> float | None:
        return 100 * self.good / self.looked if self.looked else None


def counted(prefix: str = "") -> Q:
    """Observations whose visit counts and whose facts are posted."""
    visit = f"{prefix}visit__"
    open_ones = Q(**{f"{visit}counts": True, f"{visit}posted_at__isnull": False, f"{visit}corrected_by": None})
    return open_ones & ~Q(**{f"{prefix}outcome": Outcome.NOT_APPLICABLE})


#: What an appeal has overturned was no fault.
GOOD = Q(outcome=Outcome.GOOD) | Q(overturned_at__isnull=False)


def while_bound(day: str, bond: str = "") -> Q:
    """The condition that a day lies within a bond."""
    since, until = f"{bond}since", f"{bond}until"
    begun = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": F(day)})
    return begun & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": F(day)}))


def results(found: Iterable[int]) -> dict[int, Result]:
    """By bond, what became of its place since it began: two statements."""
    wanted = list(found)
    bound = "visit__site__bonds__"
    looked = Observation.objects.annotate(day=TruncDate("visit__at")).filter(
        counted() & Q(**{f"{bound}in": wanted}) & while_bound("day", bound)
    )
    seen = looked.values_list(f"{bound}pk").annotate(
        looked=Count("pk"), good=Count("pk", filter=GOOD), lost=Sum("points_lost", filter=~GOOD, default=0.0)
    )
    of_bond = Problem.objects.annotate(day=TruncDate("found_at")).exclude(status__in=_none())
    of_bond = of_bond.filter(Q(site__bonds__in=wanted) & while_bound("day", "site__bonds__"))
    wrong = (
        of_bond.order_by()
        .values_list("site__bonds__pk")
        .annotate(
            all=Count("pk"), live=Count("pk", filter=Q(status__in=LIVE)), relapsed=Count("pk", filter=Q(round__gt=1))
        )
    )
    first = {row[0]: row[1:] for row in seen.order_by()}
    second = {row[0]: row[1:] for row in wrong}
    return {pk: Result(*first.get(pk, (0, 0, 0.0)), *second.get(pk, (0, 0, 0))) for pk in wanted}


def _none() -> tuple[str, ...]:
    """What is no problem of a place for its partner: not given out, dismissed, handled elsewhere."""
    return tuple({*NOT_GIVEN, *statuses_of(Class.ELSEWHERE)})


def problems_of(bond: Bond) -> QuerySet[Problem]:
    """The problems at the place since the unit stands by it: a partner reads them, whoever leads."""
    found = Problem.objects.filter(site=bond.site_id).exclude(status__in=_none()).select_related("kind", "unit", "site")
    if bond.since:
        found = found.filter(Q(found_at__date__gte=bond.since) | Q(status__in=LIVE))
    return lit(found.filter(found_at__date__lte=bond.until) if bond.until else found)


def entries(bond: Bond) -> QuerySet[Entry]:
    return Entry.objects.filter(bond=bond).select_related("problem", "by__person")


def last_days(found: Iterable[int]) -> dict[int, Any]:
    """By bond, the day of its newest entry: one statement."""
    rows = Entry.objects.filter(bond__in=list(found)).order_by().values_list("bond").annotate(Max("day"))
    return dict(rows)


def in_words(text: str) -> Q:
    return Q(found__icontains=text) | Q(done__icontains=text)


def reported(has: str) -> Q:
    return Q(problem__isnull=has == "no")
