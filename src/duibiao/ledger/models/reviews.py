"""What was said of a material: reviews, which nobody can change; a unit's own mark; and a state of the ledger that was fixed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.ledger.choices import ReviewLevel, Verdict
from duibiao.ledger.models.materials import MaterialFile, Use
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.standards.models import Edition


class ReturnReason(models.Model):
    """A reason for returning, kept so that it is chosen and not written a hundred times."""

    words = models.CharField(_("退回理由"), max_length=120, unique=True)
    order = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class Review(models.Model):
    """One look at one version for one use. Appended, never changed."""

    use = models.ForeignKey(Use, models.PROTECT, related_name="reviews")
    file = models.ForeignKey(MaterialFile, models.PROTECT, related_name="+")
    level = models.CharField(_("哪一级"), max_length=8, choices=ReviewLevel.choices)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices)
    grade = models.CharField(_("等次"), max_length=60, blank=True)
    score = models.FloatField(_("分数"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    fact = models.BigIntegerField(null=True, help_text="the number of the fact that it posted")
    due_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RETURNED) | (~Q(reason="") & Q(due_on__isnull=False)),
                name="returned_with_reason_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.use_id}: {self.verdict}"


class SelfMark(Versioned):
    """What a unit gives itself for an indicator, beside what the office finds."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="self_marks")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    points = models.FloatField(_("自评得分"))
    words = models.CharField(_("自评说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "edition", "unit", "indicator"], name="self_mark_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="self_mark_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator}: {self.points}"


class Frozen(models.Model):
    """A state of the ledger that was fixed, as it is handed up: which version of which material stands for what.

    `content` is the list itself and `sha256` its hash, so that the state can be held against anything later. The receipt
    (上传回执) is noted when it comes; all else never changes.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="frozen")
    title = models.CharField(_("名称"), max_length=120)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    materials = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    receipt_number = models.CharField(_("回执编号"), max_length=80, blank=True)
    receipt_on = models.DateField(_("回执日期"), null=True, blank=True)
    receipt = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "title"], name="frozen_title_once")]

    def __str__(self) -> str:
        return self.title
