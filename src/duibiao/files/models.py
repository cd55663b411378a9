"""Workbooks that were handed in, and what became of them.

Its one trick: a simulation is the execution itself, rolled back. What was shown is what will happen.
"""

from django.conf import settings
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
