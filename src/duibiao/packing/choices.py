"""Where a package stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PackState(TextChoices):
    WAITING = "waiting", _("排队中")
    WORKING = "working", _("正在打包")
    DONE = "done", _("已打好")
    FAILED = "failed", _("没有打成")
    REMOVED = "removed", _("文件已删除")
