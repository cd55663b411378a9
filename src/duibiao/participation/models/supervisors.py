"""Those whom the county asks to look on (社会监督员): deputies, woodpeckers, groups of callers, volunteers. They have no account.

Its one trick is that of residents' reports: how to reach somebody stands in a table of its own, sealed and emptied in time, and who
sent a report stands beside it, never in it. No row counts what a person did: there is no quota, no rank and no clocking in.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.participation.choices import SupervisorKind
from duibiao.participation.models.reports import Report
from duibiao.places.models import Area, Site


class SupervisorLabel(models.Model):
    """What the office calls a kind. A kind without a row has the name that comes with the program."""

    kind = models.CharField(max_length=12, choices=SupervisorKind.choices, primary_key=True)
    label = models.CharField(_("叫法"), max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(label=""), name="supervisor_label_says_something")]

    def __str__(self) -> str:
        return self.label


class Supervisor(Versioned, Span):
    """A person or a group for a term of office. Its name is all that is kept of it here, and can be taken out."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    name = models.CharField(_("姓名或队名"), max_length=40)
    kind = models.CharField(_("身份"), max_length=12, choices=SupervisorKind.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联系的区域路段")
    )
    topics = models.CharField(_("关注的事项"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            in_order("supervisor_term_in_order"),
            models.CheckConstraint(condition=~Q(name="") | Q(erased_at__isnull=False), name="supervisor_named"),
        ]
        indexes = [models.Index(fields=["kind", "until"], name="supervisor_by_kind")]

    def __str__(self) -> str:
        return self.name or str(_("（姓名已删除）"))


class SupervisorContact(models.Model):
    """How to reach a supervisor, sealed. The row goes some days after the term; every look is in the audit."""

    supervisor = models.OneToOneField(Supervisor, models.CASCADE, primary_key=True, related_name="contact")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.supervisor_id}"


class SupervisorKey(models.Model):
    """The link by which a supervisor comes in, until a day. It is worked out from the row: nothing that opens a door is kept here."""

    supervisor = models.ForeignKey(Supervisor, models.CASCADE, related_name="keys")
    until = models.DateField(_("用到哪天"))
    revoked_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supervisor"], condition=Q(revoked_at__isnull=True), name="supervisor_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id}: {self.until}"


class Errand(models.Model):
    """What the office asks supervisors to look at, and until when. It asks for no number of anything."""

    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is one errand")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="errands", verbose_name=_("创建活动")
    )
    title = models.CharField(_("看什么"), max_length=80)
    words = models.CharField(_("怎么看、看哪些方面"), max_length=500, blank=True)
    due_on = models.DateField(_("哪天前"))
    kind = models.CharField(_("请哪类监督员"), max_length=12, choices=SupervisorKind.choices, blank=True)
    sites = models.ManyToManyField(Site, related_name="+", blank=True, verbose_name=_("点位"))
    supervisors = models.ManyToManyField(Supervisor, related_name="errands", verbose_name=_("监督员"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-due_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="errand_says_what")]

    def __str__(self) -> str:
        return self.title


class SupervisorReport(models.Model):
    """That a report came from a supervisor, perhaps for an errand. The report itself does not know."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="supervised")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="reports")
    errand = models.ForeignKey(Errand, models.PROTECT, null=True, related_name="reports")

    def __str__(self) -> str:
        return f"{self.report_id}"
