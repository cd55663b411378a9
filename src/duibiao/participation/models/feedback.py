"""What a higher level found (上级反馈意见): the document as it came, and its items, each on its way to a problem.

The same row is the record of an outside assessment (省测评): who came, where, and the marks that were given per indicator, beside
which one's own score is shown. Its marks are no facts of the county's own measures: they say how others judged, not what was so.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.participation.choices import Aspect
from duibiao.problems.models import Kind, Problem


class Feedback(Versioned):
    """A paper that came from above: who sent it, when, and what it is called."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="feedback", verbose_name=_("创建活动"))
    title = models.CharField(_("标题"), max_length=120, unique=True)
    sender = models.CharField(_("发文单位或测评组"), max_length=80)
    received_on = models.DateField(_("收到日期"))
    reply_by = models.DateField(_("要求回复的日期"), null=True, blank=True)
    visited = models.CharField(_("测评时间和路线"), max_length=300, blank=True)
    group = models.CharField(
        _("测评组组成"), max_length=200, blank=True, help_text="posts and how many, no names of persons"
    )
    came_on = models.DateField(_("到县日期"), null=True, blank=True)
    left_on = models.DateField(_("离县日期"), null=True, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(_("文件"), max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True) | Q(reply_by__gte=F("received_on")), name="feedback_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(came_on__isnull=False, left_on__gte=F("came_on")),
                name="feedback_visit_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FeedbackItem(Versioned):
    """One thing that was found. Without a problem it is a draft that may be changed; with one it lives there."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(_("序号"))
    words = models.CharField(_("反馈的问题"), max_length=500)
    aspect = models.CharField(_("方面"), max_length=10, choices=Aspect.choices, default=Aspect.OTHER)
    indicator = models.CharField(_("指标"), max_length=40, blank=True, help_text="code in the campaign's edition")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位"))
    proposed = models.CharField(_("为什么建议这个单位"), max_length=200, blank=True)
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("问题类型"))
    due_on = models.DateField(_("整改时限"), null=True, blank=True)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="feedback_items")

    class Meta:
        ordering = ["feedback", "number"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "number"], name="feedback_item_once"),
            models.CheckConstraint(condition=~Q(words=""), name="feedback_item_with_words"),
            models.CheckConstraint(
                condition=Q(problem__isnull=True) | Q(unit__isnull=False, due_on__isnull=False, kind__isnull=False),
                name="feedback_item_whole_before_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words[:30]}"


class OutsideMark(models.Model):
    """What an outside assessment gave for an indicator, of how much."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="marks")
    indicator = models.CharField(_("指标"), max_length=40)
    points = models.FloatField(_("得分"))
    out_of = models.FloatField(_("满分"))

    class Meta:
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "indicator"], name="outside_mark_once"),
            models.CheckConstraint(condition=Q(out_of__gt=0), name="outside_mark_of_something"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("out_of")), name="outside_mark_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id}: {self.indicator}"
