"""Units, working groups and accounts, as pages want them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current
from duibiao.organisation.choices import PostKind, UnitKind
from duibiao.organisation.models import Member, MemberUnit, Person, Post, Unit, UnitGroup, User, WorkingGroup
from duibiao.organisation.permissions import visible_units


def is_set_up() -> bool:
    return Unit.objects.filter(kind=UnitKind.COUNTY).exists()


def county() -> Unit | None:
    return Unit.objects.filter(kind=UnitKind.COUNTY).first()


def units(by: User) -> QuerySet[Unit]:
    """The units that `by` sees, each with its parent and whether it has a liaison officer now (`has_liaison`)."""
    liaison = Post.objects.filter(current(), unit=OuterRef("pk"), kind=PostKind.LIAISON)
    found = Unit.objects.filter(visible_units(by)).select_related("parent").prefetch_related("groups")
    return found.annotate(
        has_liaison=Exists(liaison), people=Count("posts", filter=current(prefix="posts__"), distinct=True)
    )


def without_liaison(by: User) -> QuerySet[Unit]:
    """The units below the county to which nobody could be sent a duty."""
    liaison = Post.objects.filter(current(), unit=OuterRef("pk"), kind=PostKind.LIAISON)
    return units(by).filter(current(), ~Exists(liaison)).exclude(kind=UnitKind.COUNTY)


def unit(by: User, pk: int) -> Unit:
    """One unit that `by` sees, else 404: what one may not see does not exist."""
    return get_object_or_404(units(by), pk=pk)


def unit_groups() -> QuerySet[UnitGroup]:
    return UnitGroup.objects.annotate(size=Count("units"))


@dataclass(frozen=True)
class Overview:
    """The counts of the office's first page."""

    units: int
    without_liaison: int
    people: int
    accounts: int
    groups: int


def overview(by: User) -> Overview:
    """How far the organisation stands; four statements."""
    owing = Unit.objects.filter(visible_units(by) & current()).exclude(kind=UnitKind.COUNTY)
    liaison = Post.objects.filter(current(), unit=OuterRef("pk"), kind=PostKind.LIAISON)
    counted = owing.aggregate(all=Count("pk"), without=Count("pk", filter=~Q(Exists(liaison))))
    return Overview(
        units=counted["all"],
        without_liaison=counted["without"],
        people=Person.objects.filter(current(prefix="posts__"), posts__isnull=False).distinct().count(),
        accounts=User.objects.filter(is_active=True).count(),
        groups=WorkingGroup.objects.count(),
    )


def working_groups() -> QuerySet[WorkingGroup]:
    """All groups with units and people; the page builds the tree."""
    members = Member.objects.filter(current()).select_related("person")
    return WorkingGroup.objects.select_related("parent").prefetch_related(
        Prefetch("member_units", MemberUnit.objects.select_related("unit")), Prefetch("members", members)
    )


def working_group(pk: int) -> WorkingGroup:
    return get_object_or_404(working_groups(), pk=pk)


def accounts() -> QuerySet[User]:
    return User.objects.select_related("person").prefetch_related("grants__unit")


def known_units() -> list[Unit]:
    """Every unit that exists now, with its groups: two statements, for whoever has to find units by their names."""
    return list(Unit.objects.filter(current()).prefetch_related("groups"))
