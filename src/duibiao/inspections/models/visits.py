"""A visit and what was observed at it, read from a submission. Derived: the submission stays the evidence."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.facts.models import Fact
from duibiao.inspections.choices import Oddity, Outcome
from duibiao.inspections.models.checklists import Item
from duibiao.inspections.models.rounds import Assignment, Round
from duibiao.inspections.models.submissions import Attachment, Submission
from duibiao.places.models import Site


class Visit(models.Model):
    """Somebody was at a site. `distance_m` is how far the phone was from where the site is registered."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="visit")
    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="visits")
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    at = models.DateTimeField(_("到访时间"))
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    warnings = ArrayField(models.CharField(max_length=12, choices=Oddity.choices), default=list)
    counts = models.BooleanField(
        default=True, help_text="its facts were posted: not a self-check, not a second pair of eyes"
    )
    posted_at = models.DateTimeField(null=True, help_text="facts of a secret round wait until it is done")
    note = models.CharField(_("说明"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrected_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrects")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["site", "-at"], name="visit_by_site")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.at:%Y-%m-%d}"


class Observation(models.Model):
    """The result of one item at one visit, with its clause, its count and the fact that rests on it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="observations")
    item = models.ForeignKey(Item, models.PROTECT, related_name="observations")
    outcome = models.CharField(_("结果"), max_length=6, choices=Outcome.choices)
    value = models.FloatField(_("数值"), null=True)
    out_of = models.FloatField(_("总数"), null=True)
    points_lost = models.FloatField(_("扣分"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    photos = models.ManyToManyField(Attachment, blank=True, related_name="observations")
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="observations")
    overturned_at = models.DateTimeField(null=True, help_text="an appeal was upheld: it costs nothing any more")

    class Meta:
        ordering = ["visit", "item__number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="observation_once"),
            models.CheckConstraint(
                condition=Q(out_of__isnull=True) | Q(value__isnull=True) | Q(out_of__gte=0), name="observation_out_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.item_id}"
