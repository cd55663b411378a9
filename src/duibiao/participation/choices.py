"""The closed lists of participation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """What a resident says it is about; the office may judge otherwise."""

    LITTER = "litter", _("环境卫生")
    STREET = "street", _("占道经营、乱搭乱贴")
    PARKING = "parking", _("乱停乱放")
    BROKEN = "broken", _("设施损坏、不亮灯")
    TOILET = "toilet", _("公厕、垃圾站")
    NOISE = "noise", _("噪声、油烟、扬尘")
    MANNERS = "manners", _("不文明行为")
    SERVICE = "service", _("办事窗口服务")
    OTHER = "other", _("其他")


class ReportState(TextChoices):
    """How far a report is. What follows an acceptance is the problem's own life."""

    WAITING = "waiting", _("待审核")
    ACCEPTED = "accepted", _("已立为问题")
    MERGED = "merged", _("已并入问题")
    REFUSED = "refused", _("不予受理")


class Aspect(TextChoices):
    """The four ways in which a higher level assesses, and the rest."""

    MATERIAL = "material", _("资料")
    FIELD = "field", _("实地")
    PUBLICITY = "publicity", _("宣传氛围")
    SURVEY = "survey", _("问卷")
    OTHER = "other", _("其他")


class PositionBy(TextChoices):
    """Where a position came from."""

    PHONE = "phone", _("手机定位")
    MAP = "map", _("地图选点")
