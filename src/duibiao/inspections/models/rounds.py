"""A round of inspections, the draw behind it, and who goes where.

Its one trick: the draw is fixed before anybody knows it. First the frame's hash and the commitment are published, then the
draw is made, and at the end the seed is shown; from these three anybody draws again (`duibiao draw-again`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import AssignmentState, ReplaceReason, RoundKind, RoundState
from duibiao.lib.versions import Versioned
from duibiao.places.models import Site, SiteType


class Round(Versioned):
    """A round of one kind. `counts`: what is found becomes facts. `secret_until_done` follows from the kind (暗访)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds", verbose_name=_("创建活动"))
    title = models.CharField(_("轮次名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=10, choices=RoundKind.choices)
    state = models.CharField(_("状态"), max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    slot_since = models.TimeField(_("观察时段起"), null=True, blank=True)
    slot_until = models.TimeField(_("观察时段止"), null=True, blank=True)
    types = models.ManyToManyField(SiteType, blank=True, related_name="rounds", verbose_name=_("点位类型"))
    listed = models.ManyToManyField(
        Site, blank=True, related_name="+", help_text="draw from these sites only; none: from all of the types"
    )
    counts = models.BooleanField(_("计入得分"), default=True)
    size = models.PositiveIntegerField(_("抽取点位数"), default=20)
    minimum = models.PositiveIntegerField(_("每层至少"), default=1)
    fresh_percent = models.PositiveIntegerField(_("从未检查过的点位至少占（%）"), default=30)
    per_day = models.PositiveIntegerField(_("每人每天点位数"), default=8)
    double_percent = models.PositiveIntegerField(_("双人背靠背复测（%）"), default=0)
    beacon_words = models.CharField(_("公开数"), max_length=120, blank=True)
    beacon = models.CharField(_("公开数的值"), max_length=80, blank=True)
    frame = models.TextField(blank=True, help_text="canonical JSON: what was drawn from")
    frame_sha256 = models.CharField(_("抽样框指纹"), max_length=64, blank=True)
    commitment = models.CharField(_("种子指纹"), max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True, help_text="shown to nobody before the round is done")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title"], name="round_title_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="round_days_in_order"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(committed_at__lte=F("drawn_at")),
                name="round_committed_before_drawn",
            ),
            models.CheckConstraint(
                condition=~Q(kind="self_check") | Q(counts=False), name="round_self_check_counts_nothing"
            ),
            models.CheckConstraint(
                condition=Q(slot_since__isnull=True, slot_until__isnull=True) | Q(slot_until__gt=F("slot_since")),
                name="round_slot_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slot(self) -> str:
        """The time of day in which it is observed; empty: at any."""
        if self.slot_since is None or self.slot_until is None:
            return ""
        return f"{self.slot_since:%H:%M}–{self.slot_until:%H:%M}"

    @property
    def is_secret(self) -> bool:
        """Whether the inspected must not know of it yet."""
        return self.kind == RoundKind.MYSTERY and self.state != RoundState.DONE


class RoundInspector(models.Model):
    """Somebody who goes out in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds", verbose_name=_("督查员"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="round_inspector_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.user_id}"


class Assignment(models.Model):
    """A site that somebody is to visit in a round; its inclusion probability as it was declared."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="assignments")
    site = models.ForeignKey(Site, models.PROTECT, related_name="assignments")
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    stratum = models.CharField(max_length=80, blank=True)
    probability = models.FloatField(_("入样概率"), default=1.0)
    day = models.DateField(_("日期"), null=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    second = models.BooleanField(_("背靠背复测"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.WAITING)
    reason = models.CharField(_("替换原因"), max_length=12, choices=ReplaceReason.choices, blank=True)
    words = models.CharField(_("说明"), max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["day", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "site", "inspector"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(probability__gt=0) & Q(probability__lte=1), name="assignment_probability_in_range"
            ),
            models.CheckConstraint(condition=~Q(state="replaced") | ~Q(reason=""), name="replaced_with_a_reason"),
        ]
        indexes = [models.Index(fields=["inspector", "state", "day"], name="assignment_by_inspector")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.site_id}"


class Reserve(models.Model):
    """The next of a stratum, in the order that the draw gave: who replaces does not choose."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reserves")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["stratum", "position"]
        constraints = [models.UniqueConstraint(fields=["round", "site"], name="reserve_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.stratum} {self.position}"


class Reading(models.Model):
    """Somebody looked at a secret round before it was done."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.by_id}"
