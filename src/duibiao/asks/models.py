"""Asks of units: one row for each unit and matter, what happened to it, and what was stopped because it was there already."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.asks.choices import ENDS_WITH_ANSWER, LIVE, OWED, AskKind, AskState, StepKind
from duibiao.facts.models import Fact
from duibiao.files.models import Blob
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit


class Ask(Versioned):
    """Something that a unit is asked for. `reference` is the asker's own name for it, `subject` the matter that is asked for once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="asks", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=AskKind.choices)
    title = models.CharField(_("要求"), max_length=200)
    grounds = models.CharField(_("依据"), max_length=300)
    due_on = models.DateField(_("截止日期"))
    reference = models.CharField(max_length=160)
    subject = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=300, blank=True)
    details = models.TextField(_("具体要求"), blank=True)
    urgent_reason = models.CharField(_("紧急理由"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AskState.choices, default=AskState.OPEN)
    answer = models.TextField(_("答复"), blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出单位")
    )
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "reference"], name="ask_once"),
            models.UniqueConstraint(
                fields=["unit", "subject"], condition=Q(state__in=LIVE) & ~Q(subject=""), name="ask_subject_once"
            ),
            models.CheckConstraint(condition=~Q(grounds="") & ~Q(title=""), name="ask_has_grounds"),
            models.CheckConstraint(condition=~Q(state=AskState.ANSWERED) | ~Q(answer=""), name="ask_answer_says"),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=Q(state__in=OWED), name="ask_owed"),
            models.Index(fields=["at"], name="ask_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_owed(self) -> bool:
        """Whether the unit has something to do."""
        return self.state in OWED

    @property
    def ends_with_answer(self) -> bool:
        return self.kind in ENDS_WITH_ANSWER

    @property
    def may_go_back(self) -> bool:
        """Whether there is an answer that the asker may return: also one that ended the ask by itself."""
        return self.state == AskState.ANSWERED or (
            self.state == AskState.DONE and self.ends_with_answer and bool(self.answer)
        )


class Step(models.Model):
    """What happened to an ask, never changed: who, when, the words, and the day before and after if it was moved."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(blank=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ask_id}: {self.kind}"


class Stopped(models.Model):
    """A request that asked again for what was there, as an ask or as a fact: it did not reach the unit, and is counted."""

    ask = models.ForeignKey(Ask, models.CASCADE, null=True, related_name="stopped")
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="of whom a fact was there")
    kind = models.CharField(max_length=10, choices=AskKind.choices)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ask__isnull=False) | Q(fact__isnull=False, unit__isnull=False), name="stopped_by_something"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Terms(models.Model):
    """One row: how many workdays a unit must be given at the least."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    min_workdays = models.PositiveSmallIntegerField(_("至少留给单位的工作日"), default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="ask_terms_one"),
            models.CheckConstraint(condition=Q(min_workdays__lte=30), name="ask_terms_within_reason"),
        ]

    def __str__(self) -> str:
        return str(self.min_workdays)
