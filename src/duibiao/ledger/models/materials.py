"""A material, its versions, and what it is used for. It is given once; each use stands and is reviewed for itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.ledger.choices import MaterialKind, UseState
from duibiao.ledger.models.requirements import Requirement
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit


class Material(Versioned):
    """One piece of evidence of one unit. A photo carries its six facts; a document its number and day."""

    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="materials")
    title = models.CharField(_("材料名称"), max_length=240)
    kind = models.CharField(_("材料类型"), max_length=12, choices=MaterialKind.choices)
    dated_on = models.DateField(_("形成日期"), null=True, blank=True)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    people = models.CharField(_("人物"), max_length=120, blank=True, help_text="posts and bodies, as the standard asks")
    theme = models.CharField(_("主题"), max_length=120, blank=True)
    background = models.CharField(_("背景"), max_length=300, blank=True)
    cause = models.CharField(_("事由"), max_length=300, blank=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["unit", "-id"], name="material_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""), name="material_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class MaterialFile(models.Model):
    """A version of a material: one file. Versions are added and never changed; the highest counts."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="files")
    number = models.PositiveIntegerField(_("版本"))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["material", "-number"]
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="material_version_once")]
        indexes = [models.Index(fields=["blob"], name="material_file_by_blob")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Use(models.Model):
    """A material given for a requirement. `late` is set when it is given and never taken off; the database refuses it."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="uses")
    material = models.ForeignKey(Material, models.PROTECT, related_name="uses")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=UseState.choices)
    page = models.PositiveIntegerField(_("第几页起"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    late = models.BooleanField(_("逾期补交"), default=False)
    grade = models.CharField(_("等次"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(help_text="when it came into its present state")
    due_on = models.DateField(null=True, help_text="by when what was returned is mended")

    class Meta:
        ordering = ["requirement", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["requirement", "material"], name="use_once")]
        indexes = [
            models.Index(fields=["state", "moved_at", "id"], name="use_waiting"),
            models.Index(fields=["unit", "state"], name="use_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} → {self.requirement_id}"
