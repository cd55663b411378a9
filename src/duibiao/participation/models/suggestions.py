"""What a supervisor suggests (意见建议), on its way to a unit and back with an answer.

Its one trick: an answer is a line of its own that is never changed, with the day that it was due; who was in time is counted from
these lines, so that giving a suggestion to another unit later takes nothing away and adds nothing.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.models import Unit
from duibiao.participation.choices import Outcome, SuggestionState
from duibiao.participation.models.feedback import FeedbackItem
from duibiao.participation.models.supervisors import Supervisor


class Suggestion(models.Model):
    """A suggestion as it came, with whom it is now, and what its sender thought of the answer."""

    uid = models.CharField(max_length=64, unique=True, help_text="made with the form: sending twice is one suggestion")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="suggestions", verbose_name=_("监督员"))
    title = models.CharField(_("事由"), max_length=60)
    words = models.CharField(_("意见建议"), max_length=1000)
    named = models.BooleanField(_("办理单位可以知道是谁提的"), default=False)
    wished = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("希望谁来办")
    )
    at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=SuggestionState.choices, default=SuggestionState.WAITING)
    round = models.PositiveSmallIntegerField(default=1, help_text="2 after the first answer did not satisfy")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name=_("办理单位")
    )
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    given_words = models.CharField(_("交办要求"), max_length=300, blank=True)
    given_at = models.DateTimeField(_("交办时间"), null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    satisfied = models.BooleanField(_("满意"), null=True)
    opinion = models.CharField(_("评价"), max_length=300, blank=True)
    opinion_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(title=""), name="suggestion_with_words"),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.GIVEN)
                | Q(unit__isnull=False, due_on__isnull=False, given_at__isnull=False),
                name="suggestion_given_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=True, opinion_at__isnull=True)
                | Q(satisfied__isnull=False, opinion_at__isnull=False),
                name="suggestion_opinion_once",
            ),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="suggestion_back_once"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="suggestion_by_state")]

    def __str__(self) -> str:
        return self.title


class SuggestionAnswer(models.Model):
    """An answer, never changed. Without a unit it is the office's own."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("答复单位"))
    outcome = models.CharField(_("办理结果"), max_length=10, choices=Outcome.choices)
    words = models.CharField(_("答复"), max_length=1000)
    due_on = models.DateField(_("答复期限"), null=True)
    in_time = models.BooleanField(_("按时"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("答复时间"), auto_now_add=True)

    class Meta:
        ordering = ["suggestion", "round"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "round"], name="suggestion_answer_once"),
            models.CheckConstraint(condition=~Q(words=""), name="suggestion_answer_with_words"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(due_on__isnull=False), name="suggestion_answer_due"
            ),
        ]
        indexes = [models.Index(fields=["unit", "in_time"], name="suggestion_answer_by_unit")]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.round}"


class ItemReply(models.Model):
    """What a unit writes about an item of feedback for the answer to the superior; a later one goes before, none is changed."""

    item = models.ForeignKey(FeedbackItem, models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.CharField(_("整改情况"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="item_reply_with_words")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.words[:30]}"
