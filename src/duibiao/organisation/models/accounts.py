"""Accounts and the roles they hold. An account is a name to log in with; its person is another row and may be erased."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models.people import Person
from duibiao.organisation.models.units import Unit


class Users(BaseUserManager["User"]):
    """How accounts are found and made."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(account__iexact=username)

    def create_user(self, account: str, password: str, **fields: Any) -> "User":
        user = self.model(account=account, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who may log in."""

    account = models.CharField(_("登录账号"), max_length=40, unique=True)
    person = models.OneToOneField(
        Person, models.SET_NULL, null=True, blank=True, related_name="user", verbose_name=_("人员")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()
    #: Messages not read yet; known where a request has brought the account.
    unread_notices: int = 0

    class Meta:
        constraints = [models.UniqueConstraint(Lower("account"), name="account_once")]

    def __str__(self) -> str:
        return self.person.name if self.person else self.account

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held, wherever."""
        return frozenset(grant.role for grant in self.grants_held)

    @cached_property
    def grants_held(self) -> list["RoleGrant"]:
        """Role and unit of each grant: one statement, once per request."""
        return list(self.grants.select_related("unit"))

    @cached_property
    def unit(self) -> Unit | None:
        """The unit this account speaks for, if it speaks for one."""
        held = [grant.unit for grant in self.grants_held if grant.unit is not None]
        return held[0] if held else None


class RoleGrant(models.Model):
    """A role given to an account, for the whole county or for one unit and what is below it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("单位"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=~models.Q(role="unit") | models.Q(unit__isnull=False), name="role_unit_has_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
