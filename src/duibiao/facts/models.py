"""The journal of facts. One row is one recorded value of one measure; rows are appended and never changed.

The sequence is gapless: it is taken from a counter that is locked until the fact is committed, so a reader that has seen
number n has seen everything before it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.facts.choices import Source
from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure


class Counter(models.Model):
    """The number of the last fact; there is one row."""

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class Fact(models.Model):
    """One recorded value. `at` is when it was true, `recorded_at` when we learned of it."""

    sequence = models.BigIntegerField(primary_key=True)
    uid = models.CharField(max_length=80, unique=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="facts", db_column="measure")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", related_name="facts", db_column="unit")
    site = models.CharField(_("点位"), max_length=120, null=True)
    at = models.DateTimeField(_("发生时间"), null=True)
    value = models.FloatField(_("数值"), null=True)
    out_of = models.FloatField(_("总数"), null=True)
    grade = models.CharField(_("等次"), max_length=60, null=True)
    level = models.CharField(_("层级"), max_length=60, null=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    reference = models.CharField(_("依据"), max_length=200, null=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", db_column="supersedes"
    )
    reason = models.CharField(_("更正原因"), max_length=300, null=True)

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["unit", "measure"], name="fact_by_unit_and_measure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(supersedes__lt=F("sequence")),
                name="fact_supersedes_an_earlier_one",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(reason__isnull=False), name="fact_supersedes_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.measure_id} {self.unit_id}"


class Liability(models.Model):
    """A unit that answers for a fact; written with the fact."""

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="liabilities", db_column="sequence")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", related_name="+", db_column="unit")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "unit"], name="liability_once")]

    def __str__(self) -> str:
        return f"#{self.fact_id} {self.unit_id}"
