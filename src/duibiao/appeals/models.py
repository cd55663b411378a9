"""An appeal of a unit against one deduction, the files with it, and what the decision did to the scores.

Its one trick: that nobody decides about his own finding is not only checked, it cannot be written down: whoever recorded
the fact and whoever was at the site stand in the row, and the database compares them with who decides.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.appeals.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Fact
from duibiao.files.models import Blob
from duibiao.inspections.models import Observation
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit


class Rules(Versioned):
    """One row: within how many workdays one appeals, and within how many it is decided."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    appeal_workdays = models.PositiveSmallIntegerField(_("几个工作日内可以申诉"), default=5)
    decide_workdays = models.PositiveSmallIntegerField(_("几个工作日内作出裁定"), default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="appeal_rules_one"),
            models.CheckConstraint(
                condition=Q(appeal_workdays__range=(1, 60), decide_workdays__range=(1, 120)), name="appeal_rules_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_workdays} / {self.decide_workdays}"


class Appeal(models.Model):
    """One unit against one fact, or against one fault of a visit (and the fact that rests on it, if there is one)."""

    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appeals", verbose_name=_("申诉单位"))
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="appeals")
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="appeals")
    matter = models.CharField(_("申诉的扣分"), max_length=300)
    grounds = models.TextField(_("申诉理由"), max_length=1000)
    last_day = models.DateField(_("申诉截止"), help_text="the last day on which it could be handed in")
    due_on = models.DateField(_("裁定时限"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("裁定时间"), null=True)
    reason = models.TextField(_("裁定理由"), max_length=1000, blank=True)
    correction = models.OneToOneField(Fact, models.PROTECT, null=True, related_name="appeal_upheld")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fact__isnull=False) | Q(observation__isnull=False), name="appeal_against_something"
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="appeal_with_grounds"),
            models.UniqueConstraint(
                fields=["unit", "fact", "observation"], nulls_distinct=False, condition=~Q(state="withdrawn"),
                name="appeal_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")) & ~Q(decided_by=F("by")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(seen_by__isnull=True) | ~Q(decided_by=F("seen_by")),
                name="appeal_not_decided_by_who_saw",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "withdrawn"), decided_by__isnull=True)
                | (Q(state__in=("upheld", "dismissed"), decided_by__isnull=False) & ~Q(reason="")),
                name="appeal_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True) | Q(state="upheld"), name="appeal_corrects_when_upheld"
            ),
            models.CheckConstraint(
                condition=~Q(state="upheld") | Q(fact__isnull=True) | Q(correction__isnull=False),
                name="appeal_upheld_corrects",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_on"], name="appeal_queue")]

    def __str__(self) -> str:
        return self.matter


class Exhibit(models.Model):
    """A file with an appeal."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="exhibits")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "blob"], name="exhibit_once")]

    def __str__(self) -> str:
        return self.name


class Effect(models.Model):
    """What a decision did to a unit's score in a campaign: both values, kept for good (the table refuses changes).

    `indicators`: the leaves that moved, `[{code, name, before, after}]`.
    """

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="effects")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    total_before = models.FloatField()
    total_after = models.FloatField()
    rank_before = models.PositiveIntegerField(null=True)
    rank_after = models.PositiveIntegerField(null=True)
    indicators = models.JSONField(default=list)

    class Meta:
        ordering = ["campaign", "id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "campaign", "unit"], name="effect_once")]

    def __str__(self) -> str:
        return f"{self.appeal_id}: {self.unit_id} {self.total_before} → {self.total_after}"

    @property
    def change(self) -> float:
        return round(self.total_after - self.total_before, 6)
