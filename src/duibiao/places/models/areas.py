"""Areas and road segments, and the people who answer for them: every metre has somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Person, Unit
from duibiao.places.choices import AreaKind, Part


class Area(Versioned):
    """A grid, a road segment, an estate: something on the ground that a unit looks after."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=16, choices=AreaKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="areas", verbose_name=_("责任单位"))
    extent = models.CharField(_("起止范围"), max_length=200, blank=True)
    length_m = models.PositiveIntegerField(_("长度（米）"), null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Answerer(Span):
    """A person who answers for an area, in which part, from a day to a day."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="answerers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="answers_for", verbose_name=_("人员"))
    part = models.CharField(_("责任"), max_length=16, choices=Part.choices, default=Part.HEAD)

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            in_order("answerer_span_in_order"),
            models.UniqueConstraint(
                fields=["area", "person", "part"], condition=models.Q(until__isnull=True), name="answers_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()
