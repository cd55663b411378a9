"""The closed lists of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AreaKind(TextChoices):
    GRID = "grid", _("网格")
    SEGMENT = "segment", _("路段")
    ESTATE = "estate", _("居民小区")
    MARKET = "market", _("市场商圈")
    OTHER = "other", _("其他区域")


class Part(TextChoices):
    LEADER = "leader", _("包保领导")
    HEAD = "head", _("责任人")
    WORKER = "worker", _("网格员（保洁员）")
