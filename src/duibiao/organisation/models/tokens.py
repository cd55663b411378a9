"""Keys with which other systems come in. Only a key's hash is kept; it is shown once, when it is made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import TokenScope
from duibiao.organisation.models.accounts import User


class ApiToken(models.Model):
    """A key that acts for an account, within its scopes, until a day or until it is taken back."""

    name = models.CharField(_("用途"), max_length=80)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name=_("代表的账号"))
    digest = models.CharField(max_length=64, unique=True)
    begins = models.CharField(_("开头"), max_length=12)
    scopes = ArrayField(models.CharField(max_length=10, choices=TokenScope.choices), verbose_name=_("范围"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("有效期至"))
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
