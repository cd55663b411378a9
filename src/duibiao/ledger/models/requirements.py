"""What an indicator demands as evidence, from whom and by when; and the window in which a campaign's materials are handed up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import Format, MaterialKind, Posts
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.standards.models import Edition, Measure


class Requirement(Versioned):
    """One line of an indicator's list of materials: kind, number, time span, format, who, by when.

    Without `units` every unit owes it that takes part and to which the indicator applies.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="requirements")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)
    order = models.PositiveIntegerField(_("顺序"), default=0)
    title = models.CharField(_("材料名称"), max_length=200)
    kind = models.CharField(_("材料类型"), max_length=12, choices=MaterialKind.choices, default=MaterialKind.DOCUMENT)
    number = models.PositiveIntegerField(_("至少几份"), default=1)
    since = models.DateField(_("形成时间从"), null=True, blank=True)
    until = models.DateField(_("到"), null=True, blank=True)
    formats = ArrayField(
        models.CharField(max_length=8, choices=Format.choices), default=list, blank=True, verbose_name=_("格式")
    )
    words = models.TextField(_("要求"), blank=True)
    due_on = models.DateField(_("交齐时限"), null=True, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("由谁交"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("计入的计量项")
    )
    posts = models.CharField(_("审核结果怎样计分"), max_length=8, choices=Posts.choices, blank=True, default="")
    flag_value = models.FloatField(
        null=True, blank=True, help_text="what acceptance says to a flag: 1 it is so, 0 it is not"
    )
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "edition", "indicator", "title"],
                condition=Q(dropped_at__isnull=True),
                name="requirement_once",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="requirement_of_one_or_more"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="requirement_span_in_order",
            ),
            models.CheckConstraint(
                condition=Q(posts="") | Q(measure__isnull=False), name="requirement_posts_to_a_measure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.title}"

    @property
    def wants_photos(self) -> bool:
        return self.kind == MaterialKind.PHOTO


class Window(Versioned):
    """When a campaign's materials are handed up (申报窗口), and how they are reviewed."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="window")
    opens_on = models.DateField(_("窗口开放"), null=True, blank=True)
    closes_on = models.DateField(_("上报截止"), null=True, blank=True)
    two_levels = models.BooleanField(_("先由本单位负责人审核，再由创建办审核"), default=False)
    mend_workdays = models.PositiveIntegerField(_("退回后几个工作日内补正"), default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="window_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.closes_on}"
