"""The closed lists of scores."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SnapshotState(TextChoices):
    TAKEN = "taken", _("已固定，待审批")
    APPROVED = "approved", _("已批准，待公布")
    RETURNED = "returned", _("未批准")
    PUBLISHED = "published", _("已公布")


class Visibility(TextChoices):
    LEADERS = "leaders", _("领导和创建办")
    OWN = "own", _("各单位看自己的")
    ALL = "all", _("所有登录单位")
    PUBLIC = "public", _("向社会公开")


class Potential(TextChoices):
    """The four classes of the field: what is certain, what can be won, what comes on top, what will hardly come."""

    SECURE = "secure", _("稳拿分")
    CONTEST = "contest", _("可争分")
    BONUS = "bonus", _("加分项")
    HARD = "hard", _("难得分")
