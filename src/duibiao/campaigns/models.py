"""A campaign: one title, one edition, one period, the units that take part. Several run at once over the same units."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.choices import Decision, Level, Scope, State
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit, WorkingGroup
from duibiao.standards.models import Edition, Supplement, SupplementItem
from duibiao_engine.standard.above import Period


class Campaign(Versioned):
    """The effort for one title under one edition."""

    title = models.CharField(_("活动名称"), max_length=120, unique=True)
    honour = models.CharField(_("争创称号"), max_length=120, blank=True)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices, default=Level.NATIONAL)
    scope = models.CharField(_("类型"), max_length=8, choices=Scope.choices, default=Scope.WHOLE)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="campaigns", verbose_name=_("测评标准"))
    since = models.DateField(_("考核期起"))
    until = models.DateField(_("考核期止"))
    target_rate = models.FloatField(_("目标得分率（%）"), null=True, blank=True)
    target_rank = models.PositiveIntegerField(_("目标名次"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PREPARING)
    about = models.TextField(_("公开说明"), blank=True)
    is_public = models.BooleanField(_("在公开页展示"), default=False)
    declared_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("申报单位")
    )
    authority = models.CharField(_("主管单位"), max_length=100, blank=True)
    headquarters = models.ForeignKey(
        WorkingGroup, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("指挥机构")
    )
    met_line = models.FloatField(_("达标率推荐线（%）"), null=True, blank=True)
    supplements = models.ManyToManyField(Supplement, blank=True, related_name="campaigns")

    class Meta:
        ordering = ["state", "title"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="campaign_days_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """First and last day, as the engine takes them."""
        return Period.model_validate({"from": self.since, "to": self.until})

    def as_of_day(self, today: date) -> date:
        """The day that deadlines are measured from: today, but never beyond the period."""
        return min(max(today, self.since), self.until)


class Participant(models.Model):
    """A unit that takes part."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.unit_id}"


class Milestone(models.Model):
    """A day that the campaign works towards."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="milestones")
    name = models.CharField(_("节点"), max_length=80)
    day = models.DateField(_("日期"))

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name", "day"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class CycleYear(models.Model):
    """One result of the cycle: a year, and the way it is assessed where a year has several; its weight in per cent.

    What was published is entered by hand: our rate and rank, and the rate of the county that stood at our target rank.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="years")
    year = models.PositiveIntegerField(_("年度"))
    method = models.CharField(_("测评方式"), max_length=40, blank=True, default="")
    weight = models.FloatField(_("权重（%）"))
    published_rate = models.FloatField(_("公布的得分率（%）"), null=True, blank=True)
    published_rank = models.PositiveIntegerField(_("公布的名次"), null=True, blank=True)
    rank_rate = models.FloatField(_("目标名次的得分率（%）"), null=True, blank=True)

    class Meta:
        ordering = ["year", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "year", "method"], name="cycle_year_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.method}".strip()


class NotApplicable(models.Model):
    """A decision that an indicator (and all below it) does not apply to a unit. Taken back, never deleted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="not_applicable")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    reason = models.CharField(_("理由"), max_length=300)
    whole = models.BooleanField(default=False, help_text="follows from a decision for the whole campaign")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "indicator"],
                condition=Q(taken_back_at__isnull=True),
                name="not_applicable_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.indicator}"


class Move(models.Model):
    """The campaign went from one edition to another. Facts stay; the mapping is applied at reading and can be taken back."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="moves")
    old = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    new = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    indicators = models.JSONField(default=dict, help_text="old code → new code")
    measures = models.JSONField(default=dict, help_text="new edition's measure → catalogue measure, as bound before")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Adoption(Versioned):
    """What the campaign does with one indicator of its edition: adopt it, refine it into a duty, or leave it out, and why."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="adoptions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    decision = models.CharField(_("处理"), max_length=16, choices=Decision.choices)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    duty = models.TextField(_("任务"), blank=True)
    material = models.TextField(_("材料"), blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头单位"))
    supporting = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("配合单位"))
    due_on = models.DateField(_("完成时限"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "edition", "indicator"], name="adoption_once"),
            models.CheckConstraint(
                condition=~Q(decision=Decision.NOT_APPLICABLE) | ~Q(reason=""), name="left_out_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.decision}"


class SelfCheck(Versioned):
    """A unit's own look at one indicator: what is missing, what will be done about it, and by when it will be met."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="self_checks")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    gap = models.TextField(_("差距说明"), blank=True)
    improvement = models.TextField(_("改进措施"), blank=True)
    expected_on = models.DateField(_("预计达标日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "edition", "unit", "indicator"], name="self_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.indicator}"


class Tick(models.Model):
    """An item of a supplementary list, looked at for a campaign: there or not yet, and on what ground."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(SupplementItem, models.PROTECT, related_name="ticks")
    met = models.BooleanField(_("符合"))
    words = models.CharField(_("依据"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "item"], name="tick_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.met}"


class Honour(Versioned):
    """A title that was won: who conferred it, when, and when it is examined again."""

    title = models.CharField(_("称号"), max_length=120)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices, default=Level.NATIONAL)
    scope = models.CharField(_("类型"), max_length=8, choices=Scope.choices, default=Scope.WHOLE)
    conferred_by = models.CharField(_("命名机关"), max_length=100, blank=True)
    document = models.CharField(_("文号"), max_length=80, blank=True)
    conferred_on = models.DateField(_("命名日期"))
    review_on = models.DateField(_("复审日期"), null=True, blank=True)
    ended_on = models.DateField(_("失效日期"), null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="honours", verbose_name=_("创建活动")
    )

    class Meta:
        ordering = ["-conferred_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["title", "conferred_on"], name="honour_once"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gt=F("conferred_on")), name="honour_reviewed_after"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkPlan(models.Model):
    """A unit's own plan for a campaign, as it was handed in. A newer one goes before it; none is ever changed."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="plans")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["campaign", "unit", "-id"], name="plan_by_unit")]

    def __str__(self) -> str:
        return self.name
