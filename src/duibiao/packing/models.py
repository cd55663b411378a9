"""Packages that were asked for. The file lies in the data folder under `packages/`; the row says what it is and its roots."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit
from duibiao.packing.choices import PackState


class Submission(models.Model):
    """A campaign's materials, or one unit's, as they stood when it was asked for."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    everything = models.BooleanField(_("连同还没审核的"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=PackState.choices, default=PackState.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(null=True, help_text="when the job last said how far it is")
    done_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    seal = models.BigIntegerField(null=True, help_text="the seal whose proofs are inside")
    files = models.PositiveIntegerField(_("文件数"), default=0)
    size = models.BigIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    left_out = models.JSONField(default=list, help_text="what is not in the binders, in sentences")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=PackState.DONE) | ~models.Q(sha256=""), name="submission_done_with_its_root"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.unit or ''}".strip()

    @property
    def place(self) -> Path:
        return Path(settings.DATA) / "packages" / f"{self.pk}.zip"

    @property
    def file_name(self) -> str:
        return f"{self}-{timezone.localtime(self.asked_at):%Y%m%d}.zip"
