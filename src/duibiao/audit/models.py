"""One line per act: who, what, on what, when, in which request. The database itself refuses to change a line.

Lines carry ids, never names or numbers of people, so that a person can be erased and the line stays true.
"""

from django.db import models

from duibiao.audit.choices import ACTS


class Line(models.Model):
    """An act that happened. Written by `services.note` alone."""

    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True, help_text="the account; empty for the system itself")
    act = models.CharField(max_length=80)
    thing = models.CharField(max_length=60, blank=True, help_text="app.model of what was acted on")
    thing_id = models.BigIntegerField(null=True)
    request = models.CharField(max_length=32, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["thing", "thing_id", "-id"], name="audit_by_thing"),
            models.Index(fields=["by_id", "-id"], name="audit_by_person"),
        ]

    @property
    def words(self) -> str:
        """The act as people read it."""
        return str(ACTS.get(self.act, self.act))

    def __str__(self) -> str:
        return f"{self.act} {self.thing}#{self.thing_id}"
