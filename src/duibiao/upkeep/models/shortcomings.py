"""A shortcoming: something that is missing for good, in things, management or people; its plan, and who accepted that it is there.

Its one trick: points stand nowhere. What a shortcoming can win back is read off the present losses of its unit at its indicator, so
a list that is a year old still tells today's points; `estimate` is for what no indicator measures.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.places.models import Area, Site
from duibiao.problems.models import Problem
from duibiao.upkeep.choices import LIVE, Origin, Sort, State


class Shortcoming(Versioned):
    """One thing that is short, the unit that answers for it, what it costs and by when it is there."""

    sort = models.CharField(_("类别"), max_length=12, choices=Sort.choices)
    words = models.CharField(_("短板"), max_length=300)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("点位"))
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域路段"))
    place_words = models.CharField(_("位置"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shortcomings", verbose_name=_("责任单位"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="shortcomings", verbose_name=_("创建活动")
    )
    indicator = models.CharField(_("指标编号"), max_length=40, blank=True)
    estimate = models.FloatField(_("估计能争的分"), null=True, blank=True)
    money_wan = models.FloatField(_("所需资金（万元）"), null=True, blank=True)
    money_from = models.CharField(_("资金来源"), max_length=100, blank=True)
    due_on = models.DateField(_("补齐时限"))
    origin = models.CharField(_("来源"), max_length=8, choices=Origin.choices, default=Origin.HAND)
    problem = models.OneToOneField(Problem, models.PROTECT, null=True, blank=True, related_name="listed_shortcoming")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    returns = models.PositiveSmallIntegerField(_("验收退回次数"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    made_good_words = models.CharField(_("补齐情况"), max_length=500, blank=True)
    made_good_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_good_at = models.DateTimeField(null=True)
    verdict_words = models.CharField(_("验收意见"), max_length=500, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="shortcoming_says_something"),
            models.CheckConstraint(
                condition=Q(indicator="") | Q(campaign__isnull=False), name="shortcoming_indicator_of_a_campaign"
            ),
            models.CheckConstraint(
                condition=Q(money_wan__isnull=True) | Q(sort=Sort.HARDWARE, money_wan__gte=0),
                name="shortcoming_money_for_hardware",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("made_good_by")),
                name="shortcoming_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED) | Q(accepted_at__isnull=False, made_good_at__isnull=False),
                name="shortcoming_accepted_after_made_good",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "indicator"],
                condition=Q(origin=Origin.LOSS, state__in=LIVE),
                name="shortcoming_loss_listed_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "unit"], name="shortcoming_by_unit")]

    def __str__(self) -> str:
        return self.words

    @property
    def where(self) -> str:
        """Its place, in words."""
        said = [self.site.name if self.site else self.area.name if self.area else "", self.place_words]
        return " ".join(one for one in said if one)


class PlanStep(models.Model):
    """A step of the plan: by that day this is done; when the unit says so, the day it was."""

    shortcoming = models.ForeignKey(Shortcoming, models.CASCADE, related_name="steps")
    day = models.DateField(_("到哪天"))
    words = models.CharField(_("做到什么"), max_length=120)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["shortcoming", "day", "words"], name="plan_step_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
