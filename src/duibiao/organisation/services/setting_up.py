"""The first act of all: the county, its administrator and its office, from nothing."""

from dataclasses import dataclass

from django.db import transaction

from duibiao.audit.services import note
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import RoleGrant, Unit, User


class AlreadySetUp(Exception):
    """There is a county already."""


@dataclass(frozen=True)
class Credentials:
    """What somebody logs in with."""

    account: str
    password: str


@transaction.atomic
def set_up_county(*, name: str, code: str, administrator: Credentials, office: Credentials) -> Unit:
    """Make the county and its first two accounts. Nobody is there yet to do it: the page asks for the set-up code."""
    if Unit.objects.filter(kind=UnitKind.COUNTY).exists():
        raise AlreadySetUp
    county = Unit.objects.create(name=name, code=code, kind=UnitKind.COUNTY)
    county.path = county.path_below(None)
    county.save(update_fields=["path"])
    first = User.objects.create_user(administrator.account, administrator.password)
    second = User.objects.create_user(office.account, office.password, must_change_password=True)
    RoleGrant.objects.create(user=first, role=Role.ADMINISTRATOR)
    RoleGrant.objects.create(user=second, role=Role.OFFICE)
    note(first, "organisation.set_up_county", county)
    return county
