"""Calibration pictures: before a round inspectors judge the same pictures, so that one eye is as strict as another.

Once a set is open its pictures stay as they are, and an answer is given once.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.inspections.choices import CalibrationState, Outcome
from duibiao.lib.versions import Versioned


class CalibrationSet(Versioned):
    """Pictures that belong together."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="calibrations", verbose_name=_("创建活动"))
    title = models.CharField(_("名称"), max_length=80)
    state = models.CharField(_("状态"), max_length=8, choices=CalibrationState.choices, default=CalibrationState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "title"], name="calibration_title_once")]

    def __str__(self) -> str:
        return self.title


class CalibrationPicture(models.Model):
    """A picture, what is to be judged on it, and the right answer with its reason."""

    set = models.ForeignKey(CalibrationSet, models.CASCADE, related_name="pictures")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    text = models.CharField(_("检查内容"), max_length=300)
    clause = models.CharField(_("条款"), max_length=40, blank=True)
    right = models.CharField(_("正确答案"), max_length=6, choices=Outcome.choices)
    why = models.CharField(_("为什么"), max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["set", "blob", "text"], name="calibration_picture_once"),
            models.CheckConstraint(condition=~Q(why=""), name="calibration_says_why"),
        ]

    def __str__(self) -> str:
        return self.text


class CalibrationAnswer(models.Model):
    """What an inspector said of a picture, once."""

    picture = models.ForeignKey(CalibrationPicture, models.PROTECT, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["picture", "by"], name="calibration_answer_once")]

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.outcome}"
