"""A campaign: one title, one edition, one period, the units that take part. Several run at once over the same units."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.choices import Level, Scope, State
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.standards.models import Edition
from duibiao_engine.standard.above import Period


class Campaign(Versioned):
    """The effort for one title under one edition."""

    title = models.CharField(_("活动名称"), max_length=120, unique=True)
    honour = models.CharField(_("争创称号"), max_length=120, blank=True)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices, default=Level.NATIONAL)
    scope = models.CharField(_("类型"), max_length=8, choices=Scope.choices, default=Scope.WHOLE)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="campaigns", verbose_name=_("测评标准"))
    since = models.DateField(_("考核期起"))
    until = models.DateField(_("考核期止"))
    target_rate = models.FloatField(_("目标得分率（%）"), null=True, blank=True)
    target_rank = models.PositiveIntegerField(_("目标名次"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PREPARING)
    about = models.TextField(_("公开说明"), blank=True)
    is_public = models.BooleanField(_("在公开页展示"), default=False)

    class Meta:
        ordering = ["state", "title"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="campaign_days_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """First and last day, as the engine takes them."""
        return Period.model_validate({"from": self.since, "to": self.until})

    def as_of_day(self, today: date) -> date:
        """The day that deadlines are measured from: today, but never beyond the period."""
        return min(max(today, self.since), self.until)


class Participant(models.Model):
    """A unit that takes part."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.unit_id}"


class Milestone(models.Model):
    """A day that the campaign works towards."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="milestones")
    name = models.CharField(_("节点"), max_length=80)
    day = models.DateField(_("日期"))

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name", "day"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class CycleYear(models.Model):
    """A year of the cycle and its weight in per cent; the result is entered once it is published."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="years")
    year = models.PositiveIntegerField(_("年度"))
    weight = models.FloatField(_("权重（%）"))
    published_rate = models.FloatField(_("公布的得分率（%）"), null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["campaign", "year"], name="cycle_year_once")]

    def __str__(self) -> str:
        return str(self.year)


class NotApplicable(models.Model):
    """A decision that an indicator (and all below it) does not apply to a unit. Taken back, never deleted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="not_applicable")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "indicator"],
                condition=Q(taken_back_at__isnull=True),
                name="not_applicable_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.indicator}"


class Move(models.Model):
    """The campaign went from one edition to another. Facts stay; the mapping is applied at reading and can be taken back."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="moves")
    old = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    new = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    indicators = models.JSONField(default=dict, help_text="old code → new code")
    measures = models.JSONField(default=dict, help_text="new edition's measure → catalogue measure, as bound before")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
