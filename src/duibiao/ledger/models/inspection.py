"""A visiting assessor's pass: a link that ends, a code that works once, and what was remarked with it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.ledger.models.materials import Use


class Pass(models.Model):
    """A read-only look at one campaign's ledger, without an account. Only hashes of the link and of the code are kept."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="passes")
    name = models.CharField(_("查阅方"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=200, blank=True, help_text="of the code that works once; empty when used")
    wrong = models.PositiveIntegerField(default=0, help_text="wrong codes since the last that fitted")
    until = models.DateTimeField(_("有效期至"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What the visitor said of an indicator or of a material. It becomes a problem when the office makes it one."""

    of = models.ForeignKey(Pass, models.PROTECT, related_name="remarks")
    indicator = models.CharField(_("指标编号"), max_length=40)
    use = models.ForeignKey(Use, models.PROTECT, null=True, related_name="remarks")
    page = models.PositiveIntegerField(null=True)
    words = models.CharField(_("意见"), max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_words = models.CharField(max_length=300, blank=True)
    problem = models.BigIntegerField(null=True, help_text="the problem that it became")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.words[:40]
