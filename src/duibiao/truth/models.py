"""What was noticed about files, what a person said to it, forgeries confirmed by two, and copies that may leave the office."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.documents.models import Document
from duibiao.files.models import Blob
from duibiao.ledger.models import Material, MaterialFile, Use
from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure
from duibiao.truth.choices import ForgeryState, HintKind, HintState, SpotState


class Traces(models.Model):
    """What a file says of itself: read once. No place or camera is shown to anybody but the office."""

    # without a constraint: what nobody refers to any more is swept, and these rows must not hold it
    blob = models.OneToOneField(Blob, models.DO_NOTHING, primary_key=True, related_name="traces", db_constraint=False)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    software = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.blob_id}"


class Looked(models.Model):
    """A version of a material that was looked at. What has no row here waits."""

    file = models.OneToOneField(MaterialFile, models.CASCADE, primary_key=True, related_name="looked")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.file_id}"


class PhotoHash(models.Model):
    """One difference hash of a photo, 64 bits along its rows and 64 down its columns: of the whole (variant 0) or of a part."""

    blob = models.ForeignKey(Blob, models.DO_NOTHING, related_name="+", db_constraint=False)
    variant = models.PositiveSmallIntegerField()
    across = models.BigIntegerField()
    down = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "variant"], name="photo_hash_once")]

    def __str__(self) -> str:
        return f"{self.blob_id}/{self.variant}"


class Hint(models.Model):
    """Something that a person should look at. A hint takes no point and accuses nobody."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="hints")
    kind = models.CharField(_("提示"), max_length=10, choices=HintKind.choices)
    other = models.ForeignKey(Material, models.CASCADE, null=True, related_name="+")
    about = models.CharField(max_length=80, blank=True, help_text="what makes it one: a number, a day")
    detail = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=HintState.choices, default=HintState.OPEN)
    at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["material", "kind", "other", "about"], name="hint_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="hint_waiting")]

    def __str__(self) -> str:
        return f"{self.material_id} {self.kind}"


class Forgery(models.Model):
    """A material reported as forged by one person and confirmed by another. Its consequence is a fact."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="forgeries")
    unit = models.ForeignKey(Unit, models.PROTECT, to_field="code", db_column="unit", related_name="+")
    words = models.CharField(_("怎样认定"), max_length=500)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("计入的计量项")
    )
    state = models.CharField(_("状态"), max_length=10, choices=ForgeryState.choices, default=ForgeryState.REPORTED)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("确认意见"), max_length=300, blank=True)
    fact = models.BigIntegerField(null=True)
    notice = models.OneToOneField(Document, models.SET_NULL, null=True, related_name="forgery", verbose_name=_("通报"))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=True) | Q(state=ForgeryState.CONFIRMED),
                name="forgery_noticed_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reported_by")),
                name="forgery_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=ForgeryState.REPORTED) | Q(decided_by__isnull=False),
                name="forgery_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["material"], condition=~Q(state=ForgeryState.DISMISSED), name="forgery_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material_id}: {self.state}"


class Redaction(models.Model):
    """A copy in which faces and plates are covered. The original stays; what leaves the office is the copy."""

    of = models.OneToOneField(Blob, models.PROTECT, related_name="redaction")
    copy = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.of_id} → {self.copy_id}"


class SpotCheck(models.Model):
    """A draw of accepted materials that somebody else looks at again (抽查复核). The seed makes the draw repeatable."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="spot_checks")
    title = models.CharField(_("抽查"), max_length=120)
    size = models.PositiveIntegerField(_("抽几份"))
    there = models.PositiveIntegerField(help_text="accepted materials that it was drawn from")
    seed = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title"], name="spot_check_once"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=F("there")), name="spot_check_of_some"),
        ]

    def __str__(self) -> str:
        return self.title


class SpotItem(models.Model):
    """One material of a draw, and what the second person found. Who accepted it does not look at it again."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="items")
    use = models.ForeignKey(Use, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("结论"), max_length=8, choices=SpotState.choices, default=SpotState.OPEN)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "use"], name="spot_item_once"),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("accepted_by")), name="spot_item_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=SpotState.OPEN, looked_by__isnull=True)
                | (~Q(state=SpotState.OPEN) & Q(looked_by__isnull=False)),
                name="spot_item_looked_at_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(SpotState.OPEN, SpotState.TRUE)) | ~Q(words=""),
                name="spot_item_faulted_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.use_id}"
