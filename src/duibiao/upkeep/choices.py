"""The closed lists of upkeep."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sort(TextChoices):
    """What is short: things, the way they are kept, or people."""

    HARDWARE = "hardware", _("硬件")
    MANAGEMENT = "management", _("管理")
    PEOPLE = "people", _("素质")


class Origin(TextChoices):
    """Where a shortcoming was noticed."""

    HAND = "hand", _("直接登记")
    PROBLEM = "problem", _("无法整改的问题")
    LOSS = "loss", _("失分清单")


class State(TextChoices):
    """Where a shortcoming stands."""

    OPEN = "open", _("补齐中")
    MADE_GOOD = "made_good", _("待验收")
    ACCEPTED = "accepted", _("已验收")
    DROPPED = "dropped", _("不再列入")


#: Somebody still has to do something.
LIVE = (State.OPEN, State.MADE_GOOD)


class Topic(TextChoices):
    """What a special campaign (专项整治行动) is about."""

    APPEARANCE = "appearance", _("市容市貌")
    BUILDING = "building", _("违法建设")
    TRAFFIC = "traffic", _("交通秩序")
    FRINGE = "fringe", _("城乡结合部")
    WORKS = "works", _("建筑工地和渣土车")
    OTHER = "other", _("其他")


class Often(TextChoices):
    """How often a rule's item is to be done, or an ordinary round to be made."""

    DAY = "day", _("每天")
    WEEK = "week", _("每周")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    YEAR = "year", _("每年")


class Done(TextChoices):
    """What a check of a rule's execution found."""

    DONE = "done", _("执行了")
    PARTLY = "partly", _("部分执行")
    NOT_DONE = "not_done", _("没有执行")
    NOT_NEEDED = "not_needed", _("这一期不需要")


class Way(TextChoices):
    """Who looked: the unit itself, or somebody who went there."""

    SELF = "self", _("单位自查")
    VISIT = "visit", _("到场检查")


class Mechanism(TextChoices):
    """The five ways in which an area is kept (“五个一”): one broom, one pair of shears, one trowel, one gate, one scraper."""

    CLEANING = "cleaning", _("保洁")
    TRIMMING = "trimming", _("修剪")
    MENDING = "mending", _("修补")
    CONTROL = "control", _("收口管控")
    CLEARING = "clearing", _("清理")


#: What each is called where it was invented.
TOOLS = {
    Mechanism.CLEANING: _("一把扫帚扫到底"),
    Mechanism.TRIMMING: _("一把剪刀修到底"),
    Mechanism.MENDING: _("一把泥刀补到底"),
    Mechanism.CONTROL: _("一把闸刀管到底"),
    Mechanism.CLEARING: _("一把铲刀清到底"),
}


class Renews(TextChoices):
    """What must be renewed after a title, so that nothing lapses."""

    MATERIAL = "material", _("材料更新")
    RULE = "rule", _("制度复核")
    LOOK_BACK = "look_back", _("回头看")
    SHORTCOMING = "shortcoming", _("补短板")
    REVIEW = "review", _("复审")
