"""The tree of units. A row knows its ancestors by `path` ("/00000001/00000005/"), so that "this unit and all below" is one index range."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.choices import UnitKind


class UnitGroup(models.Model):
    """A group in which units are ranked together: 乡镇组, 执法部门组. A unit may be in several."""

    name = models.CharField(_("分组名称"), max_length=60, unique=True)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Unit(Versioned, Span):
    """A body that owes and is scored. `since` and `until` say when it existed."""

    code = models.CharField(_("单位代码"), max_length=32, unique=True)
    name = models.CharField(_("单位名称"), max_length=100)
    short_names = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("简称"))
    kind = models.CharField(_("单位类别"), max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    # Collation C: sorted by bytes, so that children stand below their parent and "begins with" uses the index.
    path = models.CharField(max_length=200, editable=False, default="", db_collation="C")
    groups = models.ManyToManyField(UnitGroup, blank=True, related_name="units", verbose_name=_("所属分组"))
    order = models.PositiveIntegerField(_("排序"), default=0)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], condition=Q(until__isnull=True), name="unit_name_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="county"), name="unit_one_county"),
            models.CheckConstraint(condition=Q(kind="county") | Q(parent__isnull=False), name="unit_has_parent"),
            in_order("unit_span_in_order"),
        ]
        indexes = [models.Index(fields=["path"], name="unit_by_path")]

    def __str__(self) -> str:
        return self.name

    def path_below(self, parent: "Unit | None") -> str:
        """The path that this unit has below `parent`; ids are padded, so that they sort as numbers."""
        return f"{parent.path if parent else '/'}{self.pk:08d}/"

    @property
    def depth(self) -> int:
        """0 for the county, 1 for its departments and townships, and so on."""
        return self.path.count("/") - 2

    @property
    def known_as(self) -> str:
        """The name that fits in a narrow column."""
        return self.short_names[0] if self.short_names else self.name
