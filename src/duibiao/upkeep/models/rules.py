"""The library of rules (制度库): a rule's document, what it wants done how often by whom, and whether it was.

Its one trick: a check is for a unit, an item and a period (the day that the period begins), once by the unit itself and once by
somebody who went there: what was not looked at is a row that is missing, and needs nobody to make it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.ledger.models import Material
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.problems.models import Kind, Problem
from duibiao.upkeep.choices import Done, Often, Way


class Rule(Versioned):
    """One rule of the county. Its text is a material of the ledger, given once; or a file of its own where there is none."""

    title = models.CharField(_("制度名称"), max_length=200)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("印发单位"), max_length=100)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("牵头执行单位"))
    issued_on = models.DateField(_("印发日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    review_on = models.DateField(_("下次复核"), null=True, blank=True)
    words = models.CharField(_("管什么"), max_length=300, blank=True)
    material = models.ForeignKey(Material, models.PROTECT, null=True, blank=True, related_name="rules")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    ended_on = models.DateField(_("废止日期"), null=True, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["title", "issued_on"], name="rule_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")), name="rule_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(material__isnull=True) | Q(blob__isnull=True), name="rule_text_given_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RuleIndicator(models.Model):
    """An indicator that the rule serves."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="indicators")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="rule_indicators")
    indicator = models.CharField(_("指标编号"), max_length=40)

    class Meta:
        ordering = ["campaign", "indicator"]
        constraints = [models.UniqueConstraint(fields=["rule", "campaign", "indicator"], name="rule_indicator_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.indicator}"


class RuleItem(models.Model):
    """One line of the checklist of execution (制度执行检查表): what is done, how often, by which units."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(_("序号"))
    words = models.CharField(_("要做什么"), max_length=200)
    often = models.CharField(_("多久一次"), max_length=8, choices=Often.choices, default=Often.MONTH)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("由谁做"))
    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("没做到记哪类问题")
    )
    since = models.DateField(_("从哪天起"))
    dropped_on = models.DateField(null=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "words"], condition=Q(dropped_on__isnull=True), name="rule_item_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="rule_item_says_something"),
        ]

    def __str__(self) -> str:
        return self.words


class RuleCheck(models.Model):
    """Whether a unit did what an item asks in a period; what was not done became a problem."""

    item = models.ForeignKey(RuleItem, models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rule_checks")
    period = models.DateField(_("哪一期"), help_text="its first day")
    way = models.CharField(_("怎么查的"), max_length=8, choices=Way.choices)
    outcome = models.CharField(_("结果"), max_length=12, choices=Done.choices)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="rule_checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-period", "item"]
        constraints = [
            models.UniqueConstraint(fields=["item", "unit", "period", "way"], name="rule_checked_once"),
            models.CheckConstraint(condition=Q(outcome=Done.DONE) | ~Q(words=""), name="rule_check_says_why"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Done.NOT_DONE, Done.PARTLY]) | Q(problem__isnull=False),
                name="rule_not_done_is_a_problem",
            ),
        ]
        indexes = [models.Index(fields=["unit", "period"], name="rule_check_by_unit")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit_id} {self.period}"
