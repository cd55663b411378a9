"""Working groups: 指挥部, 办公室, 专项工作组, their units and people."""

from datetime import date
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import Member, MemberUnit, Person, Unit, User, WorkingGroup
from duibiao.organisation.permissions import may_manage_organisation, require


@transaction.atomic
def add_group(by: User, **fields: Any) -> WorkingGroup:
    """A new working group."""
    require(may_manage_organisation(by))
    group = WorkingGroup.objects.create(**fields)
    note(by, "organisation.add_group", group)
    return group


@transaction.atomic
def change_group(by: User, group: WorkingGroup, *, version: int, **fields: Any) -> WorkingGroup:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_manage_organisation(by))
    changes = versions.save(group, version=version, **fields)
    note(by, "organisation.change_group", group, fields=sorted(fields), changes=changes)
    return group


@transaction.atomic
def add_member_unit(by: User, group: WorkingGroup, *, unit: Unit, leads: bool = False) -> MemberUnit:
    """The unit belongs to the group. A new lead takes the place of the old one."""
    require(may_manage_organisation(by))
    if leads:
        MemberUnit.objects.filter(group=group, leads=True).exclude(unit=unit).update(leads=False)
    member, _ = MemberUnit.objects.update_or_create(group=group, unit=unit, defaults={"leads": leads})
    note(by, "organisation.add_member_unit", group, unit=unit.pk, leads=leads)
    return member


@transaction.atomic
def add_member(by: User, group: WorkingGroup, *, person: Person, title: str, since: date | None = None) -> Member:
    """The person belongs to the group under that title."""
    require(may_manage_organisation(by))
    member = Member.objects.create(group=group, person=person, title=title, since=since)
    note(by, "organisation.add_member", group, person=person.pk)
    return member


@transaction.atomic
def remove_member(by: User, member: Member, *, until: date) -> None:
    """The person belonged to the group until that day."""
    require(may_manage_organisation(by))
    if Member.objects.filter(pk=member.pk, until__isnull=True).update(until=until):
        note(by, "organisation.remove_member", member.group, person=member.person_id)
