"""What is looked at where: one checklist for a type of site under one edition, in versions that never change once in force.

Its one trick: an item's `code` is the question's name on every phone, ODK Collect's too, so an answer that comes late finds
its item although the checklist has a newer version.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.inspections.choices import Answer, ItemKind, PhotoRule, VersionState
from duibiao.lib.versions import Versioned
from duibiao.places.models import SiteType
from duibiao.standards.models import Edition, Measure


class Checklist(models.Model):
    """The checklist of a type of site under an edition. `form` is its name for phones."""

    type = models.ForeignKey(SiteType, models.PROTECT, related_name="checklists", verbose_name=_("点位类型"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="checklists", verbose_name=_("测评标准"))
    title = models.CharField(_("检查表"), max_length=80)
    form = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["type__order", "id"]
        constraints = [models.UniqueConstraint(fields=["type", "edition"], name="checklist_once")]

    def __str__(self) -> str:
        return self.title


class ChecklistVersion(Versioned):
    """One version; one is in force. What is in force never changes, but for example pictures: a new one is drafted."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["checklist", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once"),
            models.UniqueConstraint(fields=["checklist"], condition=Q(state="in_force"), name="checklist_one_in_force"),
            models.UniqueConstraint(fields=["checklist"], condition=Q(state="draft"), name="checklist_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} v{self.number}"


class Item(models.Model):
    """One thing to check: the clause it rests on, how it is observed, what a fault costs, what it feeds."""

    checklist_version = models.ForeignKey(ChecklistVersion, models.CASCADE, related_name="items")
    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("方式"), max_length=8, choices=ItemKind.choices)
    answer = models.CharField(_("填法"), max_length=6, choices=Answer.choices, default=Answer.TICK)
    text = models.CharField(_("检查内容"), max_length=300)
    how = models.TextField(_("怎样看"), blank=True)
    clause = models.CharField(_("条款"), max_length=40, help_text="code of the indicator in the checklist's edition")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("计量项")
    )
    matter = models.CharField(_("事项"), max_length=20, blank=True, help_text="which department answers for it")
    points = models.FloatField(_("每处扣分"), default=0)
    unit_word = models.CharField(_("计数单位"), max_length=10, blank=True)
    good_when = models.FloatField(_("达标线"), null=True, blank=True)
    fewer = models.BooleanField(_("越少越好"), default=False)
    photo = models.CharField(_("照片"), max_length=6, choices=PhotoRule.choices, default=PhotoRule.FAULT)
    camera_only = models.BooleanField(_("只能现拍"), default=True)
    phrases = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("常用语"))
    right = models.CharField(_("正确示例"), max_length=200, blank=True)
    wrong = models.CharField(_("错误示例"), max_length=200, blank=True)
    right_picture = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    wrong_picture = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["checklist_version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist_version", "code"], name="item_code_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="item_points_not_negative"),
        ]

    def __str__(self) -> str:
        return self.text
