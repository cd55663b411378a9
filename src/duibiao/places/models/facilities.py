"""Facilities: notice boards, public-service advertisements and the like; how each was found, every time that somebody looked.

Its one trick: a facility is a site, with a state beside it. So it lies on the map, is visited in a census round with the same
phone, and what is wrong with it is a problem like any other; nothing of that is written twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.organisation.models import Unit
from duibiao.places.choices import FacilityState
from duibiao.places.models.sites import Site


class Facility(models.Model):
    """What a facility has beyond its site: the unit that answers for it, and its state when somebody last looked."""

    site = models.OneToOneField(Site, models.PROTECT, related_name="facility")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facilities", verbose_name=_("责任单位"))
    state = models.CharField(_("状态"), max_length=10, choices=FacilityState.choices, default=FacilityState.UNSEEN)
    looked_at = models.DateTimeField(_("最近查看"), null=True)
    photo = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["site__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FacilityState.UNSEEN, looked_at__isnull=True)
                | (~Q(state=FacilityState.UNSEEN) & Q(looked_at__isnull=False)),
                name="facility_state_by_a_look",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="facility_by_unit")]

    def __str__(self) -> str:
        return self.site.name


class Look(models.Model):
    """Somebody looked at a facility. `reference` is the sender's: a visit, a problem's end, a form's own id."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="looks")
    state = models.CharField(_("状态"), max_length=10, choices=FacilityState.choices)
    at = models.DateTimeField(_("查看时间"))
    words = models.CharField(_("说明"), max_length=200, blank=True)
    photo = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "reference"], name="facility_look_once"),
            models.CheckConstraint(condition=~Q(state=FacilityState.UNSEEN), name="facility_look_sees"),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.state}"
