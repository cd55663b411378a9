"""What the office sets: kinds of problems, their deadlines, what statuses are called, the hours of work, who hears of what is late.

Its one trick: a rule without a kind holds for all kinds, so a county starts with six lines and adds where it differs.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.lib.versions import Versioned
from duibiao.problems.choices import Disposal, Level, Measured, Severity, Status, ending_disposals


class Kind(Versioned):
    """A kind of problem: 暴露垃圾, 占道经营. `matter` is the word by which sites say which department answers."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("问题类型"), max_length=40, unique=True)
    matter = models.CharField(_("事项"), max_length=20, blank=True)
    severity = models.CharField(_("一般轻重"), max_length=10, choices=Severity.choices, default=Severity.ORDINARY)
    needs_photo = models.BooleanField(_("整改须有照片"), default=True)
    disposals = ArrayField(
        models.CharField(max_length=12, choices=Disposal.choices),
        default=ending_disposals,
        verbose_name=_("怎样处置才能销号"),
    )
    watch_days = models.PositiveSmallIntegerField(_("观察期（天）"), default=60)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(watch_days__lte=365), name="problem_kind_watch_within_a_year"),
            models.CheckConstraint(condition=~Q(disposals=[]), name="problem_kind_can_end"),
            models.CheckConstraint(
                condition=~Q(disposals__contains=["coordinated"]), name="problem_kind_not_ended_by_talking"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Deadline(Versioned):
    """How long a unit has for a kind and severity. No kind: for all kinds that have no line of their own."""

    kind = models.ForeignKey(
        Kind, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("问题类型")
    )
    severity = models.CharField(_("轻重"), max_length=10, choices=Severity.choices)
    amount = models.PositiveSmallIntegerField(_("时限"))
    measured = models.CharField(_("计时单位"), max_length=10, choices=Measured.choices)

    class Meta:
        ordering = [F("kind__order").asc(nulls_first=True), "severity"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "severity"], nulls_distinct=False, name="problem_deadline_once"),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=999), name="problem_deadline_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.severity}: {self.amount} {self.measured}"


class StatusLabel(models.Model):
    """What the office calls a status. A status without a row has the name that comes with the program."""

    status = models.CharField(max_length=12, choices=Status.choices, primary_key=True)
    label = models.CharField(_("叫法"), max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(label=""), name="problem_label_says_something")]

    def __str__(self) -> str:
        return self.label


class Terms(Versioned):
    """One row: the hours of work, and the numbers that the county goes by."""

    morning_from = models.PositiveSmallIntegerField(_("上午上班"), default=8 * 60, help_text="minutes of the day")
    morning_until = models.PositiveSmallIntegerField(_("上午下班"), default=12 * 60)
    afternoon_from = models.PositiveSmallIntegerField(_("下午上班"), default=14 * 60)
    afternoon_until = models.PositiveSmallIntegerField(_("下午下班"), default=18 * 60)
    amber_percent = models.PositiveSmallIntegerField(_("用掉多少时间转为黄灯（%）"), default=75)
    old_workdays = models.PositiveSmallIntegerField(_("超过多少个工作日列为积案"), default=30)
    reworks_many = models.PositiveSmallIntegerField(_("复核几次不合格建议问责"), default=2)
    look_percent = models.PositiveSmallIntegerField(_("每月回头看抽取比例（%）"), default=20)
    near_m = models.PositiveSmallIntegerField(_("整改照片离问题位置多远要提示（米）"), default=100)
    dispatches = models.BooleanField(_("有明确责任单位的自动交办"), default=False)
    dispatcher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="problem_terms_one"),
            models.CheckConstraint(
                condition=Q(morning_until__gt=F("morning_from"), afternoon_from__gte=F("morning_until"))
                & Q(afternoon_until__gt=F("afternoon_from"), afternoon_until__lte=24 * 60),
                name="problem_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(amber_percent__lte=100, look_percent__lte=100), name="problem_terms_percents"
            ),
            models.CheckConstraint(
                condition=Q(dispatches=False) | Q(dispatcher__isnull=False), name="problem_dispatch_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EscalationRule(Versioned):
    """So many workdays after the deadline (before it: negative) this level hears of it. No severity: of all."""

    workdays = models.SmallIntegerField(_("时限后第几个工作日"), default=0)
    severity = models.CharField(_("轻重"), max_length=10, choices=Severity.choices, blank=True)
    level = models.CharField(_("告诉谁"), max_length=12, choices=Level.choices)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["workdays", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workdays", "severity", "level"], name="problem_escalation_rule_once"),
            models.CheckConstraint(condition=Q(workdays__gte=-10, workdays__lte=250), name="problem_escalation_days"),
        ]

    def __str__(self) -> str:
        return f"{self.workdays}: {self.level}"
