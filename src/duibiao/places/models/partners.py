"""Partner units (单位包联): a unit stands by an estate or a village from a day to a day.

Its one trick: the site itself names today's partner, and the bonds say who it was when; the service keeps the two in step.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.organisation.models import Unit
from duibiao.places.models.sites import Site


class Bond(Span):
    """A unit stands by a site; one at a time."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="bonds", verbose_name=_("包联点位"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bonds", verbose_name=_("包联单位"))

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            in_order("bond_span_in_order"),
            models.UniqueConstraint(fields=["site"], condition=Q(until__isnull=True), name="bond_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["unit", "site"], name="bond_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.site_id}"
