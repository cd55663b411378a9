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


class SupervisorKind(TextChoices):
    """As what somebody looks on (社会监督员). What each is called is the office's own (`models.SupervisorLabel`)."""

    PARTY = "party", _("党代表")
    CONGRESS = "congress", _("人大代表")
    CONSULTATIVE = "consultative", _("政协委员")
    WOODPECKER = "woodpecker", _("城市啄木鸟")
    CALLERS = "callers", _("市民寻访团")
    VOLUNTEERS = "volunteers", _("公益组织、志愿团体")
    OTHER = "other", _("其他")


#: 两代表一委员: what they suggest to a unit that they name goes there at once.
DEPUTIES = (SupervisorKind.PARTY, SupervisorKind.CONGRESS, SupervisorKind.CONSULTATIVE)


class SuggestionState(TextChoices):
    """With whom a suggestion is."""

    WAITING = "waiting", _("待交办")
    GIVEN = "given", _("待答复")
    ANSWERED = "answered", _("已答复，待评价")
    BACK = "back", _("不满意，待再办")
    CLOSED = "closed", _("办结")


#: The office has to do something.
WITH_OFFICE = (SuggestionState.WAITING, SuggestionState.BACK)


class Outcome(TextChoices):
    """What an answer says of a suggestion."""

    ACCEPTED = "accepted", _("已采纳、已解决")
    LISTED = "listed", _("列入计划逐步解决")
    EXPLAINED = "explained", _("解释说明、留作参考")
