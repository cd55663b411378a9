"""What a selection shows the public, what the public says to it, and what goes up."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.applications.choices import Outcome, Way
from duibiao.applications.models.demands import Selection
from duibiao.packing.choices import PackState


class PublicNotice(models.Model):
    """Names shown to everybody for so many workdays, from `since` to `until`, both included."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="notices")
    since = models.DateField(_("公示起"))
    until = models.DateField(_("公示止"))
    contact = models.CharField(_("异议向哪里反映"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="public_notice_days_in_order"),
            models.CheckConstraint(condition=~Q(contact=""), name="public_notice_says_where_to_object"),
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}: {self.since}"


class Objection(models.Model):
    """What somebody said against a name, without who said it: the office keeps that on paper, if at all."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="objections")
    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    heard_on = models.DateField(_("收到日期"))
    way = models.CharField(_("怎样反映的"), max_length=6, choices=Way.choices)
    words = models.CharField(_("反映什么"), max_length=300)
    outcome = models.CharField(_("处理结果"), max_length=9, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    reason = models.CharField(_("核查情况"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="objection_says_something"),
            models.CheckConstraint(condition=Q(outcome=Outcome.OPEN) | ~Q(reason=""), name="objection_ruled_with_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application_id}: {self.heard_on}"


class Package(models.Model):
    """What goes up: a zip of the application forms, the materials, an index and checksums; later the receipt."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="packages")
    applications = models.ManyToManyField("applications.Application", related_name="packages")
    state = models.CharField(_("状态"), max_length=8, choices=PackState.choices, default=PackState.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    files = models.PositiveIntegerField(_("文件数"), default=0)
    size = models.BigIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=300, blank=True)
    receipt = models.CharField(_("上级回执号"), max_length=80, blank=True)
    received_on = models.DateField(_("上级收件日期"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PackState.DONE) | ~Q(sha256=""), name="application_package_done_with_its_root"
            ),
            models.CheckConstraint(
                condition=Q(receipt="") | (Q(received_on__isnull=False) & ~Q(sha256="")),
                name="application_package_received_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.selection)

    @property
    def place(self) -> Path:
        return Path(settings.DATA) / "packages" / f"application-{self.pk}.zip"

    @property
    def file_name(self) -> str:
        return f"{self}-{timezone.localtime(self.asked_at):%Y%m%d}.zip"
