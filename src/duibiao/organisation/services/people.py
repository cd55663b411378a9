"""People and posts. Who leaves ends a post; nobody's past is rewritten."""

from datetime import date
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import Person, Post, Unit, User
from duibiao.organisation.permissions import may_manage_people_of, may_manage_person, require


@transaction.atomic
def add_person(
    by: User, *, name: str, unit: Unit, phone: str = "", kind: str, title: str = "", since: date | None = None
) -> Person:
    """A new person with a first post."""
    require(may_manage_people_of(by, unit))
    person = Person.objects.create(name=name, phone=phone)
    Post.objects.create(person=person, unit=unit, kind=kind, title=title, since=since)
    note(by, "organisation.add_person", person, unit=unit.pk)
    return person


@transaction.atomic
def change_person(by: User, person: Person, *, version: int, **fields: Any) -> Person:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_manage_person(by, person))
    changes = versions.save(person, version=version, **fields)
    note(by, "organisation.change_person", person, fields=sorted(fields), changes=changes)
    return person


@transaction.atomic
def begin_post(by: User, person: Person, *, unit: Unit, kind: str, title: str = "", since: date | None = None) -> Post:
    """One more post; others go on."""
    require(may_manage_people_of(by, unit))
    post = Post.objects.create(person=person, unit=unit, kind=kind, title=title, since=since)
    note(by, "organisation.begin_post", person, post=post.pk, unit=unit.pk)
    return post


@transaction.atomic
def change_post(by: User, post: Post, *, title: str, phone: str) -> None:
    """Put right the title of a post and its holder's number; another post is another row."""
    require(may_manage_people_of(by, post.unit))
    Post.objects.filter(pk=post.pk).update(title=title)
    if phone != post.person.phone:
        versions.save(post.person, version=post.person.version, phone=phone)
    note(by, "organisation.change_post", post.person, post=post.pk)


@transaction.atomic
def end_post(by: User, post: Post, *, until: date) -> None:
    """The post is held until that day. Ending it twice keeps the first day."""
    require(may_manage_people_of(by, post.unit))
    if Post.objects.filter(pk=post.pk, until__isnull=True).update(until=until):
        note(by, "organisation.end_post", post.person, post=post.pk, until=until.isoformat())
