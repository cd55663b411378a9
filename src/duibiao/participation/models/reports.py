"""What a resident reported. Its one trick: who it was stands in a table of its own, sealed, which is emptied; the report itself never knows.

A report is followed by its code, which nobody can guess; the public number is the problem's. Photos are kept without what the
camera wrote into them: there is no copy with it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.participation.choices import PositionBy, ReportKind, ReportState
from duibiao.problems.models import Problem


class Report(models.Model):
    """A report as it came; what the office decided about it; the problem that it became or joined."""

    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is one report")
    code = models.CharField(_("查询号"), max_length=12, unique=True)
    kind = models.CharField(_("哪一类"), max_length=10, choices=ReportKind.choices)
    words = models.CharField(_("情况说明"), max_length=1000)
    place_words = models.CharField(_("地点"), max_length=200, blank=True)
    latitude = models.FloatField(_("纬度"), null=True)
    longitude = models.FloatField(_("经度"), null=True)
    accuracy_m = models.FloatField(_("精度（米）"), null=True)
    position_by = models.CharField(_("位置来自"), max_length=6, choices=PositionBy.choices, blank=True)
    at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState.choices, default=ReportState.WAITING)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="reports", verbose_name=_("问题"))
    reason = models.CharField(_("理由（内部留存）"), max_length=300, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(_("审核时间"), null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="report_position_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(place_words="") | Q(latitude__isnull=False), name="report_with_a_place"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "merged"], problem__isnull=False)
                | Q(state__in=["waiting", "refused"], problem__isnull=True),
                name="report_problem_by_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason="") & ~Q(answer=""), name="report_refused_why"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(looked_at__isnull=False), name="report_decided_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="report_by_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None


class ReportPhoto(models.Model):
    """A photo of a report. The office may leave one out: faces, number plates, somebody's home."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="report_photo_once")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.position}"


class Contact(models.Model):
    """How to reach the resident, sealed. The row goes when the case has been closed for a while; every look is in the audit."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="contact")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.report_id}"
