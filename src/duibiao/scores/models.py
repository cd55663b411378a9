"""Scores as rows: lines, nodes, totals. All of it is worked out from the journal and may be dropped and rebuilt.

Snapshots are the exception: what was published is kept as the very bytes that were shown, with everything that is needed
to compute them again.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.scores.choices import Potential, SnapshotState, Visibility


class Standing(models.Model):
    """How far a campaign's scores have been worked out."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, primary_key=True, related_name="standing")
    sequence = models.BigIntegerField(default=0, help_text="facts up to this one are in ranks and verdicts")
    worked_out_at = models.DateTimeField(null=True)
    frame_sha256 = models.CharField(max_length=64, blank=True)
    edition_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.campaign_id} @ {self.sequence}"


class LineRow(models.Model):
    """One term of one unit."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False)
    unit = models.CharField(max_length=32)
    node = models.IntegerField()
    term = models.IntegerField()
    n = models.BigIntegerField()
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    latest = models.FloatField(null=True)
    grade = models.CharField(max_length=60, null=True)
    rank = models.BigIntegerField(null=True)
    top = models.FloatField(null=True)
    known = models.BooleanField()
    delta = models.FloatField(null=True)
    worst = models.FloatField()
    best = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "term"], name="line_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.term}"


class NodeRow(models.Model):
    """One indicator of one unit; node 0 is the total before rounding and penalties."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False)
    unit = models.CharField(max_length=32)
    node = models.IntegerField()
    worst = models.FloatField()
    best = models.FloatField()
    full = models.FloatField()
    counted = models.BooleanField()
    in_full = models.BooleanField()
    applies = models.BooleanField()
    open = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "node"], name="node_once")]
        indexes = [models.Index(fields=["campaign", "node"], name="node_by_campaign")]

    def __str__(self) -> str:
        return f"{self.unit} {self.node}"


class Total(models.Model):
    """A unit's total, its ranks and verdicts as of `Standing.worked_out_at`; points move with every fact."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="totals")
    unit = models.ForeignKey(Unit, models.CASCADE, to_field="code", db_column="unit", related_name="+")
    group = models.CharField(max_length=60)
    total = models.FloatField()
    total_before = models.FloatField()
    worst = models.FloatField()
    best = models.FloatField()
    full = models.FloatField()
    rate = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    rank_before = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=60, null=True)
    gates = models.JSONField(default=dict)
    vetoes = models.JSONField(default=list)
    open_vetoes = models.JSONField(default=list)
    penalties = models.JSONField(default=dict)
    fined = models.FloatField(
        default=0, help_text="points that penalties take; so that one fact can move the total alone"
    )
    zeroed = models.BooleanField(default=False)
    has_data = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="total_once")]
        indexes = [models.Index(fields=["campaign", "group", "rank"], name="total_by_rank")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.total}"


class Point(models.Model):
    """A unit's total and rank at the end of a day: what the trend is drawn from. Rebuilt from the journal on demand."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="points")
    unit = models.CharField(max_length=32)
    day = models.DateField()
    total = models.FloatField()
    rate = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "day"], name="point_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class Snapshot(models.Model):
    """A result that was fixed: the edition, the facts up to a number, the frame, and the bytes they gave."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="snapshots")
    title = models.CharField(_("名称"), max_length=120)
    edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="+")
    sequence = models.BigIntegerField(_("事实截至"))
    since = models.DateField()
    until = models.DateField()
    as_of_day = models.DateField()
    frame = models.JSONField()
    frame_sha256 = models.CharField(max_length=64)
    result = models.BinaryField()
    result_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=SnapshotState.choices, default=SnapshotState.TAKEN)
    visibility = models.CharField(_("公布范围"), max_length=10, choices=Visibility.choices, default=Visibility.LEADERS)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("审批意见"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What a leader asks before deciding about a fixed result. It keeps its step; the words stay with it."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="questions")
    words = models.CharField(_("追问"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class Compiled(models.Model):
    """The compiled statements of a leaf, under a key that names all they depend on. May be dropped at any time."""

    key = models.CharField(max_length=64, primary_key=True)
    lines = models.TextField()
    above = models.TextField()

    def __str__(self) -> str:
        return self.key


class StageTarget(models.Model):
    """What the campaign's mean rate is to be by a day (阶段目标)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages")
    name = models.CharField(_("阶段"), max_length=60)
    day = models.DateField(_("到哪天"))
    rate = models.FloatField(_("目标得分率（%）"))

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day"], name="stage_target_once"),
            models.CheckConstraint(condition=models.Q(rate__gte=0, rate__lte=120), name="stage_target_rate"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.rate:g} %"


class Outlook(Versioned):
    """What the office holds about an indicator: how sure the points are, what they cost, how to go about it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="outlooks")
    edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    certainty = models.PositiveSmallIntegerField(_("把握（%）"), default=50)
    effort_workdays = models.PositiveSmallIntegerField(_("要花几个工作日"), default=5)
    potential = models.CharField(_("归类"), max_length=8, choices=Potential.choices, blank=True, default="")
    strategy = models.CharField(_("怎么争"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "edition", "indicator"], name="outlook_once"),
            models.CheckConstraint(condition=models.Q(certainty__lte=100), name="outlook_certainty"),
            models.CheckConstraint(
                condition=models.Q(effort_workdays__gte=1, effort_workdays__lte=250), name="outlook_effort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.certainty} %"
