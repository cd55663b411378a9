"""Years that the office has written itself, their exceptional days, and every edit with what stood there before.

Its one trick: a year that the office never touched has no row; it is read from the published calendar that comes with
the program, so that a newer release brings new years by itself. The first edit of a year copies it here.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.workdays.choices import DayKind


class Year(models.Model):
    """A year as the office keeps it. `noticed`: the State Council's notice is in; else it is provisional."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    noticed = models.BooleanField(_("已有放假通知"), default=False)
    document = models.CharField(_("通知文号"), max_length=120, blank=True)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class Day(models.Model):
    """A day that is not as its weekday says. `year` is that of the notice: one for January may name a day of December."""

    day = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("安排"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("节日"), max_length=40, blank=True)
    year = models.ForeignKey(Year, models.CASCADE, related_name="days")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.values), name="workday_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind}"


class Edit(models.Model):
    """What was changed in a year: as it was and as it became, so that it can be taken back."""

    year = models.ForeignKey(Year, models.CASCADE, related_name="edits")
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year_id}: {self.pk}"


class Stamp(models.Model):
    """One row. `token` is new after every edit: who holds the calendar in memory sees by it that it is old.

    `noticed` are the years that had a notice when everything that rests on the calendar was last worked out.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)
    noticed = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="workday_stamp_one")]

    def __str__(self) -> str:
        return str(self.token)
