"""An obligation of every unit, and each time that a unit fulfilled it.

Its one trick: what a unit says counts for nothing until the office has looked at the evidence; then it is a fact like any other.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.lib.versions import Versioned
from duibiao.obligations.choices import State
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure


class Obligation(Versioned):
    """What is to be done how often by when, by all units of a kind that take part."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="obligations", verbose_name=_("创建活动"))
    name = models.CharField(_("规定动作"), max_length=120)
    grounds = models.CharField(_("依据"), max_length=300)
    times = models.PositiveSmallIntegerField(_("要做几次"), default=1)
    since = models.DateField(_("从哪天起"))
    due_on = models.DateField(_("完成时限"))
    kind = models.CharField(_("哪类单位"), max_length=16, choices=UnitKind.choices, blank=True, default="")
    evidence = models.CharField(_("要什么佐证"), max_length=200, blank=True)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", db_column="measure",
        verbose_name=_("核对后记入的计量项"),
    )  # fmt: skip
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name", "since"], name="obligation_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="obligation_times"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("since")), name="obligation_days_in_order"),
            models.CheckConstraint(condition=~Q(grounds=""), name="obligation_with_grounds"),
        ]

    def __str__(self) -> str:
        return self.name


class Fulfilment(models.Model):
    """Once that a unit did it: the day, what happened, the evidence. Returned ones stay; a new one is handed in beside them."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="fulfilments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="fulfilments")
    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    done_on = models.DateField(_("哪天做的"))
    words = models.CharField(_("做了什么、文号或记录"), max_length=300)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CLAIMED)
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    fact = models.BigIntegerField(null=True, help_text="sequence of the fact that it became")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-done_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="fulfilment_with_words"),
            models.CheckConstraint(condition=~Q(state=State.RETURNED) | ~Q(reason=""), name="fulfilment_returned_why"),
            models.UniqueConstraint(
                fields=["obligation", "unit", "done_on"],
                condition=~Q(state=State.RETURNED),
                name="fulfilment_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["obligation", "unit", "state"], name="fulfilment_by_unit")]

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.unit_id} {self.done_on}"
