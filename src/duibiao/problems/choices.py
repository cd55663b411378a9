"""The closed lists of problems. What a status is called is the office's own (`models.StatusLabel`); what it means is code."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Where a problem was found."""

    VISIT = "visit", _("现场检查")
    FEEDBACK = "feedback", _("上级反馈")
    RESIDENT = "resident", _("群众反映")
    SELF_CHECK = "self_check", _("单位自查")
    DOCUMENT = "document", _("材料审核")
    OTHER = "other", _("其他")


class Severity(TextChoices):
    ORDINARY = "ordinary", _("一般")
    SERIOUS = "serious", _("较重")
    URGENT = "urgent", _("紧急")


class Status(TextChoices):
    """Where a problem stands."""

    FOUND = "found", _("待交办")
    ASSIGNED = "assigned", _("待签收")
    SIGNED = "signed", _("整改中")
    RETURNED = "returned", _("已退回")
    RULING = "ruling", _("待裁定")
    SUSPENDED = "suspended", _("挂账")
    RECTIFIED = "rectified", _("待复核")
    RECHECKED = "rechecked", _("待销号")
    CLOSED = "closed", _("已销号，观察中")
    ARCHIVED = "archived", _("已归档")
    NOT_FIXABLE = "not_fixable", _("无法整改")
    DISMISSED = "dismissed", _("不予立案")
    MERGED = "merged", _("已并案")
    SPLIT = "split", _("已拆分")


class Class(TextChoices):
    """What a status means, whatever it is called."""

    OPEN = "open", _("办理中")
    WAITING = "waiting", _("等待")
    FIXED = "fixed", _("已解决")
    NOT_FIXABLE = "not_fixable", _("无法解决")
    ELSEWHERE = "elsewhere", _("不单独办理")


CLASS_OF: dict[str, Class] = {
    Status.FOUND: Class.OPEN,
    Status.ASSIGNED: Class.OPEN,
    Status.SIGNED: Class.OPEN,
    Status.RETURNED: Class.WAITING,
    Status.RULING: Class.WAITING,
    Status.SUSPENDED: Class.WAITING,
    Status.RECTIFIED: Class.WAITING,
    Status.RECHECKED: Class.WAITING,
    Status.CLOSED: Class.FIXED,
    Status.ARCHIVED: Class.FIXED,
    Status.NOT_FIXABLE: Class.NOT_FIXABLE,
    Status.DISMISSED: Class.ELSEWHERE,
    Status.MERGED: Class.ELSEWHERE,
    Status.SPLIT: Class.ELSEWHERE,
}


def statuses_of(*classes: Class) -> tuple[Status, ...]:
    return tuple(status for status in Status if CLASS_OF[status] in classes)


#: Not over: somebody has to do something, or waits for somebody.
LIVE = statuses_of(Class.OPEN, Class.WAITING)
#: A unit has it.
IN_HAND = (Status.ASSIGNED, Status.SIGNED, Status.SUSPENDED, Status.RECTIFIED, Status.RECHECKED)
#: The unit itself has to do something, and its clock runs.
OWED = (Status.ASSIGNED, Status.SIGNED)
#: The office has to do something.
WITH_OFFICE = (Status.FOUND, Status.RETURNED, Status.RULING, Status.RECHECKED)


class Measured(TextChoices):
    """How a deadline is measured."""

    WORKHOURS = "workhours", _("工作时")
    WORKDAYS = "workdays", _("工作日")
    HOURS = "hours", _("小时（连续计时）")


class When(TextChoices):
    """When in a problem's life a photo was taken."""

    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")
    RECHECK = "recheck", _("复核")


class Oddity(TextChoices):
    """What is odd about a photo. None of them stops anybody."""

    NO_POSITION = "no_position", _("没有定位")
    FAR = "far", _("离问题位置较远")
    SEEN = "seen", _("这张照片以前用过")
    GALLERY = "gallery", _("不是现场拍摄")


class Disposal(TextChoices):
    """What was done about it. A kind says which of them end it: talking to somebody ends nothing by itself."""

    CLEANED = "cleaned", _("清理整治")
    REPAIRED = "repaired", _("修复更换")
    BUILT = "built", _("建设补齐")
    REMOVED = "removed", _("依法拆除")
    PUNISHED = "punished", _("立案查处")
    MANAGED = "managed", _("建立制度、加强管理")
    COORDINATED = "coordinated", _("协调、劝导")


#: What a disposal has to name before it ends anything: the decision, the file of the project, the rule that was made.
DOCUMENTED: dict[str, Any] = {
    Disposal.PUNISHED: _("立案或处罚决定书文号"),
    Disposal.REMOVED: _("拆除决定书或限期拆除通知书文号"),
    Disposal.MANAGED: _("制度或管理办法的名称、文号"),
}
#: What can only be seen to be done: a photo of after, whatever the kind says.
SEEN = (Disposal.BUILT, Disposal.REMOVED)


def ending_disposals() -> list[str]:
    return [str(one) for one in Disposal if one != Disposal.COORDINATED]


class Suspension(TextChoices):
    """Why the clock may stop with the work undone (挂账)."""

    SEASON = "season", _("受季节限制")
    CONSTRUCTION = "construction", _("工程建设周期")
    LAW = "law", _("法律程序未完")


class Cause(TextChoices):
    """Why an old case is not solved."""

    COMPETENCE = "competence", _("职责不清")
    MONEY = "money", _("资金未落实")
    LAND = "land", _("用地、产权有争议")
    PROJECT = "project", _("需立项建设")
    STANDARD = "standard", _("工作标准不高、久拖不决")
    OTHER = "other", _("其他")


class EventKind(TextChoices):
    """What happens to a problem, as its own history tells it."""

    FOUND = "found", _("发现")
    SEEN_AGAIN = "seen_again", _("再次查到")
    RELAPSED = "relapsed", _("反弹，重新立案")
    ASSIGNED = "assigned", _("交办")
    REASSIGNED = "reassigned", _("改派")
    SIGNED = "signed", _("签收")
    RETURNED = "returned", _("退回")
    UPHELD = "upheld", _("维持交办")
    RULED = "ruled", _("联合裁定")
    EXTENSION_ASKED = "extension", _("申请延期")
    EXTENDED = "extended", _("同意延期")
    NOT_EXTENDED = "not_extended", _("不同意延期")
    SUSPENDED = "suspended", _("挂账")
    RESUMED = "resumed", _("恢复办理")
    RECTIFIED = "rectified", _("整改完成")
    REWORK = "rework", _("复核不合格，退回重改")
    RECHECKED = "rechecked", _("复核合格")
    CLOSED = "closed", _("达标销号")
    DRAWN = "drawn", _("抽中回头看")
    HELD = "held", _("回头看未反弹")
    ARCHIVED = "archived", _("观察期满归档")
    NOT_FIXABLE = "not_fixable", _("认定无法整改")
    DISMISSED = "dismissed", _("不予立案")
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("并案")
    CHANGED = "changed", _("修改")
    OLD = "old", _("列为积案，领导包案")
    MAJOR = "major", _("列为重大事项")
    SUPPORT = "support", _("确定配合单位")
    SIMILAR = "similar", _("举一反三自查")
    ESCALATED = "escalated", _("逐级提醒")
    CARDED = "carded", _("亮牌督办")
    CARD_BACK = "card_back", _("撤销亮牌")
    CARD_NOT = "card_not", _("不予亮牌")
    APPEALED = "appealed", _("对亮牌提出申诉")
    CARD_STANDS = "card_stands", _("维持亮牌")
    DRAFTED = "drafted", _("起草文书")
    ISSUED = "issued", _("签发文书")
    DROPPED = "dropped", _("文书作废")
    CONSULTED = "consulted", _("会商决定")
    FOLLOWED = "followed", _("会商决定落实情况")


class Level(TextChoices):
    """Who hears of a problem that is late."""

    UNIT = "unit", _("单位联络员")
    HEAD = "head", _("单位主要负责人")
    LEADER = "leader", _("包案、分管领导")
    HEADQUARTERS = "headquarters", _("指挥部（创建办）")


class Light(TextChoices):
    """How a problem stands with its time."""

    GREEN = "good", _("时限内")
    AMBER = "soon", _("快到时限")
    RED = "bad", _("已超期")
    STOPPED = "info", _("暂停计时")
    NONE = "none", _("不计时")


class LookOutcome(TextChoices):
    """What a random look back found."""

    WAITING = "waiting", _("待查看")
    HELD = "held", _("没有反弹")
    RELAPSED = "relapsed", _("反弹")
    MISSED = "missed", _("没有去看")


class CheckOutcome(TextChoices):
    """What a self-check of a similar site found."""

    WAITING = "waiting", _("待自查")
    CLEAN = "clean", _("没有同类问题")
    FOUND = "found", _("也有，已立案")


class CardKind(TextChoices):
    """What a unit gets that is late or has to do it over and over, from light to heavy. Before them: a reminder (`Escalation`)."""

    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")
    TALK = "talk", _("约谈")


#: From light to heavy.
WEIGHT = {str(kind): n for n, kind in enumerate(CardKind, 1)}


class CardState(TextChoices):
    """A rule proposes, a person issues. What was withdrawn stays to be read."""

    PROPOSED = "proposed", _("建议亮牌")
    ISSUED = "issued", _("已亮牌")
    REFUSED = "refused", _("不予亮牌")
    WITHDRAWN = "withdrawn", _("已撤销")


#: Weighs on a unit, or may.
STANDING = (CardState.PROPOSED, CardState.ISSUED)


class Basis(TextChoices):
    """What a rule of cards counts."""

    OVERDUE = "overdue", _("超期几个工作日")
    REWORKS = "reworks", _("复核几次不合格")
    HAND = "hand", _("由人决定")


class Ground(TextChoices):
    """Why a card is withdrawn."""

    WRONG_UNIT = "wrong_unit", _("裁定不归该单位")
    APPEAL = "appeal", _("申诉成立")
    MISTAKE = "mistake", _("事实有误")
    OTHER = "other", _("其他")


class PaperKind(TextChoices):
    """The official papers that come of a problem."""

    REDO = "redo", _("责令重新整改通知书")
    CRITICISM = "criticism", _("通报批评")
    TALK = "talk", _("约谈通知")
    ACCOUNT = "account", _("问责建议单")
    JOINT = "joint", _("联合处置单")


class PaperState(TextChoices):
    """Nothing goes out that nobody has signed."""

    DRAFT = "draft", _("草稿，待签发")
    SIGNED = "signed", _("已签发")
    DROPPED = "dropped", _("不签发")


class Shortcoming(TextChoices):
    """What is short where one thing goes wrong again and again (短板)."""

    HARDWARE = "hardware", _("硬件短板")
    MANAGEMENT = "management", _("管理短板")
    CONDUCT = "conduct", _("素质短板")
