"""After a title was conferred: the period in which it is kept (巩固期), and the ledger of what must be renewed when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.ledger.models import Material, Requirement
from duibiao.organisation.models import Unit
from duibiao.problems.models import Problem
from duibiao.upkeep.choices import Renews
from duibiao.upkeep.models.rules import Rule
from duibiao.upkeep.models.shortcomings import Shortcoming


class Consolidation(models.Model):
    """A campaign that goes on from another: the title of `of` is kept by `campaign`. One campaign is rolled once."""

    of = models.OneToOneField(Campaign, models.PROTECT, related_name="consolidated_by")
    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="consolidates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(of=F("campaign")), name="consolidates_another")]

    def __str__(self) -> str:
        return f"{self.of_id} → {self.campaign_id}"


class Renewal(models.Model):
    """One thing that lapses unless somebody renews it by a day."""

    consolidation = models.ForeignKey(Consolidation, models.CASCADE, related_name="renewals")
    sort = models.CharField(_("类别"), max_length=12, choices=Renews.choices)
    title = models.CharField(_("要更新什么"), max_length=240)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("由谁办"))
    due_on = models.DateField(_("到哪天"))
    why = models.CharField(_("为什么"), max_length=200, blank=True)
    requirement = models.ForeignKey(Requirement, models.CASCADE, null=True, related_name="+")
    material = models.ForeignKey(Material, models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    shortcoming = models.ForeignKey(Shortcoming, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(_("办好日期"), null=True)
    done_words = models.CharField(_("办理情况"), max_length=300, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consolidation", "sort", "requirement", "material", "rule", "problem", "shortcoming", "unit"],
                nulls_distinct=False, name="renewal_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["consolidation", "due_on"], name="renewal_by_day")]

    def __str__(self) -> str:
        return self.title
