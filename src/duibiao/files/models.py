"""Workbooks that were handed in, and what became of them; contents kept on disk, and files on their way to it.

Its one trick: a simulation is the execution itself, rolled back. What was shown is what will happen.
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A workbook, what it would do, and whether it was done. Confirming twice does it once."""

    class State(models.TextChoices):
        SIMULATING = "simulating", _("正在试算")
        SIMULATED = "simulated", _("已试算，待确认")
        EXECUTING = "executing", _("正在执行")
        FAILED = "failed", _("没有做完，什么都没有写入")
        DONE = "done", _("已执行")

    kind = models.CharField(max_length=30)
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(default=timezone.now, help_text="when the work in hand was asked for")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SIMULATED)
    outcome = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def at_work(self) -> bool:
        """Whether a job has it in hand."""
        return self.state in (self.State.SIMULATING, self.State.EXECUTING)


class Progress(models.Model):
    """How far a job has come with an import. No foreign key: it is written beside the job's transaction, not in it."""

    of = models.BigIntegerField(primary_key=True)
    percent = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.of}: {self.percent} %"


class Blob(models.Model):
    """A content that is kept on disk, once. It has no owner: whoever uses it holds a foreign key with PROTECT."""

    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size})"


class InBucket(models.Model):
    """A content that the bucket was seen to have, whole, under a tag that changes if somebody writes over it.

    A mark where to look: who lets go of a copy asks the bucket again.
    """

    blob = models.OneToOneField(Blob, models.CASCADE, related_name="in_bucket")
    bucket = models.CharField(max_length=500)
    tag = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.blob_id} → {self.bucket}"


class Upload(models.Model):
    """A file that arrives piece by piece. Known by who sends it and its hash, so that asking twice goes on with the same.

    How much is there is told by the growing file itself (`parts/<key>`), never by a row that could differ from it.
    """

    key = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(_("文件名"), max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "sha256"], name="upload_once"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Text(models.Model):
    """The words of a content, for search. `grams` are its pairs of letters, so that Chinese is found by an index."""

    blob = models.OneToOneField(Blob, models.CASCADE, related_name="text")
    words = models.TextField(blank=True)
    grams = SearchVectorField(null=True)
    pages = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="text_by_grams")]

    def __str__(self) -> str:
        return f"{self.blob_id}: {len(self.words)}"


class Preview(models.Model):
    """A content turned to PDF so that a browser shows it. No `blob`: it could not be turned, and `why` says why."""

    of = models.OneToOneField(Blob, models.CASCADE, related_name="preview")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.of_id} → {self.blob_id}"
