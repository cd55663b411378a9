"""The little that insight keeps itself: drawn boundaries, and the days on which inspectors from above are expected.

Everything else here is worked out anew from sites, visits and problems; there is nothing to fall behind.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.models import Unit
from duibiao.places.models import Area


class Outline(models.Model):
    """Where a unit's land, or an area, ends: drawn by the county itself, so that a map without tiles is a map."""

    unit = models.OneToOneField(Unit, models.CASCADE, null=True, blank=True, related_name="outline")
    area = models.OneToOneField(Area, models.CASCADE, null=True, blank=True, related_name="outline")
    rings = models.JSONField(help_text="WGS-84: rings of [longitude, latitude] pairs; a line has one open ring")
    closed = models.BooleanField(default=True, help_text="an outline, not a line such as a road segment")
    drawn_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, area__isnull=False) | Q(unit__isnull=False, area__isnull=True),
                name="outline_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or ''} {self.area_id or ''}"


class Season(models.Model):
    """Days on which inspectors from above are expected: 迎检期. Outside of it is everyday life."""

    name = models.CharField(_("名称"), max_length=60)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="season_days_in_order"),
            models.UniqueConstraint(fields=["since", "until"], name="season_once"),
        ]

    def __str__(self) -> str:
        return self.name
