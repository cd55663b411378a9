"""A problem, where and how often it was found, its photos, and everything that happened to it.

Its one trick: `round` counts how often it came up. A relapse is the same row in its next round, so that what was promised,
shown and paid for the first time stands above the second.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.duties.models import CompetenceRule
from duibiao.files.models import Blob
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Person, Unit
from duibiao.places.models import Area, Site
from duibiao.problems.choices import (
    CLASS_OF,
    IN_HAND,
    LIVE,
    OWED,
    Cause,
    Class,
    Disposal,
    EventKind,
    Measured,
    Oddity,
    Severity,
    Shortcoming,
    Source,
    Status,
    Suspension,
    When,
)
from duibiao.problems.models.rules import Kind

#: What has no deadline stands behind everything that has one.
FAR = datetime(9999, 1, 1, tzinfo=UTC)


def due_order() -> Coalesce:
    """The deadline of what is not over, else `FAR`: what lists are sorted by, in the very words of their index."""
    live = Case(If(status__in=LIVE, then=F("due_at")), output_field=models.DateTimeField())
    return Coalesce(live, Value(FAR, output_field=models.DateTimeField()))


class Problem(Versioned):
    """One thing that is wrong at one place, with one unit that leads. `number` is what people quote."""

    number = models.CharField(_("编号"), max_length=16, unique=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="problems", verbose_name=_("问题类型"))
    subject = models.CharField(max_length=60, blank=True, help_text="what exactly, by the finder's own code: sameness")
    severity = models.CharField(_("轻重"), max_length=10, choices=Severity.choices, default=Severity.ORDINARY)
    major = models.BooleanField(_("重大事项"), default=False)
    words = models.CharField(_("问题"), max_length=500)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("点位")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("区域")
    )
    place_words = models.CharField(_("位置"), max_length=200, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("创建活动")
    )
    indicator = models.CharField(_("指标编号"), max_length=40, blank=True)

    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.FOUND)
    round = models.PositiveSmallIntegerField(_("第几次"), default=1)
    proposed = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("建议单位")
    )
    proposed_why = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("责任单位")
    )
    ruled = models.BooleanField(default=False, help_text="the office has ruled: no third return")
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    reworks = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    sightings = models.PositiveSmallIntegerField(_("查到次数"), default=1)

    found_at = models.DateTimeField(_("发现时间"))
    opened_at = models.DateTimeField(_("登记时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(_("交办时间"), null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rectified_at = models.DateTimeField(_("整改时间"), null=True)
    rectified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(_("复核时间"), null=True)
    rechecked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("销号时间"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    watch_until = models.DateField(_("观察到"), null=True)

    amount = models.PositiveSmallIntegerField(null=True, help_text="the deadline that was set")
    measured = models.CharField(max_length=10, choices=Measured.choices, blank=True)
    due_at = models.DateTimeField(_("整改时限"), null=True)
    due_provisional = models.BooleanField(default=False, help_text="a year on the way has no holiday notice yet")
    left_minutes = models.IntegerField(null=True, help_text="what was left when the clock stopped; null: it runs")
    late = models.BooleanField(_("超期"), default=False, help_text="was still owed when its time was over")

    disposal = models.CharField(_("处置"), max_length=12, choices=Disposal.choices, blank=True)
    document = models.CharField(_("文书号"), max_length=80, blank=True)
    suspended_for = models.CharField(_("挂账原因"), max_length=12, choices=Suspension.choices, blank=True)
    suspended_until = models.DateField(_("挂账到"), null=True)
    old_since = models.DateField(_("列为积案日期"), null=True)
    shortcoming = models.CharField(_("短板"), max_length=12, choices=Shortcoming.choices, blank=True)
    cause = models.CharField(_("积案原因"), max_length=12, choices=Cause.choices, blank=True)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="old_cases", verbose_name=_("包案领导")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="problem_says_something"),
            models.CheckConstraint(condition=Q(returns__lte=2), name="problem_two_returns"),
            models.CheckConstraint(
                condition=~Q(status__in=IN_HAND) | Q(unit__isnull=False, assigned_at__isnull=False),
                name="problem_in_hand_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OWED) | Q(due_at__isnull=False, left_minutes__isnull=True),
                name="problem_owed_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.RECHECKED, Status.CLOSED, Status.ARCHIVED])
                | Q(rechecked_at__isnull=False),
                name="problem_closed_after_recheck",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_by__isnull=True)
                | (~Q(rechecked_by=F("rectified_by")) & ~Q(rechecked_by=F("assigned_by"))),
                name="problem_rechecked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("rechecked_by")) & (Q(rectified_by__isnull=True) | ~Q(closed_by=F("rectified_by")))),
                name="problem_closed_by_another",
            ),
            models.CheckConstraint(condition=~Q(disposal=Disposal.COORDINATED), name="problem_not_ended_by_talking"),
            models.CheckConstraint(
                condition=~Q(status=Status.SUSPENDED) | (~Q(suspended_for="") & Q(suspended_until__isnull=False)),
                name="problem_suspended_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_at__isnull=False, watch_until__isnull=False),
                name="problem_closed_is_watched",
            ),
            models.CheckConstraint(
                condition=~Q(disposal=Disposal.PUNISHED) | ~Q(document=""), name="problem_punished_with_document"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False), name="problem_merged_into_one"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status", "due_at"], name="problem_by_unit"),
            models.Index(fields=["status", "due_at"], name="problem_by_status"),
            models.Index(fields=["site", "kind", "status"], name="problem_by_site"),
            models.Index(fields=["-found_at", "-id"], name="problem_by_found"),
            models.Index(fields=["status"], condition=Q(round__gt=1), name="problem_relapsed"),
            models.Index(fields=["opened_at"], name="problem_by_opened"),
            models.Index(due_order(), F("id"), name="problem_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words}"

    @property
    def class_(self) -> Class:
        """What its status means."""
        return CLASS_OF[self.status]

    @property
    def relapses(self) -> int:
        return self.round - 1

    @property
    def card_shown(self) -> dict[str, str]:
        """The heaviest card that stands for it, where the query asked for it, as the little template wants it."""
        return {"kind": getattr(self, "card", "") or ""}

    @property
    def where(self) -> str:
        """Its place, in words."""
        said = [self.site.name if self.site else "", self.place_words]
        return " ".join(one for one in said if one) or (self.area.name if self.area else "")


class Finding(models.Model):
    """Somebody found it: the first time, again while it was open, or as a relapse. The same report is one finding."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="findings")
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    reference = models.CharField(max_length=160)
    words = models.CharField(max_length=500)
    round = models.PositiveSmallIntegerField()
    relapse = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "reference"], name="problem_reported_once"),
            models.CheckConstraint(condition=~Q(reference=""), name="problem_finding_has_reference"),
        ]
        indexes = [models.Index(fields=["problem", "id"], name="finding_by_problem")]

    def __str__(self) -> str:
        return f"{self.source}: {self.reference}"


class Photo(models.Model):
    """A photo of the place, before or after. What is odd about it stands beside it."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="photos")
    round = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=8, choices=When.choices)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    taken_at = models.DateTimeField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    oddities = ArrayField(models.CharField(max_length=12, choices=Oddity.choices), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "round", "when", "blob"], name="problem_photo_once")]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.when}"


class Return(models.Model):
    """A unit says that a problem is not its own, on which rule, and whose it is. The second one is ruled on jointly."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="returned")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    grounds = models.TextField(_("理由和依据"))
    rule = models.ForeignKey(CompetenceRule, models.PROTECT, null=True, blank=True, related_name="+")
    proposes = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("应由哪个单位办")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["problem", "number"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="problem_return_number_once"),
            models.UniqueConstraint(
                fields=["problem"], condition=Q(answered_at__isnull=True), name="problem_one_open_return"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=2), name="problem_return_twice_at_most"),
            models.CheckConstraint(condition=~Q(grounds=""), name="problem_return_with_grounds"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.number}"


class Extension(models.Model):
    """More time, asked for once in a round and granted or refused by somebody else."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="extensions")
    round = models.PositiveSmallIntegerField()
    until = models.DateField(_("延期到"))
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "round"], name="problem_extension_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="problem_extension_with_reason"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_at__isnull=True)
                | (Q(granted__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("by"))),
                name="problem_extension_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.until}"


class Supporter(models.Model):
    """A department that helps the one that leads."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="supporters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("配合单位"))
    words = models.CharField(_("做什么"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "unit"], name="problem_supporter_once")]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.unit_id}"


class Event(models.Model):
    """One act, never changed: who, when, the words, the status before and after, the unit then."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    round = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=12, choices=Status.choices, blank=True)
    after = models.CharField(max_length=12, choices=Status.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["problem", "at"], name="problem_event_by_problem")]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.kind}"
