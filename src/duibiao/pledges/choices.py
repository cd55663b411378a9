"""The closed lists of pledges."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    OFFERED = "offered", _("待签订")
    SIGNED = "signed", _("已签订")
    SETTLED = "settled", _("已兑现")
    WITHDRAWN = "withdrawn", _("已撤回")


class Way(TextChoices):
    """How it was signed."""

    ONLINE = "online", _("在线签订")
    PAPER = "paper", _("纸质签订（扫描件）")


class Outcome(TextChoices):
    """What the term's end found."""

    KEPT = "kept", _("全部完成")
    PARTLY = "partly", _("部分完成")
    BROKEN = "broken", _("没有完成")
