"""The closed lists of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    DEPARTMENT = "department", _("县直部门")
    INSTITUTION = "institution", _("企事业单位")
    VILLAGE = "village", _("村")
    COMMUNITY = "community", _("社区")


class PostKind(TextChoices):
    HEAD = "head", _("主要负责人")
    DEPUTY = "deputy", _("分管负责人")
    LIAISON = "liaison", _("联络员")
    INSPECTOR = "inspector", _("督查员")
    STAFF = "staff", _("工作人员")


class GroupKind(TextChoices):
    HEADQUARTERS = "headquarters", _("指挥部（领导小组）")
    OFFICE = "office", _("办公室")
    TASK = "task", _("专项工作组")


class TokenScope(TextChoices):
    READ = "read", _("读取")
    POST = "post", _("报送事实")


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("系统管理员")
    OFFICE = "office", _("创建办")
    LEADER = "leader", _("领导")
    UNIT = "unit", _("单位")
    INSPECTOR = "inspector", _("督查员")
    ASSESSOR = "assessor", _("上级测评员（只读）")
