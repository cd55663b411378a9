"""The closed lists of duties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a unit is in a duty: a lead answers for the result."""

    LEAD = "lead", _("牵头")
    RESPONSIBLE = "responsible", _("责任")
    SUPPORTING = "supporting", _("配合")


class State(TextChoices):
    DRAFT = "draft", _("起草中")
    ISSUED = "issued", _("待签收")
    OBJECTED = "objected", _("有异议")
    RULING = "ruling", _("待裁定")
    SIGNED = "signed", _("已签收")
    DONE = "done", _("已完成")
    WITHDRAWN = "withdrawn", _("已撤回")


#: A duty that stands: everything but those taken back.
STANDING = tuple(state for state in State if state != State.WITHDRAWN)
#: A duty that somebody still has to do something about.
OPEN = (State.DRAFT, State.ISSUED, State.OBJECTED, State.RULING, State.SIGNED)
#: A duty that a unit has in hand: given out and not done.
IN_HAND = (State.ISSUED, State.OBJECTED, State.RULING, State.SIGNED)


class Part(TextChoices):
    """The six things that are fixed before a duty is given out (六定)."""

    GOAL = "goal", _("定目标")
    PERSON = "person", _("定人员")
    DUE_ON = "due_on", _("定时限")
    STEPS = "steps", _("定进度")
    STANDARD = "standard", _("定标准")
    CONSEQUENCE = "consequence", _("定奖惩")


class Direction(TextChoices):
    """Which way a figure is demanded."""

    AT_LEAST = "at_least", _("不低于")
    AT_MOST = "at_most", _("不高于")


class Stricter(TextChoices):
    """In what a sub-duty asks for more than the duty above it."""

    NO = "", _("没有加码")
    EARLIER = "earlier", _("时限比上级早")
    HIGHER = "higher", _("要求比上级高")
    BOTH = "both", _("时限比上级早，要求比上级高")


class Source(TextChoices):
    """How a duty came to be."""

    HAND = "hand", _("手工")
    MATRIX = "matrix", _("分工矩阵")
    TABLE = "table", _("表格导入")
    DECOMPOSITION = "decomposition", _("任务分解表")
    LAST_CYCLE = "last_cycle", _("上一轮")
    ABOVE = "above", _("上级分解")
    MEETING = "meeting", _("会议议定")


class EventKind(TextChoices):
    """What happens to a duty, as its own history tells it."""

    MADE = "made", _("起草")
    CHANGED = "changed", _("修改")
    ISSUED = "issued", _("下达")
    SIGNED = "signed", _("签收")
    OBJECTED = "objected", _("提出异议")
    UPHELD = "upheld", _("维持原分工")
    REASSIGNED = "reassigned", _("改派")
    RULED = "ruled", _("裁定")
    HANDED_OVER = "handed_over", _("移交")
    PLACED = "placed", _("调整上级责任")
    MAPPED = "mapped", _("转到新版标准")
    DONE = "done", _("办结")
    RESUMED = "resumed", _("恢复办理")
    WITHDRAWN = "withdrawn", _("撤回")
    GRADED = "graded", _("评价配合")


class Grade(TextChoices):
    """How well a unit supported the one that leads."""

    GOOD = "good", _("配合好")
    FAIR = "fair", _("基本配合")
    POOR = "poor", _("配合不到位")


class Light(TextChoices):
    """How a duty stands, in a colour with a word."""

    GOOD = "good", _("正常或已完成")
    SOON = "soon", _("临近时限或等签收")
    BAD = "bad", _("超期、没签收或有异议")
    NONE = "none", _("还没下达")
