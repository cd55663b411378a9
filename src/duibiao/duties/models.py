"""A duty: an indicator given to a unit and a person, with goal, time, progress, standard and reward-or-penalty (六定).

Its one trick: `path` names the duties above ("/00000001/00000005/"), so that a duty with everything below it is one index
range, and a circle would show in it. What happened to a duty stands in `Event`, line by line; rows never leave.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import Direction, EventKind, Grade, Part, Role, Source, State, Stricter
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Person, Unit, WorkingGroup
from duibiao.standards.models import Edition, Measure

STANDS = ~Q(state=State.WITHDRAWN)
GIVEN_OUT = Q(state__in=[State.ISSUED, State.OBJECTED, State.RULING, State.SIGNED, State.DONE])


def all_parts() -> list[str]:
    return [str(part) for part in Part.values]


class Template(Versioned):
    """The county's own rule for duties: which parts must be there, within how many workdays a unit signs. One row."""

    name = models.CharField(_("叫法"), max_length=20, default="六定")
    parts = ArrayField(
        models.CharField(max_length=12, choices=Part.choices), default=all_parts, verbose_name=_("必须写明")
    )
    sign_workdays = models.PositiveSmallIntegerField(_("几个工作日内签收"), default=3)
    consequence = models.TextField(_("奖惩（起草时先填这一段）"), blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="duty_template_one")]

    def __str__(self) -> str:
        return self.name


class Duty(Versioned):
    """What one unit owes for one indicator. A duty without an indicator came from a meeting or a list of a working group."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="duties", verbose_name=_("创建活动"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40, blank=True)
    title = models.CharField(_("任务"), max_length=300)
    role = models.CharField(_("角色"), max_length=12, choices=Role.choices, default=Role.LEAD)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name=_("单位"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, default="", db_collation="C")
    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, null=True, blank=True, related_name="duty_rows", verbose_name=_("工作组")
    )
    source = models.CharField(_("来源"), max_length=16, choices=Source.choices, default=Source.HAND)

    goal = models.TextField(_("目标"), blank=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="duties", verbose_name=_("责任人")
    )
    helpers = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("经办人"))
    starts_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    standard = models.TextField(_("标准"), blank=True)
    consequence = models.TextField(_("奖惩"), blank=True)
    target = models.FloatField(_("目标值"), null=True, blank=True)
    target_unit = models.CharField(_("目标值单位"), max_length=20, blank=True)
    direction = models.CharField(_("目标值方向"), max_length=10, choices=Direction.choices, default=Direction.AT_LEAST)
    stricter = models.CharField(_("加码"), max_length=8, choices=Stricter.choices, blank=True, default="")
    stricter_reason = models.CharField(_("加码的理由"), max_length=300, blank=True)

    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    returns = models.PositiveSmallIntegerField(
        default=0, help_text="how often it was returned; the second goes to the office"
    )
    ruled = models.BooleanField(
        default=False, help_text="the office has ruled: it may be signed, no longer objected to"
    )
    issued_on = models.DateField(_("下达日期"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("进度（%）"), default=0)
    value = models.FloatField(_("当前值"), null=True, blank=True)
    reported_at = models.DateTimeField(_("最近报告"), null=True, blank=True)
    has_problem = models.BooleanField(default=False, help_text="the latest report names one")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "edition", "indicator", "unit", "role"],
                condition=STANDS & ~Q(indicator=""),
                name="duty_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "edition", "indicator"],
                condition=STANDS & ~Q(indicator="") & Q(role=Role.LEAD, parent__isnull=True),
                name="duty_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")), name="duty_days_in_order"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="duty_percent"),
            models.CheckConstraint(condition=Q(stricter="") | ~Q(stricter_reason=""), name="duty_stricter_with_reason"),
            models.CheckConstraint(
                condition=~GIVEN_OUT | Q(due_on__isnull=False, issued_on__isnull=False), name="duty_issued_with_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SIGNED) | Q(signed_at__isnull=False), name="duty_signed_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(done_on__isnull=False), name="duty_done_on_a_day"
            ),
            models.CheckConstraint(condition=Q(returns__lte=2), name="duty_two_returns"),
            models.CheckConstraint(condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="duty_not_below_itself"),
        ]
        indexes = [
            models.Index(fields=["campaign", "unit", "state"], name="duty_by_unit"),
            models.Index(fields=["unit", "state", "due_on"], name="duty_of_unit"),
            models.Index(fields=["path"], name="duty_by_path"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator} {self.title}".strip()

    def path_below(self, parent: "Duty | None") -> str:
        """The path below `parent`; ids are padded, so that they sort as numbers."""
        return f"{parent.path if parent else '/'}{self.pk:08d}/"

    @property
    def depth(self) -> int:
        """0 for a duty that the office gave out, 1 for what is below it, and so on."""
        return self.path.count("/") - 2


class Step(models.Model):
    """A step of a duty's progress: by that day so much is there."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="steps")
    day = models.DateField(_("日期"))
    words = models.CharField(_("到那天做到什么"), max_length=200)
    percent = models.PositiveSmallIntegerField(_("进度（%）"), null=True, blank=True)
    value = models.FloatField(_("目标值"), null=True, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "day", "words"], name="step_once"),
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="step_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"


class Objection(models.Model):
    """A unit says that the duty is not its own, why, and whose it is. The first goes to who assigned it, the second to the office."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="objections")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    grounds = models.TextField(_("理由和依据"))
    proposes = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("建议单位")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["duty", "number"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="objection_number_once"),
            models.UniqueConstraint(fields=["duty"], condition=Q(answered_at__isnull=True), name="objection_one_open"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=2), name="objection_twice_at_most"),
            models.CheckConstraint(condition=~Q(grounds=""), name="objection_with_grounds"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.number}"


class CompetenceRule(models.Model):
    """Which unit is competent for a matter, as the office ruled. Kept, and proposed when the same matter comes again."""

    words = models.CharField(_("事项"), max_length=300)
    spelling = models.CharField(max_length=900, blank=True, help_text="the words in pinyin")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主管单位"))
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40, blank=True)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+", db_column="measure")
    grounds = models.TextField(_("依据"))
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="rulings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, help_text="a later ruling for the same matter goes before it")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["words"], condition=Q(ended_at__isnull=True), name="competence_once"),
            models.UniqueConstraint(
                fields=["duty"], condition=Q(ended_at__isnull=True), name="competence_one_for_duty"
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="competence_with_grounds"),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.unit_id}"


class Report(models.Model):
    """How a duty stands, in the three fixed fields 进展、问题、措施. Never changed; a newer one goes before it."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reports")
    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    progress = models.TextField(_("进展"))
    problem = models.TextField(_("问题"), blank=True)
    measure = models.TextField(_("措施"), blank=True)
    percent = models.PositiveSmallIntegerField(_("进度（%）"))
    value = models.FloatField(_("当前值"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="report_percent"),
            models.CheckConstraint(condition=Q(problem="") | ~Q(measure=""), name="report_problem_with_measure"),
        ]
        indexes = [models.Index(fields=["duty", "-id"], name="report_by_duty")]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.percent} %"


class SupportGrade(models.Model):
    """What the unit that leads says of the support it got from another."""

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="support")
    grade = models.CharField(_("评价"), max_length=8, choices=Grade.choices)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(grade=Grade.POOR) | ~Q(words=""), name="support_poor_with_words")
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.grade}"


class Event(models.Model):
    """What happened to a duty, with the units and people before and after where they changed. Never changed."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    words = models.TextField(blank=True)
    old_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    new_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    old_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    new_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["duty", "-id"], name="event_by_duty")]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.kind}"
