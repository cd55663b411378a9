"""A register, its columns, its rows, and the measures that its sums feed.

Its one trick: a row is never changed. A correction is a row that supersedes, a withdrawal is one that supersedes and says so; what
counted at any instant can be counted again, and the database refuses everything else.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.ledger.models import Material
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.registers.choices import ColumnKind, Sort
from duibiao.standards.models import Measure


class Register(Versioned):
    """A kind of rows that units keep. Closed ones take no more rows and stay readable."""

    name = models.CharField(_("登记簿名称"), max_length=60, unique=True)
    sort = models.CharField(_("登记什么"), max_length=10, choices=Sort.choices, default=Sort.ACTIVITY)
    about = models.CharField(_("登记哪些"), max_length=300, blank=True)
    rule = models.CharField(_("统计口径"), max_length=300, blank=True)
    word = models.CharField(
        _("一条叫什么"), max_length=4, default="条", help_text="场, 项, 件: behind the number of rows"
    )
    kinds: Any = ArrayField(models.CharField(max_length=40), verbose_name=_("种类"))
    joint = models.BooleanField(_("可以联合举办"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=~Q(kinds=[]), name="register_with_kinds")]

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """A column of its own of a register. It may be dropped, and what was written in it stays."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="columns")
    key = models.SlugField(max_length=20)
    title = models.CharField(_("列名"), max_length=30)
    kind = models.CharField(_("填什么"), max_length=8, choices=ColumnKind.choices)
    unit_word = models.CharField(_("计量单位"), max_length=10, blank=True)
    places = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    options: Any = ArrayField(models.CharField(max_length=40), verbose_name=_("可选的"), default=list, blank=True)
    required = models.BooleanField(_("必填"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "key"], name="register_column_once"),
            models.UniqueConstraint(
                fields=["register", "title"], condition=Q(dropped_at=None), name="register_column_title_once"
            ),
            models.CheckConstraint(condition=Q(places__lte=2), name="register_column_places"),
            models.CheckConstraint(
                condition=~Q(kind=ColumnKind.CHOICE) | ~Q(options=[]), name="register_column_with_options"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.unit_word}）" if self.unit_word else self.title


class Entry(models.Model):
    """A row: one activity, one item. Written once; the row that `supersedes` it counts in its place."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="register_entries", verbose_name=_("单位"))
    uid = models.CharField(max_length=60, unique=True, help_text="made with the form: sending twice is harmless")
    day = models.DateField(_("日期"))
    kind = models.CharField(_("种类"), max_length=40)
    title = models.CharField(_("主题、名称"), max_length=200)
    values = models.JSONField(default=dict, help_text="by the key of the column")
    effect = models.CharField(_("成效"), max_length=500, blank=True)
    withdrawn = models.BooleanField(default=False)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    hosts: Any = models.ManyToManyField(Unit, through="CoHost", related_name="+")
    evidence: Any = models.ManyToManyField(Material, through="Evidence", related_name="+")

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["register", "day", "id"], name="entry_by_day"),
            models.Index(fields=["unit", "register", "day"], name="entry_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="entry_with_title"),
            models.CheckConstraint(condition=Q(supersedes=None) | ~Q(reason=""), name="entry_supersedes_with_reason"),
            models.CheckConstraint(condition=Q(supersedes=None) | Q(supersedes__lt=F("id")), name="entry_supersedes_earlier"),
            models.CheckConstraint(condition=Q(withdrawn=False) | ~Q(supersedes=None), name="entry_withdraws_another"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class CoHost(models.Model):
    """A unit that held it together with the unit of the row. It is counted once, with that unit."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="co_hosts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "unit"], name="co_host_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.unit_id}"


class Evidence(models.Model):
    """A material of the ledger that shows it. It was given there, and is not given again here."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="proofs")
    material = models.ForeignKey(Material, models.PROTECT, related_name="register_entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "material"], name="entry_evidence_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.material_id}"


class Feed(models.Model):
    """A measure whose number is a register's sum, from a day on. Nobody reports it by hand as long as this holds."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="feeds")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", db_column="measure")
    column = models.ForeignKey(Column, models.PROTECT, null=True, related_name="+", verbose_name=_("加哪一列"))
    kinds: Any = ArrayField(models.CharField(max_length=40), verbose_name=_("只算哪些种类"), default=list, blank=True)
    since = models.DateField(_("从哪天起"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["register", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measure"], condition=Q(ended_at=None), name="feed_one_for_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} → {self.measure_id}"
