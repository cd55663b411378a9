"""The closed lists of inspections."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """The four kinds: examine a project, look at the surroundings, measure behaviour, ask people."""

    CHECK = "check", _("查")
    LOOK = "look", _("看")
    MEASURE = "measure", _("测")
    ASK = "ask", _("问")


class Answer(TextChoices):
    """How an item is answered on the phone."""

    TICK = "tick", _("符合 / 不符合")
    COUNT = "count", _("数处数（人次）")
    SHARE = "share", _("数两个数（多少中的多少）")
    MARK = "mark", _("打分")


class PhotoRule(TextChoices):
    FAULT = "fault", _("有问题才拍")
    ALWAYS = "always", _("条文要求必拍")
    NEVER = "never", _("不拍")


class VersionState(TextChoices):
    DRAFT = "draft", _("起草中")
    IN_FORCE = "in_force", _("现行")
    RETIRED = "retired", _("已停用")


class RoundKind(TextChoices):
    DAILY = "daily", _("日常检查")
    SPECIAL = "special", _("专项检查")
    MYSTERY = "mystery", _("暗访")
    CARPET = "carpet", _("拉网排查")
    RECHECK = "recheck", _("复查")
    ACCEPTANCE = "acceptance", _("抽查验收")
    SELF_CHECK = "self_check", _("单位自查")
    QUARTERLY = "quarterly", _("季度测评")


class RoundState(TextChoices):
    PLANNED = "planned", _("拟定中")
    COMMITTED = "committed", _("已公布指纹，待抽取")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已结束")
    VOID = "void", _("已作废")


class AssignmentState(TextChoices):
    WAITING = "waiting", _("待检查")
    VISITED = "visited", _("已检查")
    REPLACED = "replaced", _("已替换")
    DROPPED = "dropped", _("不再检查")


class ReplaceReason(TextChoices):
    """Why a drawn site was not visited; nobody chooses the next one, the draw did."""

    GONE = "gone", _("点位已拆除或不存在")
    CLOSED = "closed", _("长期停业或封闭施工")
    WRONG_TYPE = "wrong_type", _("类型与实际不符")
    DUPLICATE = "duplicate", _("与另一点位重复")
    NO_ACCESS = "no_access", _("到场两次都无法进入")
    UNSAFE = "unsafe", _("天气或安全原因")
    CONFLICT = "conflict", _("督查员须回避")


class Outcome(TextChoices):
    GOOD = "good", _("符合")
    FAULT = "fault", _("有问题")
    NOT_APPLICABLE = "n_a", _("不适用")


class CalibrationState(TextChoices):
    DRAFT = "draft", _("准备中")
    OPEN = "open", _("答题中")
    CLOSED = "closed", _("已结束")


class Oddity(TextChoices):
    """What is odd about a visit. None of them stops it."""

    NO_POSITION = "no_position", _("没有定位")
    MOCKED = "mocked", _("定位可能是模拟的")
    FAR = "far", _("离点位较远")
    CLOCK = "clock", _("手机时间不对")
    OLD_FORM = "old_form", _("用的是已停用的检查表版本")
    REASSIGNED = "reassigned", _("任务已改派给别人")
    TWO_AT_ONE = "two_at_one", _("同一点位另有人检查")
    GALLERY = "gallery", _("照片不是现场拍摄")
    UNPLANNED = "unplanned", _("不在本人任务中")
    OFF_SLOT = "off_slot", _("不在观察时段内")
