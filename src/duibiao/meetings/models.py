"""A meeting of a campaign: its topics, what it resolved, and whether a resolution was kept when one looked back.

Its one trick: a resolved item is a duty like any other, so its owner, its day and its progress stand in one place only.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.duties.models import Duty
from duibiao.lib.versions import Versioned
from duibiao.meetings.choices import MeetingKind, State
from duibiao.organisation.models import Person, Unit, WorkingGroup


class Meeting(Versioned):
    """Who meets when about which campaign; afterwards its minutes."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings", verbose_name=_("创建活动"))
    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("召集的工作组")
    )
    kind = models.CharField(_("类别"), max_length=12, choices=MeetingKind.choices, default=MeetingKind.JOINT)
    title = models.CharField(_("会议名称"), max_length=120)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    chair = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("主持人")
    )
    units = models.ManyToManyField(Unit, blank=True, related_name="meetings", verbose_name=_("参加单位"))
    minutes = models.TextField(_("会议情况"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PLANNED)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title", "held_on"], name="meeting_once"),
        ]
        indexes = [models.Index(fields=["group", "-held_on"], name="meeting_by_group")]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A difficult matter that somebody puts to a meeting (提请研究的事项)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    words = models.CharField(_("议题"), max_length=200)
    details = models.TextField(_("难在哪里、建议怎么办"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出单位"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "words"], name="topic_once")]

    def __str__(self) -> str:
        return self.words


class Decision(models.Model):
    """A resolved item. What is to be done about it is its duty: who, by when, how far."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("议题")
    )
    words = models.CharField(_("议定事项"), max_length=300)
    duty = models.OneToOneField(Duty, models.PROTECT, related_name="decision")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "words"], name="decision_once"),
            models.CheckConstraint(condition=~Q(words=""), name="decision_with_words"),
        ]

    def __str__(self) -> str:
        return self.words


class LookBack(models.Model):
    """Whether a resolution was kept, as somebody found who looked back (回头看). Never changed; a newer one goes before it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="looks")
    kept = models.BooleanField(_("落实了"))
    words = models.CharField(_("看到的情况"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="look_with_words")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.kept}"
