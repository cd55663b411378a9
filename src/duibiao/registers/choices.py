"""The closed lists of registers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ColumnKind(TextChoices):
    TEXT = "text", _("文字")
    DAY = "day", _("日期")
    NUMBER = "number", _("数字")
    CHOICE = "choice", _("选一项")
    YES_NO = "yes_no", _("是否")


class Sort(TextChoices):
    """What a row is: something that happened on a day, or an item of a list that stands."""

    ACTIVITY = "activity", _("活动")
    LIST = "list", _("清单")
