"""The command structure of a campaign: headquarters, offices and task groups, with member units and people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.choices import GroupKind
from duibiao.organisation.models.people import Person
from duibiao.organisation.models.units import Unit


class WorkingGroup(Versioned):
    """指挥部, 办公室 or 专项工作组; a tree."""

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=16, choices=GroupKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    duties = models.TextField(_("职责"), blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["parent", "name"], name="working_group_name_once")]

    def __str__(self) -> str:
        return self.name


class MemberUnit(models.Model):
    """A unit in a working group; one may lead it."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="member_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    leads = models.BooleanField(_("牵头单位"), default=False)

    class Meta:
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "unit"], name="member_unit_once"),
            models.UniqueConstraint(fields=["group"], condition=models.Q(leads=True), name="member_unit_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}:{self.unit_id}"


class Member(Span):
    """A person in a working group, by the title held there (政委, 指挥长, 组长)."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    title = models.CharField(_("组内职务"), max_length=40)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [in_order("member_span_in_order")]

    def __str__(self) -> str:
        return self.title
