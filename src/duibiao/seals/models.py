"""The log of what was sealed, its seals, and what the nightly look found. Log and seals are append-only in the database."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.seals.choices import Kind


class Seal(models.Model):
    """The root over the first `size` entries of the log, chained to the seal before by its mark."""

    number = models.BigIntegerField(_("第几次"), primary_key=True)
    at = models.DateTimeField(_("封存时间"))
    size = models.BigIntegerField(_("累计条数"))
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    until = models.JSONField(help_text="the last row of each kind that is in it")
    previous = models.CharField(max_length=64)
    previous_sm3 = models.CharField(max_length=64)
    mark = models.CharField(max_length=64, unique=True)
    mark_sm3 = models.CharField(max_length=64)
    frontier = models.JSONField(help_text="roots of the full subtrees, so that the next seal costs what is new")

    class Meta:
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=models.Q(number__gt=0), name="seal_numbered_from_one")]

    def __str__(self) -> str:
        return f"{self.number}: {self.sha256[:12]}"


class Entry(models.Model):
    """One sealed row: which, and the hashes of its canonical form. The row itself stays where it is."""

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    row = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    sm3 = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="sealed_once")]

    def __str__(self) -> str:
        return f"{self.index}: {self.kind} {self.row}"


class Check(models.Model):
    """One look at the whole database against its seals."""

    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    wrong = models.JSONField(default=list, help_text="sentences, each naming the row")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.asked_at}: {len(self.wrong)}"
