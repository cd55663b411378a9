"""An application, what it says, what shows it, and every step that it took. Steps are added and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.applications.choices import Act, State
from duibiao.applications.models.demands import Category, Condition, Seat, Selection
from duibiao.applications.models.outcomes import Package, PublicNotice
from duibiao.files.models import Blob
from duibiao.inspections.models import Visit
from duibiao.ledger.models import MaterialFile
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit
from duibiao.places.models import Site


class Application(Versioned):
    """One candidate for one title. `unit` applies; `recommender` says yes or no to it before the office does."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="applications")
    category = models.ForeignKey(Category, models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    subject = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("申报的单位"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name=_("申报的点位"))
    name = models.CharField(_("申报对象"), max_length=120)
    key = models.CharField(max_length=140, help_text="the candidate: unit, site, or the name without its spaces")
    uid = models.CharField(max_length=40, unique=True, help_text="made with the form: sending twice is harmless")
    answers = models.JSONField(default=dict, help_text="what was filled in, by field")
    recommender = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("推荐单位"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.FILLING)
    moved_at = models.DateTimeField(default=timezone.now, help_text="since when it is in this state")
    due_on = models.DateField(_("期限"), null=True)
    back_to = models.CharField(max_length=12, blank=True, help_text="where a mended one goes on")
    points = models.DecimalField(_("初审得分"), max_digits=6, decimal_places=2, null=True)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, null=True, related_name="applications")
    seat = models.OneToOneField(Seat, models.PROTECT, null=True, related_name="application")
    named_on = models.DateField(_("命名日期"), null=True)
    decision = models.CharField(_("命名文号"), max_length=80, blank=True)
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="received")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "key"], condition=~Q(state=State.DROPPED), name="application_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NAMED, seat__isnull=False) | (~Q(state=State.NAMED) & Q(seat__isnull=True)),
                name="application_named_on_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | (Q(due_on__isnull=False) & ~Q(back_to="")),
                name="application_returned_until",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NOTICED) | Q(notice__isnull=False), name="application_noticed_in_a_notice"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "moved_at", "id"], name="application_waiting"),
            models.Index(fields=["unit", "state"], name="application_by_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """A condition that the candidate fulfils, and the version of the material that shows it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="ticks")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="ticks")
    file = models.ForeignKey(MaterialFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["application", "condition"]
        constraints = [models.UniqueConstraint(fields=["application", "condition"], name="application_tick_once")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.condition_id}"


class Step(models.Model):
    """Something that happened to an application: the act, the state that it came into, who, when, why."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    act = models.CharField(_("事项"), max_length=10, choices=Act.choices)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    words = models.CharField(_("意见、理由"), max_length=300, blank=True)
    document = models.CharField(_("文号"), max_length=80, blank=True)
    due_on = models.DateField(null=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["application", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act__in=(Act.RETURN, Act.REFUSE, Act.REVOKE, Act.EXTEND)) | ~Q(words=""),
                name="application_step_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.act}"


class Picture(models.Model):
    """A photo of the acceptance on site, without what the camera wrote into it."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="pictures")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["step", "id"]
        constraints = [models.UniqueConstraint(fields=["step", "blob"], name="application_picture_once")]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.blob_id}"
