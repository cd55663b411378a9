"""The closed lists of truth."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HintKind(TextChoices):
    """What a program noticed. Each is a question to a person."""

    SAME = "same", _("同一文件在别处用过")
    NEAR = "near", _("近似的照片在别处用过")
    TAKEN = "taken", _("拍摄时间与填报不符")
    PLACE = "place", _("拍摄地点与同批照片相距很远")
    EDITED = "edited", _("经软件处理过")
    BACKFILLED = "backfilled", _("文件晚于它所说的日期很久才制作")
    NUMBER = "number", _("文号用了两次")


class HintState(TextChoices):
    OPEN = "open", _("待看")
    FINE = "fine", _("看过，没有问题")
    DOUBTED = "doubted", _("看过，需要核实")


class ForgeryState(TextChoices):
    REPORTED = "reported", _("待第二人确认")
    CONFIRMED = "confirmed", _("已确认")
    DISMISSED = "dismissed", _("不成立")


class SpotState(TextChoices):
    """What the second person found in an accepted material that was drawn."""

    OPEN = "open", _("待复核")
    TRUE = "true", _("属实")
    FLAWED = "flawed", _("有瑕疵")
    FALSE = "false", _("不实")
