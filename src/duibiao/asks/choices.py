"""The closed lists of asks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AskKind(TextChoices):
    REPORT = "report", _("报告")
    MATERIAL = "material", _("材料")
    MEETING = "meeting", _("会议")
    SIGNATURE = "signature", _("签收签字")
    DUTY = "duty", _("任务")
    RECTIFY = "rectify", _("整改")
    NUMBER = "number", _("数据")
    OTHER = "other", _("其他")


class AskState(TextChoices):
    OPEN = "open", _("待办")
    ANSWERED = "answered", _("已答复")
    RETURNED = "returned", _("退回")
    DONE = "done", _("办结")
    WITHDRAWN = "withdrawn", _("撤回")


#: The unit has something to do.
OWED = (AskState.OPEN, AskState.RETURNED)
#: Not over yet.
LIVE = (AskState.OPEN, AskState.RETURNED, AskState.ANSWERED)
#: What anybody may ask for without a page of its own: the rest comes from duties, materials and problems.
FREE_STANDING = (AskKind.REPORT, AskKind.NUMBER, AskKind.SIGNATURE, AskKind.MEETING, AskKind.OTHER)
#: They have their natural end: a report that was handed in and a paper that was signed for need nobody's acceptance.
ENDS_WITH_ANSWER = (AskKind.REPORT, AskKind.SIGNATURE)


class StepKind(TextChoices):
    ASKED = "asked", _("提出要求")
    ANSWERED = "answered", _("答复")
    RETURNED = "returned", _("退回")
    DONE = "done", _("办结")
    WITHDRAWN = "withdrawn", _("撤回")
    RESCHEDULED = "rescheduled", _("改期")
    DAY_MOVED = "day_moved", _("截止日变成了休息日")
