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
    OWNER = "owner", _("门前三包责任人")


class Shape(TextChoices):
    POINT = "point", _("点")
    LINE = "line", _("线（路段）")
    AREA = "area", _("面（小区、院落）")


class Zone(TextChoices):
    """How far from the middle: what is looked at everywhere must be looked at here too."""

    CORE = "core", _("中心城区")
    ALLEY = "alley", _("背街小巷")
    TOWN = "town", _("集镇")
    VILLAGE = "village", _("村")
    SHORE = "shore", _("沿线沿湖")


class Crs(TextChoices):
    """The systems in which people hand in coordinates."""

    WGS84 = "wgs84", _("WGS-84（GPS）")
    CGCS2000 = "cgcs2000", _("CGCS2000（天地图）")
    GCJ02 = "gcj02", _("GCJ-02（高德、腾讯）")
    BD09 = "bd09", _("BD-09（百度）")


class FacilityState(TextChoices):
    """How a facility was found when somebody last looked. The codes are those of a census checklist's items too."""

    UNSEEN = "unseen", _("待普查")
    GOOD = "good", _("完好")
    WORN = "worn", _("陈旧")
    BROKEN = "broken", _("破损")
    OUTDATED = "outdated", _("内容过期")
    ILLEGAL = "illegal", _("私自设立")


#: What must be dealt with, the worst first: of several faults at one facility the first here is its state.
BAD_STATES = (FacilityState.ILLEGAL, FacilityState.BROKEN, FacilityState.WORN, FacilityState.OUTDATED)
#: What is done about it.
REMEDY = {
    FacilityState.WORN: _("更换"),
    FacilityState.BROKEN: _("修复或更换"),
    FacilityState.OUTDATED: _("更新内容"),
    FacilityState.ILLEGAL: _("拆除"),
}
