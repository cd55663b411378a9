"""What a partner unit recorded at its place, and the rule by which the place's results count for it.

Its one trick: a record counts nothing. It has a day and words, no hour, no position, no photo; only what inspectors find at the
place and what becomes of its problems makes facts.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.versions import Versioned
from duibiao.partners.choices import Basis
from duibiao.places.models import Bond
from duibiao.problems.models import Problem
from duibiao.standards.models import Measure


class Entry(models.Model):
    """The unit was there: what was found, what was done. `problem`: what it reported from there, if anything."""

    bond = models.ForeignKey(Bond, models.PROTECT, related_name="entries")
    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    day = models.DateField(_("日期"))
    found = models.CharField(_("看到什么"), max_length=300, blank=True)
    done = models.CharField(_("做了什么"), max_length=300)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(done=""), name="partner_entry_says_something")]
        indexes = [models.Index(fields=["bond", "-day"], name="partner_entry_by_bond")]

    def __str__(self) -> str:
        return f"{self.bond_id}: {self.day}"


class Rule(Versioned):
    """In a campaign the month of a partner's places becomes a fact of this measure, by this share."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="partner_rule")
    basis = models.CharField(_("按什么算"), max_length=8, choices=Basis.choices)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("记入的计量项"))
    grounds = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(grounds=""), name="partner_rule_with_grounds")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.basis}"
