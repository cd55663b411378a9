"""The closed lists of facts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    HAND = "hand", _("手工录入")
    IMPORT = "import", _("表格导入")
    API = "api", _("接口报送")
    VISIT = "visit", _("实地考察")
    MATERIAL = "material", _("材料审核")
    SURVEY = "survey", _("问卷调查")
    REGISTER = "register", _("登记簿")
    EXTERNAL = "external", _("外部结果")
