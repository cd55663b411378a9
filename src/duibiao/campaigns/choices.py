"""The closed lists of campaigns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class Scope(TextChoices):
    WHOLE = "whole", _("综合")
    SINGLE = "single", _("单项")


class State(TextChoices):
    PREPARING = "preparing", _("筹备中")
    RUNNING = "running", _("创建中")
    REVIEW = "review", _("复审中")
    NAMED = "named", _("已命名")
    CLOSED = "closed", _("已结束")


class Decision(TextChoices):
    """What the county does with an indicator of the standard above."""

    ADOPTED = "adopted", _("采用")
    REFINED = "refined", _("细化")
    NOT_APPLICABLE = "not_applicable", _("不适用")
