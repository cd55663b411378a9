"""A document and its versions, whether it is in force, who has read it, what was asked about it, and what has to be done for it.

Its one trick: the state of effect is never stored. It follows from days and from the document that took its place, so it is
right on every day without anybody touching it.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.asks.models import Ask
from duibiao.campaigns.models import Campaign
from duibiao.documents.choices import Effect, Kind, Origin
from duibiao.files.models import Blob
from duibiao.lib.spans import today
from duibiao.lib.versions import Versioned
from duibiao.organisation.models import Unit


class Document(Versioned):
    """A paper of a superior or of the county itself. Explanations stand beside the document that they explain."""

    origin = models.CharField(_("来源"), max_length=8, choices=Origin.choices)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=100)
    issued_on = models.DateField(_("发文日期"))
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("创建活动")
    )
    indicators = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("指标编号"))
    words = models.TextField(_("要点"), blank=True)
    beside = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="explanations", verbose_name=_("解读的是哪份文件")
    )
    forwards = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="forwardings", verbose_name=_("转发的是哪份文件")
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("被哪份文件替代")
    )
    ended_on = models.DateField(_("从哪天起"), null=True, blank=True)
    ended_why = models.CharField(_("依据"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], condition=~Q(number=""), name="document_number_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(issuer=""), name="document_with_title_and_issuer"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, replaced_by__isnull=True)
                | (Q(ended_on__isnull=False) & (Q(replaced_by__isnull=False) | ~Q(ended_why=""))),
                name="document_ended_with_grounds",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")) & ~Q(beside=F("id")) & ~Q(forwards=F("id")),
                name="document_not_of_itself",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "-issued_on"], name="document_by_campaign")]

    def __str__(self) -> str:
        return self.title

    @property
    def effect(self) -> Effect:
        """Whether it is in force today."""
        if self.ended_on is not None and self.ended_on <= today():
            return Effect.REPLACED if self.replaced_by_id else Effect.REPEALED
        return Effect.COMING if self.effective_on is not None and self.effective_on > today() else Effect.VALID

    @property
    def effect_words(self) -> str:
        return str(self.effect.label)


class DocumentFile(models.Model):
    """A version: one file, with what changed. Versions are added and never changed; the highest counts."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    number = models.PositiveIntegerField(_("版本"))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=255)
    words = models.CharField(_("改了什么"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Reader(models.Model):
    """A unit that a document was sent to, and when it said that it knows it (阅知确认), of which version."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="readers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    sent_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("阅知时限"), null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_version = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["unit__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="document_reader_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="document_read_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.unit_id}"


class Question(models.Model):
    """What a unit asked about a document (答疑). An answer that is for all is read by everybody who reads the document."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="questions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("问题"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("答复"), blank=True)
    for_all = models.BooleanField(_("各单位都能看到"), default=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="document_question_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="document_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Matter(models.Model):
    """What a document wants done (上级文件待办): by the office, or by a unit, which is then asked for it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="matters")
    words = models.CharField(_("要办的事"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办单位"))
    due_on = models.DateField(_("办结时限"))
    ask = models.OneToOneField(Ask, models.PROTECT, null=True, related_name="document_matter")
    done_on = models.DateField(null=True)
    done_words = models.CharField(_("办理结果"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "words", "unit"], name="document_matter_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(done_words=""), name="document_matter_done_with_words"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words


class Training(models.Model):
    """A session at which a document was explained (培训). Units sign in with the code that is shown there."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="trainings")
    title = models.CharField(_("培训"), max_length=120)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    code = models.CharField(max_length=6)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["document", "title", "held_on"], name="training_once")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A unit that was there, and with how many: no person is named. `by_hand`: the office wrote it down."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(_("到会人数"), default=1)
    by_hand = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["training", "unit"], name="training_attended_once"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=500), name="training_with_people"),
        ]

    def __str__(self) -> str:
        return f"{self.training_id}: {self.unit_id}"
