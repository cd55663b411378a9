"""The office's door: who belongs to it, and its menu."""

from django.utils.translation import gettext_lazy as _

from duibiao.duties.permissions import may_set_template
from duibiao.facts.permissions import may_post_facts
from duibiao.ledger.permissions import may_review
from duibiao.notices.permissions import may_keep_channels
from duibiao.organisation.permissions import may_manage_accounts, may_manage_organisation, may_read_audit
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.truth.permissions import may_read_hints
from duibiao.web.base.doors import Door, Entry, Section

DOOR = Door(
    "office",
    _("创建办"),
    "office:home",
    10,
    may_manage_organisation,
    (
        Section(_("全局"), (Entry(_("首页"), "office:home"), Entry(_("得分"), "office:all_scores"))),
        Section(
            _("责任"),
            (
                Entry(_("任务"), "office:duties"),
                Entry(_("任务移交"), "office:orphan_duties"),
                Entry(_("权责规则"), "office:competence"),
                Entry(_("六定要求"), "office:duty_template", may_set_template),
                Entry(_("会议"), "office:meetings"),
                Entry(_("文件库"), "office:documents"),
                Entry(_("文件待办"), "office:document_matters"),
                Entry(_("责任书"), "office:pledges"),
                Entry(_("规定动作核对"), "office:fulfilments"),
            ),
        ),
        Section(
            _("事实"), (Entry(_("事实台账"), "office:facts"), Entry(_("录入事实"), "office:fact_post", may_post_facts))
        ),
        Section(_("要求单位"), (Entry(_("向单位提的要求"), "office:asks"), Entry(_("减负看板"), "office:burden"))),
        Section(
            _("材料"),
            (
                Entry(_("材料完备度"), "office:ledgers"),
                Entry(_("材料审核"), "office:review_queue", may_review),
                Entry(_("材料台账"), "office:materials"),
                Entry(_("登记簿"), "office:registers"),
            ),
        ),
        Section(
            _("创建"),
            (
                Entry(_("创建活动"), "office:campaigns"),
                Entry(_("测评标准"), "office:standards"),
                Entry(_("附加标准"), "office:supplements"),
                Entry(_("一数多用"), "office:campaign_sharing"),
                Entry(_("荣誉称号"), "office:honours"),
                Entry(_("评选申报"), "office:selections"),
            ),
        ),
        Section(
            _("现场"),
            (
                Entry(_("一张图"), "office:map"),
                Entry(_("检查轮次"), "office:rounds"),
                Entry(_("到访记录"), "office:visits"),
                Entry(_("行为观察"), "office:behaviour"),
                Entry(_("群众反映"), "office:reports"),
                Entry(_("上级反馈"), "office:papers"),
                Entry(_("外部测评"), "office:assessments"),
                Entry(_("反馈意见库"), "office:opinions"),
                Entry(_("社会监督员"), "office:supervisors", may_keep_supervisors),
                Entry(_("意见建议"), "office:suggestions", may_keep_supervisors),
                Entry(_("申诉"), "office:appeals"),
                Entry(_("公平性"), "office:fairness"),
                Entry(_("点位"), "office:sites"),
                Entry(_("检查表"), "office:checklists"),
                Entry(_("公共设施"), "office:facilities"),
                Entry(_("单位包联"), "office:partners"),
            ),
        ),
        Section(
            _("问题"),
            (
                Entry(_("问题看板"), "office:problem_board"),
                Entry(_("问题台账"), "office:problems"),
                Entry(_("亮牌督办"), "office:problem_cards"),
                Entry(_("回头看"), "office:problem_looks"),
                Entry(_("问题规则"), "office:problem_rules"),
            ),
        ),
        Section(
            _("长效"),
            (
                Entry(_("短板清单"), "office:shortcomings"),
                Entry(_("制度库"), "office:rules"),
                Entry(_("制度执行检查表"), "office:rule_checks"),
                Entry(_("专项整治"), "office:drives"),
                Entry(_("常态巡查"), "office:routines"),
                Entry(_("作业责任区"), "office:zones"),
                Entry(_("作业投入"), "office:outlays"),
            ),
        ),
        Section(
            _("组织"),
            (
                Entry(_("单位"), "office:units"),
                Entry(_("人员"), "office:people"),
                Entry(_("指挥体系"), "office:groups"),
                Entry(_("区域路段"), "office:areas"),
                Entry(_("导入"), "office:imports"),
            ),
        ),
        Section(
            _("管理"),
            (
                Entry(_("工作日历"), "office:workdays"),
                Entry(_("消息通道"), "office:channels", may_keep_channels),
                Entry(_("账号"), "office:accounts", may_manage_accounts),
                Entry(_("接口密钥"), "office:tokens", may_manage_accounts),
                Entry(_("操作记录"), "office:audit", may_read_audit),
                Entry(_("分级授权"), "office:authority", may_read_audit),
                Entry(_("封存"), "office:seals", may_read_audit),
                Entry(_("真实性提示"), "office:truth", may_read_hints),
                Entry(_("抽查复核"), "office:spot_checks", may_read_hints),
                Entry(_("伪造登记"), "office:forgeries", may_read_hints),
            ),
        ),
    ),
)
