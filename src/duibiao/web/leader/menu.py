"""The leader's door: who belongs to it, and its menu."""

from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.web.base.doors import Door, Entry, Section


def may_enter(by: User) -> bool:
    return holds(by, Role.LEADER)


DOOR = Door(
    "leader",
    _("领导"),
    "leader:home",
    20,
    may_enter,
    (
        Section(
            _("全局"),
            (
                Entry(_("首页"), "leader:home"),
                Entry(_("成绩"), "leader:all_scores"),
                Entry(_("问题整改"), "leader:problems"),
                Entry(_("上级反馈"), "leader:feedback"),
                Entry(_("短板清单"), "leader:shortcomings"),
                Entry(_("一张图"), "leader:map"),
                Entry(_("任务"), "leader:duties"),
                Entry(_("申诉"), "leader:appeals"),
                Entry(_("申报评选"), "leader:applications"),
                Entry(_("抽查复核"), "office:spot_checks"),
                Entry(_("伪造登记"), "office:forgeries"),
                Entry(_("指挥体系"), "leader:groups"),
                Entry(_("测评标准"), "leader:standards"),
                Entry(_("事实台账"), "leader:facts"),
                Entry(_("登记簿"), "leader:registers"),
            ),
        ),
    ),
)
