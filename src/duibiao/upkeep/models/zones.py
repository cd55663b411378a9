"""Zones of daily work (作业责任区): an area and one of five mechanisms, with the one body that works there, how well and how often.

Its one trick: a zone may have no body or two; the table says so instead of refusing, because that is what the ground looks like when
the office begins. What the page makes an alarm is the count of bodies that hold today.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.places.models import Area
from duibiao.upkeep.choices import TOOLS, Mechanism, Often


class UpkeepZone(Versioned):
    """One mechanism in one area: the standard, how often; a demonstration segment has a stricter standard of its own."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="zones", verbose_name=_("区域路段"))
    mechanism = models.CharField(_("作业机制"), max_length=12, choices=Mechanism.choices)
    standard = models.CharField(_("管护标准"), max_length=300, blank=True)
    often = models.CharField(_("多久一次"), max_length=8, choices=Often.choices, default=Often.DAY)
    times = models.PositiveSmallIntegerField(_("几次"), default=1)
    demonstration = models.BooleanField(_("示范路段"), default=False)
    demonstration_standard = models.CharField(_("示范标准"), max_length=300, blank=True)
    not_needed = models.CharField(_("不需要的理由"), max_length=100, blank=True)

    class Meta:
        ordering = ["area__code", "mechanism"]
        constraints = [
            models.UniqueConstraint(fields=["area", "mechanism"], name="zone_once"),
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=24), name="zone_times"),
            models.CheckConstraint(
                condition=Q(demonstration=False) | ~Q(demonstration_standard=""), name="zone_demonstrates_a_standard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.get_mechanism_display()}"

    @property
    def tool(self) -> str:
        """What it is called where it was invented: one broom, to the end."""
        return str(TOOLS[Mechanism(self.mechanism)])


class Body(Span):
    """The unit that works in a zone, from a day to a day; `contractor` is whom it has hired for it."""

    zone = models.ForeignKey(UpkeepZone, models.CASCADE, related_name="bodies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="zone_bodies", verbose_name=_("责任主体"))
    contractor = models.CharField(_("作业公司"), max_length=100, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            in_order("zone_body_span_in_order"),
            models.UniqueConstraint(fields=["zone", "unit"], condition=Q(until__isnull=True), name="zone_body_once"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.unit_id}"


class Work(models.Model):
    """What was done in a zone on a day, in a few words. No clock, no track, no picture needed; told once under its `uid`."""

    zone = models.ForeignKey(UpkeepZone, models.PROTECT, related_name="works")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=40)
    done_on = models.DateField(_("哪天"))
    words = models.CharField(_("做了什么"), max_length=200, blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-done_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["zone", "uid"], name="work_told_once")]
        indexes = [models.Index(fields=["zone", "-done_on"], name="work_by_zone")]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.done_on}"


class Outlay(Versioned):
    """What a township or department puts into a mechanism in a year, as it says itself: people, machines, money."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="outlays", verbose_name=_("单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    mechanism = models.CharField(_("作业机制"), max_length=12, choices=Mechanism.choices)
    staff = models.PositiveIntegerField(_("作业人员（人）"), default=0)
    machines = models.PositiveIntegerField(_("设备（台、辆）"), default=0)
    money_wan = models.FloatField(_("经费（万元）"), default=0)
    words = models.CharField(_("自定的标准"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-year", "unit", "mechanism"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "mechanism"], name="outlay_once"),
            models.CheckConstraint(condition=Q(money_wan__gte=0), name="outlay_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.mechanism}"
