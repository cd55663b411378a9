"""Editions as they were published, their indicators as rows to browse and search, and the county's measures.

Its one trick: the text of an edition is the truth and everything else here is derived from it. A published text cannot be
changed or deleted, whoever asks: the database refuses.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.lib.versions import Versioned
from duibiao.standards.choices import EditionState, MeasureKind, Method


class Measure(models.Model):
    """A thing that the county counts, rates or judges. Facts name it; editions refer to it; its code never changes."""

    code = models.CharField(_("计量项代码"), max_length=80, primary_key=True)
    name = models.CharField(_("计量项名称"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=10, choices=MeasureKind.choices)
    unit_word = models.CharField(_("计量单位"), max_length=20, blank=True)
    definition = models.JSONField(default=dict, help_text="as the edition that brought it says it")
    spelling = models.CharField(max_length=600, blank=True, editable=False, help_text="pinyin and initials, for search")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One edition of one official standard."""

    standard = models.CharField(_("标准代码"), max_length=80)
    edition = models.CharField(_("版次"), max_length=40)
    title = models.CharField(_("标准名称"), max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(_("发布机关"), max_length=100)
    demonstration = models.BooleanField(_("演示"), default=False)
    points = models.FloatField(_("总分"), null=True)
    leaves = models.PositiveIntegerField(_("计分指标数"), default=0)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    in_force_from = models.DateField(_("生效日期"), null=True, blank=True)

    class Meta:
        ordering = ["title", "-edition"]
        constraints = [models.UniqueConstraint(fields=["standard", "edition"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.title}（{self.edition}）"

    @property
    def is_published(self) -> bool:
        return self.state == EditionState.PUBLISHED


class Indicator(models.Model):
    """An indicator of an edition as a row: what the tree page shows and the search looks through."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="indicators")
    number = models.PositiveIntegerField(help_text="reading order; the engine's node number")
    parent_number = models.PositiveIntegerField(default=0)
    depth = models.PositiveSmallIntegerField()
    code = models.CharField(_("编号"), max_length=40)
    name = models.CharField(_("指标"), max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    text = models.TextField(_("计分办法原文"), blank=True)
    points = models.FloatField(_("分值"), null=True)
    method = models.CharField(_("测评方法"), max_length=10, choices=Method.choices, blank=True)
    leaf = models.BooleanField()
    bonus = models.BooleanField(default=False)
    applies_to = ArrayField(models.CharField(max_length=60), default=list)
    rule: Any = models.JSONField(default=list, help_text="each term in words: {zh, en}")
    spelling = models.CharField(max_length=900, blank=True)

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="indicator_number_once"),
            models.UniqueConstraint(fields=["edition", "code"], name="indicator_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Binding(models.Model):
    """A measure of an edition means a measure of the county's catalogue."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bindings")
    code = models.CharField(max_length=80, help_text="the edition's own word")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="bindings", db_column="measure")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="binding_code_once"),
            models.UniqueConstraint(fields=["edition", "measure"], name="binding_measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.measure_id}"


class Supplement(Versioned):
    """A list of requirements that stands beside the assessment standard, such as the ten things that a demonstration site has."""

    title = models.CharField(_("清单名称"), max_length=120, unique=True)
    issuer = models.CharField(_("来源"), max_length=100, blank=True)
    about = models.TextField(_("说明"), blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class SupplementItem(models.Model):
    """One requirement of such a list. An item that was dropped stays, for ticks may rest on it."""

    supplement = models.ForeignKey(Supplement, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(_("序号"))
    text = models.CharField(_("要求"), max_length=400)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["supplement", "number"]
        constraints = [models.UniqueConstraint(fields=["supplement", "number"], name="supplement_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class ItemReference(models.Model):
    """An item of a supplementary list and an indicator of an edition speak of the same thing."""

    item = models.ForeignKey(SupplementItem, models.CASCADE, related_name="references")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    indicator = models.CharField(_("指标编号"), max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "edition", "indicator"], name="item_reference_once")]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.indicator}"
