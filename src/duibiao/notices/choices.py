"""The closed lists of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChannelKind(TextChoices):
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")


class DispatchState(TextChoices):
    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已送达")
    FAILED = "failed", _("没有送达")


#: What a message may be about, by the kind that its sender names. An unknown kind is shown as 消息.
KINDS = {
    "ask": _("要求"),
    "reminder": _("提醒"),
    "meeting": _("会议"),
    "document": _("文件"),
    "duty": _("任务"),
    "problem": _("问题"),
    "material": _("材料"),
    "calendar": _("日历"),
    "inspection": _("检查"),
    "report": _("群众反映"),
    "appeal": _("申诉"),
    "application": _("申报评选"),
}


def words_of(kind: str) -> str:
    return str(KINDS.get(kind.split(".")[0], _("消息")))
