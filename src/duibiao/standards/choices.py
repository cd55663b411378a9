"""The closed lists of standards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionState(TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")


class Method(TextChoices):
    MATERIAL = "material", _("材料审核")
    SITE = "site", _("实地考察")
    SURVEY = "survey", _("问卷调查")
    STATISTIC = "statistic", _("统计数据")
    WEB = "web", _("网上核查")
    JUDGED = "judged", _("专家评判")


class MeasureKind(TextChoices):
    FLAG = "flag", _("是否")
    COUNT = "count", _("次数（件数）")
    RATIO = "ratio", _("比率")
    SCORE = "score", _("评分")
    AMOUNT = "amount", _("数量")
    GRADE = "grade", _("等次")
    DATE = "date", _("日期")
    EVENT = "event", _("事件")


class ClauseState(TextChoices):
    """How far a clause of an imported table is."""

    READ = "read", _("已读懂")
    TO_CONFIRM = "to_confirm", _("待确认")
    UNREAD = "unread", _("没读懂")
    CONFIRMED = "confirmed", _("已确认")


class Origin(TextChoices):
    """Where the reading of a clause comes from."""

    READER = "reader", _("程序读出")
    EXPORTED = "exported", _("本系统导出的表")
    REMEMBERED = "remembered", _("以前确认过")
    PERSON = "person", _("人工")
