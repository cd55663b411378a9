"""The closed lists of meetings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    JOINT = "joint", _("联席会议")
    DISPATCH = "dispatch", _("调度会")
    BRIEFING = "briefing", _("工作通报会")
    DEPLOYMENT = "deployment", _("部署推进会")
    STUDY = "study", _("专题研究")


class State(TextChoices):
    PLANNED = "planned", _("待开")
    HELD = "held", _("已开")
    CANCELLED = "cancelled", _("取消")
