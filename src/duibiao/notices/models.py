"""Messages to people, how people want to be told, the group robots, and what was sent where and how it went.

Its one trick: what goes out is a row first (`Dispatch`), with a key that is unique: a digest that is made twice is made once.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.lib.versions import Versioned
from duibiao.notices.choices import ChannelKind, DispatchState, words_of

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


def days_before() -> list[int]:
    return [7, 3, 1]


def days_after() -> list[int]:
    return [1, 5]


class Notice(models.Model):
    """One message to one person. `about` names the matter: the same kind about the same matter is told once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("类别"), max_length=30)
    words = models.CharField(_("内容"), max_length=500)
    link = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "about"], condition=~Q(about=""), name="notice_once"),
            models.CheckConstraint(condition=~Q(words=""), name="notice_says_something"),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user", "-id"], name="notice_by_user"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def kind_words(self) -> str:
        return words_of(self.kind)


class Rules(models.Model):
    """One row: when the county's digests go out, the hours of quiet, and how long before and after a day one is reminded."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    hour = models.PositiveSmallIntegerField(_("每天汇总发送的时间"), choices=HOURS, default=8)
    quiet_from = models.PositiveSmallIntegerField(_("免打扰开始"), choices=HOURS, default=20)
    quiet_until = models.PositiveSmallIntegerField(_("免打扰结束"), choices=HOURS, default=7)
    days_before = ArrayField(models.PositiveSmallIntegerField(), default=days_before)
    days_after = ArrayField(models.PositiveSmallIntegerField(), default=days_after)
    email_on = models.BooleanField(_("开通邮件"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="notice_rules_one"),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23), name="notice_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hour}:00"


class Wish(models.Model):
    """How one person wants to be told; what is empty is as the county has it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_wish", primary_key=True)
    hour = models.PositiveSmallIntegerField(_("每天几点汇总"), choices=HOURS, null=True, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    by_email = models.BooleanField(_("汇总也发到邮箱"), default=False)
    days_before = ArrayField(models.PositiveSmallIntegerField(), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(by_email=False) | ~Q(email=""), name="wish_mail_has_address"),
            models.CheckConstraint(condition=Q(hour=None) | Q(hour__lte=23), name="wish_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Channel(Versioned):
    """A robot in a group chat, off until somebody switches it on. Its address and secret are sealed: whoever has them can post."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(_("类型"), max_length=10, choices=ChannelKind.choices)
    sealed_address = models.TextField(editable=False)
    sealed_secret = models.TextField(editable=False, blank=True)
    is_on = models.BooleanField(_("启用"), default=False)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("发给谁"))
    made_at = models.DateTimeField(auto_now_add=True)
    worked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_dead(self) -> bool:
        """Its last attempt failed."""
        return self.failed_at is not None and (self.worked_at is None or self.worked_at < self.failed_at)


class Dispatch(models.Model):
    """A digest on its way: to a robot or to a person's mailbox."""

    key = models.CharField(max_length=80, unique=True)
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="dispatches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    notices = models.ManyToManyField(Notice, related_name="dispatches")
    title = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(_("状态"), max_length=8, choices=DispatchState.choices, default=DispatchState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=None, user__isnull=False) | Q(channel__isnull=False, user=None),
                name="dispatch_has_one_goal",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Minute(models.Model):
    """How many messages a robot was sent in a minute, counted where every worker sees it."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "minute"], name="robot_minute_once"),
            models.CheckConstraint(condition=Q(count__lte=20), name="robot_minute_full"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.minute}: {self.count}"


class Feed(models.Model):
    """The secret address of a person's calendar. Only its hash is kept; a new address closes the old one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed", primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}"
