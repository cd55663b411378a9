"""What a submitter gives their word for (提交人承诺), before the first material of a campaign is handed in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import Unit


class Undertaking(models.Model):
    """One account's word for one unit in one campaign: the very words that were shown. Appended, never changed."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="undertakings")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    words = models.CharField(_("承诺"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "by"], name="undertaking_once"),
            models.CheckConstraint(condition=~Q(words=""), name="undertaking_with_words"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id}"
