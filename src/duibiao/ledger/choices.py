"""The closed lists of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MaterialKind(TextChoices):
    """What assessment standards ask for; the first four are the civilized-city standard's own."""

    DOCUMENT = "document", _("规范性文件")
    STATEMENT = "statement", _("情况说明")
    PHOTO = "photo", _("实景图片")
    STATISTICS = "statistics", _("统计表")
    MINUTES = "minutes", _("会议纪要、记录")
    LIST = "list", _("清单、目录")
    VIDEO = "video", _("视频")
    OTHER = "other", _("其他")


class UseState(TextChoices):
    """Where a material that was given for a requirement stands."""

    GIVEN = "given", _("待本单位审核")
    CHECKED = "checked", _("待创建办审核")
    ACCEPTED = "accepted", _("已通过")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


#: What counts as given: it is there, and nobody has sent it back.
STANDING = (UseState.GIVEN, UseState.CHECKED, UseState.ACCEPTED)


class ReviewLevel(TextChoices):
    UNIT = "unit", _("单位审核")
    OFFICE = "office", _("创建办审核")


class Verdict(TextChoices):
    ACCEPTED = "accepted", _("通过")
    RETURNED = "returned", _("退回")


class Posts(TextChoices):
    """What an accepted material says to the measure of its requirement."""

    NOTHING = "", _("只存档，不直接计分")
    COUNT = "count", _("通过的份数")
    FLAG = "flag", _("通过即为符合")
    GRADE = "grade", _("审核时评定的等次")
    SCORE = "score", _("审核时打的分")


class Format(TextChoices):
    PDF = "pdf", "PDF"
    OFFICE = "office", _("Word、Excel、PPT")
    IMAGE = "image", _("图片")
    VIDEO = "video", _("视频")
    ARCHIVE = "archive", _("压缩包")


#: Grades of a requirement whose standard has none of its own.
GRADES = ("A", "B", "C")
