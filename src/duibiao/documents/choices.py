"""The closed lists of documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Origin(TextChoices):
    ABOVE = "above", _("上级文件")
    OWN = "own", _("本级文件")


class Kind(TextChoices):
    SCHEME = "scheme", _("实施方案")
    RULES = "rules", _("计分办法")
    SYSTEM = "system", _("指标体系")
    NOTICE = "notice", _("通知")
    EXPLANATION = "explanation", _("解读材料")
    TRAINING = "training", _("培训材料")
    OTHER = "other", _("其他")


class Effect(TextChoices):
    VALID = "valid", _("有效")
    COMING = "coming", _("还没施行")
    REPLACED = "replaced", _("被替代")
    REPEALED = "repealed", _("废止")


#: What belongs to another document and is read with it.
BESIDE = (Kind.EXPLANATION, Kind.TRAINING)
#: Files that are taken, by family.
FAMILIES = ("pdf", "office", "image", "ofd")
MOST_BYTES = 20 * 2**20
