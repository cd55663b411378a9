"""A material beside the place that it speaks of: what the paper says and what was seen there stand next to each other."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from duibiao.ledger.models.materials import Material
from duibiao.places.models import Site


class SiteLink(models.Model):
    """A material is about a site. What inspections found there is read when it is shown, never copied."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="site_links")
    site = models.ForeignKey(Site, models.PROTECT, related_name="material_links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["material", "id"]
        constraints = [models.UniqueConstraint(fields=["material", "site"], name="site_link_once")]

    def __str__(self) -> str:
        return f"{self.material_id} – {self.site_id}"
