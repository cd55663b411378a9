"""The closed lists of applications."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    DOWN = "down", _("本县评选")
    UP = "up", _("向上级申报")


class SelectionState(TextChoices):
    DRAFT = "draft", _("筹备中")
    OPEN = "open", _("进行中")
    ENDED = "ended", _("已结束")


class Candidate(TextChoices):
    UNIT = "unit", _("单位（本单位或下级村、社区）")
    SITE = "site", _("点位")
    NAME = "name", _("其他（企业、学校、医院等，写名称）")


class FieldKind(TextChoices):
    LINE = "line", _("一行字")
    TEXT = "text", _("一段字")
    NUMBER = "number", _("数字")
    DAY = "day", _("日期")


class State(TextChoices):
    """Where an application stands, named by what it waits for."""

    FILLING = "filling", _("填写中")
    RETURNED = "returned", _("退回补正")
    RECOMMENDING = "recommending", _("待推荐")
    EXAMINING = "examining", _("待初审")
    CHECKING = "checking", _("待验收")
    ANNOUNCING = "announcing", _("待公示")
    NOTICED = "noticed", _("公示")
    DECIDING = "deciding", _("待命名")
    SENDING = "sending", _("待上报")
    SENT = "sent", _("已上报，等结果")
    NAMED = "named", _("已命名")
    REFUSED = "refused", _("未通过")
    DROPPED = "dropped", _("已撤回")
    REVOKED = "revoked", _("已撤销命名")


class Act(TextChoices):
    """What happened to an application: the log's own words."""

    BEGIN = "begin", _("开始填写")
    HAND_IN = "hand_in", _("交出")
    RECOMMEND = "recommend", _("推荐")
    RETURN = "return", _("退回补正")
    EXTEND = "extend", _("延长期限")
    PASS = "pass", _("初审通过")
    CHECK = "check", _("验收合格")
    ANNOUNCE = "announce", _("列入公示")
    OBJECT = "object", _("收到异议")
    RULE = "rule", _("处理异议")
    NAME = "name", _("命名")
    REFUSE = "refuse", _("不予通过")
    DROP = "drop", _("撤回申报")
    SEND = "send", _("上报")
    REVOKE = "revoke", _("撤销命名")


class Way(TextChoices):
    CALL = "call", _("来电")
    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    ONLINE = "online", _("网上")


class Outcome(TextChoices):
    OPEN = "", _("核查中")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


#: What the unit itself has in hand.
WITH_UNIT = (State.FILLING, State.RETURNED)
#: What waits for somebody: a day that has gone by is overdue.
LIVE = (*WITH_UNIT, State.RECOMMENDING, State.EXAMINING, State.CHECKING, State.ANNOUNCING, State.NOTICED, State.DECIDING,
        State.SENDING, State.SENT)  # fmt: skip
#: What the recommending unit has spent one of its recommendations on.
RECOMMENDED = (State.EXAMINING, State.CHECKING, State.ANNOUNCING, State.NOTICED, State.DECIDING, State.SENDING, State.SENT,
               State.NAMED)  # fmt: skip
#: What the office can still judge.
WITH_OFFICE = (State.EXAMINING, State.CHECKING, State.ANNOUNCING, State.NOTICED, State.DECIDING, State.SENDING,
               State.SENT)  # fmt: skip
#: How a state is drawn.
SHAPES = {
    State.FILLING: "none", State.RETURNED: "soon", State.NAMED: "good", State.REFUSED: "bad", State.DROPPED: "none",
    State.REVOKED: "bad",
}  # fmt: skip
