"""An official table on its way to an edition: the file, how it was understood, and each indicator with its clause and its rule.

Its one trick: what was proposed and what a person settled stand side by side in a row, so that reading the table again (other
columns, a better reader) never loses what somebody confirmed.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Import
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.standards.choices import ClauseState, Origin
from duibiao.standards.models.editions import Edition


class ImportDraft(Versioned):
    """One file that becomes one edition. `file` holds the bytes, who handed them in, and how far the reading is."""

    file = models.OneToOneField(Import, models.PROTECT, related_name="standard_draft")
    title = models.CharField(_("标准名称"), max_length=200, blank=True)
    standard = models.CharField(_("标准代码"), max_length=80, blank=True)
    edition_name = models.CharField(_("版次"), max_length=40, blank=True)
    issuer = models.CharField(_("发布机关"), max_length=100, blank=True)
    source: Any = models.JSONField(default=dict, help_text="the tables of the file, as the engine read them")
    corrections: Any = models.JSONField(default=dict, help_text="what people said of tables, headers and columns")
    understood: Any = models.JSONField(default=dict, help_text="the proposal without its indicators")
    unit_choices: Any = models.JSONField(default=dict, help_text="words of the table → unit codes that a person said")
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, related_name="drafts")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.file.name


class ConfirmedClause(models.Model):
    """A clause that somebody confirmed, and the reading it was given: proposed again when the same words come back.

    `key` stands for the words and the points, `context` for the indicator's name and text, on which targets and measures rest.
    """

    key = models.CharField(max_length=64)
    context = models.CharField(max_length=64)
    words = models.TextField(_("计分办法原文"))
    points = models.FloatField(_("分值"), null=True)
    reading: Any = models.JSONField()
    title = models.CharField(_("标准名称"), max_length=200)
    code = models.CharField(_("编号"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "context"], name="confirmed_clause_once")]

    def __str__(self) -> str:
        return self.words[:40]


class DraftIndicator(Versioned):
    """An indicator of a draft. A leaf has a clause, the reading proposed for it, and perhaps the one that a person settled."""

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="indicators")
    number = models.PositiveIntegerField(help_text="reading order")
    parent_number = models.PositiveIntegerField(default=0)
    top_number = models.PositiveIntegerField(help_text="the first-level indicator that it belongs to")
    depth = models.PositiveSmallIntegerField()
    leaf = models.BooleanField()
    code = models.CharField(_("编号"), max_length=40)
    name = models.CharField(_("指标"), max_length=300)
    points = models.FloatField(_("分值"), null=True)
    clause = models.TextField(_("计分办法原文"), blank=True)
    place = models.CharField(max_length=80, blank=True)
    piece: Any = models.JSONField(default=dict, help_text="all that the table says of it, as the engine's value")
    proposed: Any = models.JSONField(null=True, help_text="the reading proposed, as the engine's value")
    settled: Any = models.JSONField(null=True, help_text="the reading as a person settled it")
    state = models.CharField(_("状态"), max_length=10, choices=ClauseState.choices, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, blank=True)
    remembered = models.ForeignKey(ConfirmedClause, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, blank=True)
    context = models.CharField(max_length=64, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_indicator_number_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="draft_clause_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def reading(self) -> dict[str, Any] | None:
        """The reading that counts: a person's, else the proposed one."""
        held: dict[str, Any] | None = self.settled if self.settled is not None else self.proposed
        return held


class ProposedDuty(models.Model):
    """Who the table says does it: taken over into the decomposition of a campaign under this edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="proposed_duties")
    indicator = models.CharField(_("指标编号"), max_length=40)
    words = models.CharField(_("原表的单位"), max_length=400)
    material = models.TextField(_("材料"), blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("牵头单位"))
    supporting = ArrayField(
        models.PositiveBigIntegerField(), default=list, help_text="ids of units, which are never deleted"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "indicator"], name="proposed_duty_once")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.words}"
