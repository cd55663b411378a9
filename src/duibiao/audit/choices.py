"""Every act that leaves a line, in words. A test holds that no act is missing."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "account.log_in_failed": _("登录失败"),
    "account.logged_in": _("登录"),
    "files.confirm": _("执行导入"),
    "files.simulate": _("试算导入"),
    "organisation.add_group": _("新增工作组"),
    "organisation.add_member": _("工作组加入人员"),
    "organisation.add_member_unit": _("工作组加入单位"),
    "organisation.add_person": _("新增人员"),
    "organisation.add_unit": _("新增单位"),
    "organisation.begin_post": _("登记岗位"),
    "organisation.change_group": _("修改工作组"),
    "organisation.change_person": _("修改人员"),
    "organisation.change_post": _("修改岗位"),
    "organisation.change_roles": _("修改角色"),
    "organisation.change_unit": _("修改单位"),
    "organisation.close_account": _("停用账号"),
    "organisation.close_unit": _("撤销单位"),
    "organisation.end_post": _("卸任"),
    "organisation.open_account": _("开设账号"),
    "organisation.own_password_set": _("本人修改密码"),
    "organisation.remove_member": _("退出工作组"),
    "organisation.reset_password": _("重设密码"),
    "organisation.set_up_county": _("初次设置"),
    "places.add_area": _("新增区域路段"),
    "places.appoint": _("定责任人"),
    "places.change_area": _("修改区域路段"),
    "places.release": _("解除责任人"),
    "places.remove_area": _("删除区域路段"),
}
