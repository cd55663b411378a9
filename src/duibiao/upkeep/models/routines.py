"""A special campaign (专项整治行动), and the routine that it is turned into when it ends: rounds that come again by themselves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.models import Round
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.places.models import SiteType
from duibiao.problems.models import Kind
from duibiao.upkeep.choices import Often, Topic


class Drive(Versioned):
    """A special campaign: what for, where, from when to when. Its results are counted, never typed."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="drives", verbose_name=_("创建活动"))
    title = models.CharField(_("行动名称"), max_length=80)
    topic = models.CharField(_("主题"), max_length=12, choices=Topic.choices)
    goal = models.CharField(_("目标"), max_length=300)
    scope = models.CharField(_("范围"), max_length=300, blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("牵头单位"))
    units = models.ManyToManyField(Unit, blank=True, related_name="drives", verbose_name=_("参加单位"))
    types = models.ManyToManyField(SiteType, blank=True, related_name="+", verbose_name=_("点位类型"))
    kinds = models.ManyToManyField(Kind, blank=True, related_name="+", verbose_name=_("问题类型"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title"], name="drive_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="drive_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Routine(Versioned):
    """Rounds that come again: how often, of which types of sites, how many, and which units answer there."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="routines", verbose_name=_("创建活动"))
    drive = models.OneToOneField(Drive, models.PROTECT, null=True, blank=True, related_name="routine")
    title = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("轮次类型"), max_length=10, choices=RoundKind.choices, default=RoundKind.DAILY)
    types = models.ManyToManyField(SiteType, blank=True, related_name="+", verbose_name=_("点位类型"))
    units = models.ManyToManyField(Unit, blank=True, related_name="routines", verbose_name=_("责任单位"))
    often = models.CharField(_("多久一次"), max_length=8, choices=Often.choices, default=Often.WEEK)
    size = models.PositiveIntegerField(_("每次抽几个点位"), default=10)
    next_on = models.DateField(_("下一次"))
    stopped_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["next_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title"], name="routine_once"),
            models.CheckConstraint(condition=Q(size__gte=1), name="routine_draws_some"),
            models.CheckConstraint(
                condition=Q(kind__in=[RoundKind.DAILY, RoundKind.SPECIAL]), name="routine_daily_or_special"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoutineRound(models.Model):
    """The round that was made of a routine for one of its days: once."""

    routine = models.ForeignKey(Routine, models.PROTECT, related_name="rounds")
    day = models.DateField()
    round = models.OneToOneField(Round, models.PROTECT, related_name="routine_round")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["routine", "day"], name="routine_round_once")]

    def __str__(self) -> str:
        return f"{self.routine_id}: {self.day}"
