"""People and their posts, as pages want them."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current
from duibiao.organisation.choices import PostKind, Role
from duibiao.organisation.models import Person, Post, Unit, User
from duibiao.organisation.permissions import sees_all, visible_units


def _units(by: User) -> QuerySet[Unit]:
    return Unit.objects.filter(visible_units(by))


def people(by: User) -> QuerySet[Person]:
    """The people with a post in a unit that `by` sees, each with `posts` in order, current ones first."""
    posts = Post.objects.select_related("unit").order_by("until", "unit__order", "id")
    found = Person.objects.prefetch_related(Prefetch("posts", posts))
    return found if sees_all(by) else found.filter(posts__unit__in=_units(by)).distinct()


def person(by: User, pk: int) -> Person:
    """One person that `by` sees, else 404."""
    return get_object_or_404(people(by), pk=pk)


def people_of(unit: Unit) -> QuerySet[Post]:
    """The posts of a unit, those held now first."""
    return unit.posts.select_related("person").order_by("until", "kind", "id")


def liaisons_of(unit: Unit) -> QuerySet[Post]:
    return people_of(unit).filter(current(), kind=PostKind.LIAISON)


def contacts(by: User) -> QuerySet[Post]:
    """The contact list: every post held now in a unit that `by` sees, in the order of the units."""
    held = Post.objects.filter(current()).filter(Q(unit__in=_units(by)))
    return held.select_related("unit", "person").order_by("unit__order", "unit__code", "kind", "id")


def office_contacts() -> QuerySet[Person]:
    """Whom to call at the campaign office: the people behind its accounts."""
    return Person.objects.filter(user__is_active=True, user__grants__role=Role.OFFICE).distinct()


def liaison_users(unit: Unit) -> list[User]:
    """The open accounts that speak for exactly this unit: who hears of what is asked of it."""
    return liaison_users_of([unit])


def liaison_users_of(units: Iterable[Unit]) -> list[User]:
    """The open accounts that speak for any of these units, each once: one statement."""
    wanted = [unit.pk for unit in units]
    held = User.objects.filter(is_active=True, grants__role=Role.UNIT, grants__unit__in=wanted)
    return list(held.select_related("person").distinct().order_by("pk"))
