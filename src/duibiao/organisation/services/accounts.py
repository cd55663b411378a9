"""Accounts: opened by an administrator, with a password that its owner must change at once."""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction

from duibiao.audit.services import note
from duibiao.organisation.models import Person, RoleGrant, Unit, User
from duibiao.organisation.permissions import may_manage_accounts, require

#: A role, and the unit it is held for (None: the whole county).
Grant = tuple[str, Unit | None]


@transaction.atomic
def open_account(
    by: User, *, account: str, password: str, roles: Iterable[Grant], person: Person | None = None
) -> User:
    """A new account; its owner must change the password at the first log-in."""
    require(may_manage_accounts(by))
    user = User.objects.create_user(account.strip(), password, person=person, must_change_password=True)
    _grant(user, roles)
    note(by, "organisation.open_account", user)
    return user


@transaction.atomic
def change_roles(by: User, user: User, *, roles: Iterable[Grant]) -> None:
    """The account holds exactly these roles from now on."""
    require(may_manage_accounts(by))
    before = sorted(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    RoleGrant.objects.filter(user=user).delete()
    _grant(user, roles)
    note(by, "organisation.change_roles", user, before=before, roles=sorted(role for role, _ in roles))


@transaction.atomic
def close_account(by: User, user: User) -> None:
    """Nobody logs in with it any more, and whoever is in is out. It is kept: lines refer to it."""
    require(may_manage_accounts(by) and by.pk != user.pk)
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions_of(user)
    note(by, "organisation.close_account", user)


@transaction.atomic
def reset_password(by: User, user: User, *, password: str) -> None:
    """A new first password; its owner must change it."""
    require(may_manage_accounts(by))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions_of(user)
    note(by, "organisation.reset_password", user)


@transaction.atomic
def own_password_set(by: User) -> None:
    """The owner has chosen a password: nothing more to ask."""
    User.objects.filter(pk=by.pk).update(must_change_password=False)
    note(by, "organisation.own_password_set", by)


def end_sessions_of(user: User) -> None:
    """Sessions are opaque: read them all. A county has some hundreds."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _grant(user: User, roles: Iterable[Grant]) -> None:
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role, unit=unit) for role, unit in roles])
