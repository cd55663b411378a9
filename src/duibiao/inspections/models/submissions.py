"""What phones send, kept as it came: the XML to the byte, its files by content, and whether all of them are here.

Its one trick: the database decides what is new. Two unique constraints (form with root id, submission with file name and
content) make sending again harmless, at any moment and from any number of phones.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.inspections.models.checklists import Checklist


class Collector(models.Model):
    """An inspector's key for phones in one campaign: it stands in the address, so that nobody types a password outdoors.

    The key is worked out from the number and a serial; nothing that opens a door is kept here.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="collectors")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="collectors")
    serial = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "campaign"], condition=Q(revoked_at__isnull=True), name="collector_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.campaign_id}"


class Submission(models.Model):
    """One instance of a form. A corrected one names the root it corrects; `number` counts the versions of a root."""

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="submissions")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="submissions")
    instance = models.CharField(max_length=120)
    root = models.CharField(max_length=120)
    number = models.PositiveIntegerField(default=1)
    form_version = models.CharField(max_length=20, blank=True)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    expected = ArrayField(models.CharField(max_length=255), default=list)
    device = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    complete_at = models.DateTimeField(_("收齐时间"), null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "instance"], name="submission_instance_once"),
            models.UniqueConstraint(fields=["checklist", "root", "number"], name="submission_version_once"),
        ]

    def __str__(self) -> str:
        return self.instance


class Attachment(models.Model):
    """A file of a submission. The first under a name counts; another content under the same name is kept and flagged."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    later = models.BooleanField(_("同名后到"), default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "name", "blob"], name="attachment_once"),
            models.UniqueConstraint(fields=["submission", "name"], condition=Q(later=False), name="attachment_first"),
        ]

    def __str__(self) -> str:
        return self.name
