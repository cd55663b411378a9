"""The unit's door: who belongs to it, and its menu."""

from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.web.base.doors import Door, Entry, Section


def may_enter(by: User) -> bool:
    """Units, and those who visit units: inspectors and assessors see what is theirs to see."""
    return holds(by, Role.UNIT, Role.INSPECTOR, Role.ASSESSOR)


DOOR = Door(
    "unit",
    _("单位"),
    "unit:home",
    30,
    may_enter,
    (
        Section(
            _("我的"),
            (
                Entry(_("首页"), "unit:home"),
                Entry(_("要求我们做的事"), "unit:asks"),
                Entry(_("会议"), "unit:meetings"),
                Entry(_("文件"), "unit:documents"),
                Entry(_("规定动作"), "unit:obligations"),
                Entry(_("责任书"), "unit:pledges"),
                Entry(_("申报评选"), "unit:applications", lambda by: holds(by, Role.UNIT)),
                Entry(_("任务"), "unit:duties"),
                Entry(_("得分"), "unit:all_scores"),
                Entry(_("测评标准"), "unit:standards"),
                Entry(_("事实台账"), "unit:facts"),
                Entry(_("现场检查"), "unit:visits"),
                Entry(_("问题整改"), "unit:problems"),
                Entry(_("上级反馈"), "unit:feedback"),
                Entry(_("意见建议"), "unit:suggestions"),
                Entry(_("单位包联"), "unit:partners"),
                Entry(_("公共设施"), "unit:facilities"),
                Entry(_("一张图"), "unit:map"),
                Entry(_("现场自查"), "field:home", lambda by: holds(by, Role.UNIT)),
                Entry(_("申诉"), "unit:appeals"),
            ),
        ),
        Section(
            _("长效"),
            (
                Entry(_("短板清单"), "unit:shortcomings"),
                Entry(_("制度执行检查表"), "unit:rule_checks", lambda by: holds(by, Role.UNIT)),
                Entry(_("制度库"), "unit:rules"),
                Entry(_("作业责任区"), "unit:zones", lambda by: holds(by, Role.UNIT)),
                Entry(_("作业投入"), "unit:outlays", lambda by: holds(by, Role.UNIT)),
                Entry(_("巩固台账"), "unit:renewals", lambda by: holds(by, Role.UNIT)),
                Entry(_("常态巡查"), "unit:routines", lambda by: holds(by, Role.UNIT)),
            ),
        ),
        Section(
            _("材料"),
            (
                Entry(_("材料清单"), "unit:ledgers", lambda by: holds(by, Role.UNIT, Role.ASSESSOR)),
                Entry(_("材料台账"), "unit:materials", lambda by: holds(by, Role.UNIT, Role.ASSESSOR)),
                Entry(_("待本单位审核"), "unit:review_queue", lambda by: holds(by, Role.UNIT)),
                Entry(_("登记簿"), "unit:registers", lambda by: holds(by, Role.UNIT, Role.ASSESSOR)),
            ),
        ),
    ),
)
